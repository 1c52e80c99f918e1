import { createStillPhone } from '@cadran/core/testing';
import { html, svg, type TemplateResult } from 'lit';

import type { Story } from '../internal/story.js';
import type { PresenceStatus } from './presence-logic.js';

const statuses: readonly PresenceStatus[] = [
  'available',
  'busy',
  'in-call',
  'ringing',
  'away',
  'do-not-disturb',
  'offline',
  'unknown',
  'not-permitted',
];

function avatar(letters: string): TemplateResult {
  return html`<svg class="avatar" width="40" height="40" viewBox="0 0 40 40" aria-hidden="true">
    ${svg`<circle cx="20" cy="20" r="20" fill="#c9d6ea"/><text x="20" y="25.5" text-anchor="middle" font-size="15" font-weight="600" fill="#23405f">${letters}</text>`}
  </svg>`;
}

export const stories: readonly Story[] = [
  ...statuses.map((status) => ({
    name: status,
    width: 200,
    render: () => html`<cadran-presence status=${status}></cadran-presence>`,
  })),
  {
    name: 'sizes S M L',
    render: () =>
      html`<p class="row">
        <cadran-presence status="available" size="small"></cadran-presence>
        <cadran-presence status="available"></cadran-presence>
        <cadran-presence status="available" size="large"></cadran-presence>
      </p>`,
  },
  {
    name: 'without text',
    render: () =>
      html`<p class="row">
        ${statuses.map((status) => html`<cadran-presence no-text status=${status}></cadran-presence>`)}
      </p>`,
  },
  {
    name: 'on an avatar',
    render: () =>
      html`<p class="row">
        ${statuses.map(
          (status) =>
            html`<cadran-presence no-text status=${status}>${avatar('BD')}</cadran-presence>`,
        )}
      </p>`,
  },
  {
    name: 'on an avatar, with text',
    width: 200,
    render: () => html`<cadran-presence status="in-call">${avatar('CN')}</cadran-presence>`,
  },
  {
    name: 'own line, signed in',
    width: 200,
    render: () =>
      html`<cadran-presence
        .phone=${createStillPhone({ registration: { status: 'registered' } })}
      ></cadran-presence>`,
  },
];
