import type { CallState, EndReason, PhoneState } from '@cadran/core';
import { createStillPhone } from '@cadran/core/testing';
import { html, type TemplateResult } from 'lit';

import { callers, storyCall, withCalls } from '../internal/story-calls.js';
import type { Story } from '../internal/story.js';

function shown(state: Partial<PhoneState>, id = 'bob'): TemplateResult {
  return html`<cadran-call .phone=${createStillPhone(state)} call-id=${id}></cadran-call>`;
}

function one(change: Partial<CallState>, state: Partial<PhoneState> = {}): TemplateResult {
  return shown({ ...withCalls(storyCall(change)), ...state });
}

function story(name: string, change: Partial<CallState>, state?: Partial<PhoneState>): Story {
  return { name, render: () => one(change, state) };
}

function ended(reason: EndReason, change: Partial<CallState> = {}): Story {
  const isUnanswered = reason !== 'hangup' && reason !== 'connection-lost';
  return {
    name: `ended: ${reason}`,
    render: (): TemplateResult => {
      const { activeAt, ...call } = storyCall({
        status: 'ended',
        endedAt: Date.now(),
        ended: { by: 'remote', reason },
        ...change,
      });
      return shown(withCalls({ ...call, ...(isUnanswered || !activeAt ? {} : { activeAt }) }));
    },
  };
}

/** Presses a control, as one that opens a panel. */
async function press(place: HTMLElement, control: string): Promise<ShadowRoot> {
  const element = place.querySelector('cadran-call');
  const root = element?.shadowRoot as ShadowRoot;
  root.querySelector<HTMLElement>(`[data-control="${control}"]`)?.click();
  await element?.updateComplete;
  return root;
}

const asked = {
  kind: 'blind',
  status: 'asking',
  target: callers.dave,
  expiresAt: Date.now() + 25_000,
} as const;

const consultation = { kind: 'attended', target: '1003', consultation: 'carol' } as const;

function consulting(id: string, asked: Partial<CallState>): TemplateResult {
  const waiting = storyCall({
    hold: 'held',
    transfer: { ...consultation, status: 'consulting' },
  });
  const second = storyCall(
    { id: 'carol', remote: callers.carol, consultationFor: 'bob', ...asked },
    12,
  );
  return shown(withCalls(waiting, second), id);
}

export const stories: readonly Story[] = [
  story('trying', { status: 'trying', media: 'none' }),
  story('ringing', { status: 'ringing', media: 'none' }),
  story('early media', { status: 'early' }),
  story('incoming, not verified', { direction: 'incoming', status: 'ringing' }),
  story('incoming, verified', {
    direction: 'incoming',
    status: 'ringing',
    remote: callers.carol,
  }),
  story('connecting', { direction: 'incoming', status: 'connecting' }),
  story('active', {}),
  story('muted', { muted: true }),
  story('muted by the system', { mutedBySystem: true }),
  story('holding', { hold: 'holding' }),
  story('held', { hold: 'held' }),
  story('resuming', { hold: 'resuming' }),
  story('held by them', { remoteHold: true }),
  story('held on both sides, muted', { hold: 'held', remoteHold: true, muted: true }),
  story('reconnecting', {}, { connection: { status: 'reconnecting' } }),
  story('sound interrupted', { media: 'interrupted' }),
  story('sound in another tab', { page: 'another' }, { page: 'this' }),
  story('sound in another tab, held', { page: 'another', hold: 'held' }, { page: 'this' }),
  story('sound on its way', {
    page: 'this',
    media: 'interrupted',
    kept: { waitsFor: 'sound', since: 0, until: 0 },
  }),
  story('kept until a page takes it', {
    media: 'interrupted',
    kept: { waitsFor: 'page', since: Date.now(), until: Date.now() + 20_000 },
  }),
  story('interrupted, muted', { media: 'interrupted', muted: true }),
  {
    name: 'keypad',
    render: () => one({}),
    play: async (place: HTMLElement): Promise<void> => {
      const root = await press(place, 'keypad');
      const dialpad = root.querySelector('cadran-dialpad');
      for (const digit of '471#') {
        dialpad?.shadowRoot?.querySelector<HTMLElement>(`[data-digit="${digit}"]`)?.click();
      }
    },
  },
  {
    name: 'transfer to whom',
    render: () => one({}),
    play: async (place: HTMLElement): Promise<void> => {
      await press(place, 'transfer');
    },
  },
  {
    name: 'shortcuts',
    render: () => one({}),
    play: (place: HTMLElement): void => {
      place
        .querySelector('cadran-call')
        ?.shadowRoot?.querySelector<HTMLElement>('#shortcuts')
        ?.showPopover();
    },
  },
  story('transferring, blind', {
    transfer: { kind: 'blind', status: 'ringing', target: '1003' },
  }),
  {
    name: 'asking first: the one who waits',
    render: () => consulting('bob', { status: 'ringing' }),
  },
  { name: 'asking first: it rings', render: () => consulting('carol', { status: 'ringing' }) },
  { name: 'asking first: answered', render: () => consulting('carol', {}) },
  story('they want to connect us', { transferRequest: asked }),
  story('they want to connect us, muted', {
    muted: true,
    remoteHold: true,
    transferRequest: {
      ...asked,
      target: { uri: 'sip:+33145671203@cadran.test', number: '+33145671203', verified: false },
    },
  }),
  story('connected by them', { transferredBy: callers.carol, status: 'ringing', media: 'none' }),
  story('connecting us failed', {
    hold: 'held',
    transferRequest: { ...asked, status: 'failed' },
  }),
  story('transfer failed', { transfer: { kind: 'blind', status: 'failed', target: '1003' } }),
  ended('hangup', { transfer: { kind: 'blind', status: 'completed', target: '1003' } }),
  ended('hangup'),
  ended('busy'),
  ended('no-answer'),
  ended('declined'),
  ended('cancelled', { ended: { by: 'local', reason: 'cancelled' } }),
  ended('answered-elsewhere', { direction: 'incoming' }),
  ended('not-found'),
  ended('forbidden'),
  ended('unreachable'),
  ended('media-failed', {
    ended: { by: 'system', reason: 'media-failed', code: 'media/permission-denied' },
  }),
  ended('connection-lost', { ended: { by: 'system', reason: 'connection-lost' } }),
  ended('unknown'),
  {
    name: 'missed',
    render: (): TemplateResult => {
      const { activeAt: _, ...call } = storyCall({
        status: 'ended',
        direction: 'incoming',
        ended: { by: 'remote', reason: 'cancelled' },
      });
      return shown(withCalls(call));
    },
  },
  story('very long name', {
    remote: {
      uri: 'sip:accueil@cadran.test',
      displayName: 'Direction départementale des territoires et de la mer, accueil du public',
      verified: true,
    },
  }),
  story('no name', {
    direction: 'incoming',
    remote: { uri: 'sip:+33145671203@cadran.test', number: '+33145671203', verified: false },
  }),
  story('number withheld', {
    direction: 'incoming',
    remote: { uri: 'sip:anonymous@anonymous.invalid', verified: false },
  }),
  story('hostile name', {
    direction: 'incoming',
    remote: {
      uri: 'sip:666@cadran.test',
      displayName: `<img src=x onerror=alert(1)>\u202E${'A'.repeat(10_000)}`,
      verified: false,
    },
  }),
  {
    name: 'short frame',
    render: () => html`<div class="short">${one({ muted: true })}</div>`,
    play: (place: HTMLElement): void => {
      const element = place.querySelector('cadran-call') as HTMLElement;
      element.style.setProperty('--cadran-call-height', '340px');
    },
  },
];
