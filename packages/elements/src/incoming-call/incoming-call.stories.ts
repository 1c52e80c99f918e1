import type { CallState, PhoneState } from '@cadran/core';
import { createStillPhone } from '@cadran/core/testing';
import { html, type TemplateResult } from 'lit';

import { callers, signedIn, storyCall, withCalls } from '../internal/story-calls.js';
import type { Story } from '../internal/story.js';

function shown(state: Partial<PhoneState>): TemplateResult {
  return html`<cadran-incoming-call .phone=${createStillPhone(state)}></cadran-incoming-call>`;
}

function ringing(change: Partial<CallState> = {}): CallState {
  return storyCall({ direction: 'incoming', status: 'ringing', media: 'none', ...change });
}

function over(change: Partial<CallState>): CallState {
  const { activeAt: _, ...call } = storyCall({ direction: 'incoming', status: 'ended', ...change });
  return call;
}

const carol = (): CallState => ringing({ id: 'carol', remote: callers.carol });
const blocked = [{ code: 'media/playback-blocked', since: 0 }] as const;

export const stories: readonly Story[] = [
  { name: 'one, not verified', render: () => shown(withCalls(ringing())) },
  { name: 'one, verified', render: () => shown(withCalls(carol())) },
  { name: 'silenced', render: () => shown(withCalls(ringing({ silenced: true }))) },
  { name: 'answers by itself', render: () => shown(withCalls(ringing({ autoAnswerAt: 1 }))) },
  { name: 'two at once', render: () => shown(withCalls(ringing(), carol())) },
  {
    name: 'during a call',
    render: () => shown(withCalls(storyCall({ id: 'dave', remote: callers.dave }), carol())),
  },
  {
    name: 'sound blocked',
    render: () => shown({ ...withCalls(carol()), warnings: blocked }),
  },
  {
    name: 'microphone blocked',
    render: () =>
      shown({
        ...withCalls(ringing()),
        devices: { permission: 'denied', microphones: [], speakers: [], canChooseSpeaker: false },
      }),
  },
  {
    name: 'no microphone',
    render: () =>
      shown({
        ...withCalls(ringing()),
        devices: { permission: 'granted', microphones: [], speakers: [], canChooseSpeaker: false },
      }),
  },
  {
    name: 'answering failed',
    render: (): TemplateResult => {
      const phone = createStillPhone(withCalls(ringing()));
      phone.failNext('answer', Object.assign(new Error(), { code: 'media/device-busy' }));
      return html`<cadran-incoming-call .phone=${phone}></cadran-incoming-call>`;
    },
    play: (place: HTMLElement): void => {
      const element = place.querySelector('cadran-incoming-call');
      element?.shadowRoot?.querySelector<HTMLElement>('[part="answer"]')?.click();
    },
  },
  {
    name: 'timed out',
    render: () => shown(withCalls(over({ ended: { by: 'system', reason: 'no-answer' } }))),
  },
  {
    name: 'answered elsewhere',
    render: () => shown(withCalls(over({ ended: { by: 'remote', reason: 'answered-elsewhere' } }))),
  },
  {
    name: 'very long name',
    render: () =>
      shown(
        withCalls(
          ringing({
            remote: {
              uri: 'sip:accueil@cadran.test',
              displayName: 'Direction départementale des territoires et de la mer',
              verified: true,
            },
          }),
        ),
      ),
  },
  {
    name: 'number withheld',
    render: () =>
      shown(
        withCalls(ringing({ remote: { uri: 'sip:anonymous@anonymous.invalid', verified: false } })),
      ),
  },
  {
    name: 'hostile name',
    render: () =>
      shown(
        withCalls(
          ringing({
            remote: {
              uri: 'sip:666@cadran.test',
              displayName: `<img src=x onerror=alert(1)>\u202E${'A'.repeat(10_000)}`,
              verified: false,
            },
          }),
        ),
      ),
  },
  {
    name: 'expanded',
    render: () =>
      html`<cadran-incoming-call
        expanded
        .phone=${createStillPhone(withCalls(carol()))}
      ></cadran-incoming-call>`,
    play: (place: HTMLElement): void => {
      place
        .querySelector<HTMLElement>('cadran-incoming-call')
        ?.style.setProperty('height', '504px');
    },
  },
  { name: 'nothing rings', render: () => shown(signedIn) },
];
