import type { PhoneState } from '@cadran/core';
import { createStillPhone } from '@cadran/core/testing';
import { html, type TemplateResult } from 'lit';

import type { Story } from '../internal/story.js';
import { storyCall } from '../internal/story-calls.js';
import type { CadranDialpad } from './dialpad.js';

const ready: Partial<PhoneState> = {
  connection: { status: 'connected' },
  registration: { status: 'registered' },
};

const call = storyCall({ id: 'one' });

const colleagues = [
  { name: 'Bob Durand', target: '1002' },
  { name: 'Carol Nguyen', target: '1003' },
  { name: 'Bognar Ildikó', target: '+36301234567' },
  { name: 'Service des ressources humaines et de la formation', target: '1020' },
];

function dialpad(value = '', state: Partial<PhoneState> = ready): TemplateResult {
  return html`<cadran-dialpad
    .phone=${createStillPhone(state)}
    .suggestions=${colleagues}
    .value=${value}
  ></cadran-dialpad>`;
}

function part(place: HTMLElement, name: string): HTMLElement {
  const element = place
    .querySelector('cadran-dialpad')
    ?.shadowRoot?.querySelector(`[part="${name}"]`);
  return element as HTMLElement;
}

function pressKey(target: HTMLElement, key: string): void {
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
}

async function press(place: HTMLElement, digits: string): Promise<void> {
  const element = place.querySelector('cadran-dialpad') as CadranDialpad;
  for (const digit of digits) {
    element.shadowRoot?.querySelector<HTMLElement>(`[data-digit="${digit}"]`)?.click();
    await element.updateComplete;
  }
}

export const stories: readonly Story[] = [
  { name: 'empty', render: () => dialpad() },
  { name: 'typing', render: () => dialpad('02') },
  { name: 'pasted number, formatted', render: () => dialpad('+33 (0)1 23-45.67 89') },
  {
    name: 'invalid',
    render: () => dialpad('bob durand'),
    play: (place) => part(place, 'call').click(),
  },
  { name: 'best suggestion', render: () => dialpad('10') },
  {
    name: 'suggestion list',
    render: () => dialpad('10'),
    play: (place) => pressKey(part(place, 'number'), 'ArrowDown'),
  },
  {
    name: 'in a call: digits echoed',
    render: () => dialpad('', { ...ready, calls: { one: call }, order: ['one'] }),
    play: (place) => press(place, '4719#'),
  },
  {
    name: 'in a call: digits hidden',
    render: () =>
      html`<cadran-dialpad
        hide-digits
        .phone=${createStillPhone({ ...ready, calls: { one: call }, order: ['one'] })}
      ></cadran-dialpad>`,
    play: (place) => press(place, '4719#'),
  },
  {
    name: 'disabled: server unreachable',
    render: () =>
      dialpad('', {
        ...ready,
        connection: { status: 'offline', reason: 'connection/unreachable' },
      }),
  },
  {
    name: 'disabled: wrong password',
    render: () =>
      dialpad('600', {
        ...ready,
        registration: { status: 'failed', failure: { code: 'registration/wrong-password' } },
      }),
  },
  { name: 'connecting', render: () => dialpad('', { connection: { status: 'connecting' } }) },
  { name: 'long number', render: () => dialpad('+4930123456789012') },
  {
    name: 'very long address',
    render: () => dialpad('sip:conference-42-weekly-review@meetings.example.org'),
  },
];
