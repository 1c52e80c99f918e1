import type { CallState } from '@cadran/core';
import { createStillPhone } from '@cadran/core/testing';
import { html, type TemplateResult } from 'lit';

import { callers, storyCall, withCalls } from '../internal/story-calls.js';
import type { Story } from '../internal/story.js';

function list(...calls: readonly CallState[]): TemplateResult {
  return html`<cadran-call-list
    .phone=${createStillPhone(withCalls(...calls))}
  ></cadran-call-list>`;
}

const bob = (): CallState => storyCall();
const carol = (): CallState =>
  storyCall({ id: 'carol', hold: 'held', remote: callers.carol }, 3754);
const dave = (): CallState => storyCall({ id: 'dave', hold: 'held', remote: callers.dave }, 312);
const emma = (): CallState =>
  storyCall({ id: 'emma', status: 'ringing', remote: callers.emma, media: 'none' });
const frank = (): CallState =>
  storyCall({ id: 'frank', hold: 'held', remoteHold: true, remote: callers.frank }, 47);

const names: Story[] = [
  { name: 'one', render: () => list(bob()) },
  { name: 'two', render: () => list(bob(), carol()) },
  { name: 'three', render: () => list(bob(), carol(), dave()) },
  { name: 'five', render: () => list(bob(), carol(), dave(), emma(), frank()) },
  { name: 'all on hold', render: () => list(carol(), dave()) },
  {
    name: 'swapping',
    render: () => list({ ...bob(), hold: 'holding' }, { ...carol(), hold: 'resuming' }),
  },
  {
    name: 'swap refused',
    render: (): TemplateResult => {
      const phone = createStillPhone(withCalls(bob(), carol()));
      phone.failNext('resume', Object.assign(new Error(), { code: 'call/resume-failed' }));
      return html`<cadran-call-list .phone=${phone}></cadran-call-list>`;
    },
    play: (place: HTMLElement): void => {
      const list = place.querySelector('cadran-call-list');
      list?.shadowRoot?.querySelector<HTMLElement>('[part="resume"]')?.click();
    },
  },
  {
    name: 'only others',
    render: () =>
      html`<cadran-call-list
        only-others
        .phone=${createStillPhone(withCalls(bob(), carol(), dave()))}
      ></cadran-call-list>`,
  },
  {
    name: 'sound in another tab, on its way, kept',
    render: () => {
      const kept = { since: Date.now(), until: Date.now() + 20_000 };
      const calls = withCalls(
        { ...bob(), page: 'another' },
        { ...carol(), hold: 'active', kept: { ...kept, waitsFor: 'sound' } },
        { ...dave(), hold: 'active', kept: { ...kept, waitsFor: 'page' } },
      );
      const phone = createStillPhone({ ...calls, page: 'this' });
      return html`<cadran-call-list .phone=${phone}></cadran-call-list>`;
    },
  },
  {
    name: 'very long name',
    render: () =>
      list(bob(), {
        ...dave(),
        remote: {
          uri: 'sip:accueil@cadran.test',
          displayName: 'Direction départementale des territoires et de la mer',
          verified: true,
        },
      }),
  },
];

export const stories: readonly Story[] = [
  ...names,
  ...names.slice(2, 4).map((story) => ({ ...story, name: `${story.name}, wide`, width: 480 })),
];
