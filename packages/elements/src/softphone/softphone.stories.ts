import type { CallState, PhoneState } from '@cadran/core';
import { createStillPhone } from '@cadran/core/testing';
import { html, type TemplateResult } from 'lit';

import { placeholderPhone } from '../internal/placeholder-phone.js';
import { callers, signedIn, storyCall, withCalls } from '../internal/story-calls.js';
import type { Story } from '../internal/story.js';

function shown(state: Partial<PhoneState>): TemplateResult {
  return html`<cadran-softphone .phone=${createStillPhone(state)}></cadran-softphone>`;
}

function story(name: string, state: Partial<PhoneState>): Story {
  return { name, render: () => shown(state) };
}

function calls(name: string, make: () => readonly CallState[]): Story {
  return { name, render: () => shown(withCalls(...make())) };
}

const noDevices = { microphones: [], speakers: [], canChooseSpeaker: false } as const;
const dave = (): CallState => storyCall({ id: 'dave', hold: 'held', remote: callers.dave }, 312);
const carol = (): CallState =>
  storyCall({
    id: 'carol',
    direction: 'incoming',
    status: 'ringing',
    media: 'none',
    remote: callers.carol,
  });

async function openSettings(place: HTMLElement): Promise<void> {
  const element = place.querySelector('cadran-softphone');
  element?.shadowRoot?.querySelector<HTMLElement>('[part="settings-button"]')?.click();
  await element?.updateComplete;
}

export const stories: readonly Story[] = [
  { name: 'not configured', render: () => html`<cadran-softphone></cadran-softphone>` },
  {
    name: 'configuration unreachable',
    render: () =>
      html`<cadran-softphone
        .phone=${placeholderPhone({ status: 'offline', reason: 'config/unreachable' })}
      ></cadran-softphone>`,
  },
  story('connecting', { connection: { status: 'connecting' } }),
  story('registered, idle', signedIn),
  story('wrong password', {
    ...signedIn,
    registration: { status: 'failed', failure: { code: 'registration/wrong-password' } },
  }),
  story('server unreachable', {
    connection: { status: 'offline', reason: 'connection/unreachable' },
  }),
  story('offline', { connection: { status: 'offline', reason: 'connection/offline' } }),
  story('permission needed', { ...signedIn, devices: { permission: 'prompt', ...noDevices } }),
  story('permission refused', { ...signedIn, devices: { permission: 'denied', ...noDevices } }),
  story('no microphone', { ...signedIn, devices: { permission: 'granted', ...noDevices } }),
  calls('calling', () => [storyCall({ status: 'ringing', media: 'none' })]),
  calls('in a call', () => [storyCall()]),
  {
    name: 'in a call whose sound is in another tab',
    render: () => shown({ ...withCalls(storyCall({ page: 'another' }), dave()), page: 'this' }),
  },
  calls('a call that is kept', () => [
    storyCall({
      media: 'interrupted',
      kept: { waitsFor: 'page', since: Date.now(), until: Date.now() + 20_000 },
    }),
  ]),
  calls('ended', () => [
    storyCall({ status: 'ended', endedAt: Date.now(), ended: { by: 'remote', reason: 'hangup' } }),
  ]),
  calls('a call that rings', () => [carol()]),
  calls('two that ring', () => [
    carol(),
    storyCall({ id: 'emma', direction: 'incoming', status: 'ringing', remote: callers.emma }),
  ]),
  calls('in a call, another rings', () => [storyCall({ muted: true }), carol()]),
  calls('in a call, another waits', () => [storyCall(), dave()]),
  calls('four calls', () => [
    storyCall(),
    dave(),
    storyCall({ id: 'emma', hold: 'held', remote: callers.emma }, 47),
    storyCall({ id: 'frank', hold: 'held', remote: callers.frank }, 3700),
  ]),
  calls('missed', () => {
    const { activeAt: _, ...call } = storyCall({
      direction: 'incoming',
      status: 'ended',
      ended: { by: 'remote', reason: 'cancelled' },
    });
    return [call];
  }),
  { name: 'settings', render: () => shown(signedIn), play: openSettings },
];
