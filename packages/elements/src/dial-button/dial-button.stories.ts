import { CadranError, type PhoneState } from '@cadran/core';
import { createStillPhone } from '@cadran/core/testing';
import { html, type TemplateResult } from 'lit';

import type { Story } from '../internal/story.js';
import type { CadranDialButton } from './dial-button.js';

const ready: Partial<PhoneState> = {
  connection: { status: 'connected' },
  registration: { status: 'registered' },
};
const offline: Partial<PhoneState> = { connection: { status: 'offline' } };

async function click(place: HTMLElement): Promise<void> {
  const button = place.querySelector('cadran-dial-button') as CadranDialButton;
  button.shadowRoot?.querySelector('button')?.click();
  await button.updateComplete;
}

export const stories: readonly Story[] = [
  {
    name: 'named after its target',
    render: () =>
      html`<cadran-dial-button
        target="600"
        .phone=${createStillPhone(ready)}
      ></cadran-dial-button>`,
  },
  {
    name: 'its own words',
    render: () =>
      html`<cadran-dial-button target="600" .phone=${createStillPhone(ready)}
        >Call the help desk</cadran-dial-button
      >`,
  },
  {
    name: 'icon only, in a line of text',
    render: () =>
      html`<p>
        Bob Durand, 1002
        <cadran-dial-button icon-only target="1002" .phone=${createStillPhone(ready)}
          >Call Bob</cadran-dial-button
        >
        is in room 214.
      </p>`,
  },
  {
    name: 'words too long for their place',
    width: 240,
    render: () =>
      html`<cadran-dial-button target="1020" .phone=${createStillPhone(ready)}
        >Call the department of human resources and training</cadran-dial-button
      >`,
  },
  {
    name: 'disabled',
    render: () =>
      html`<cadran-dial-button
        target="600"
        .phone=${createStillPhone(offline)}
      ></cadran-dial-button>`,
  },
  {
    name: 'failed, and why',
    render: (): TemplateResult => {
      const phone = createStillPhone(ready);
      phone.failNext('dial', new CadranError('call/limit-reached'));
      return html`<p class="tall">
        <cadran-dial-button target="600" .phone=${phone}></cadran-dial-button>
      </p>`;
    },
    play: click,
  },
  {
    name: 'a tel: link',
    render: () =>
      html`<p>
        Reception:
        <cadran-dial-button .phone=${createStillPhone(ready)}
          ><a href="tel:+33123456789">01 23 45 67 89</a></cadran-dial-button
        >
      </p>`,
  },
];
