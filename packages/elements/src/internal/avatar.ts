import { html, type TemplateResult } from 'lit';

import { icon } from './icon.js';
import { iconUser } from './icons.js';

/** A disc with somebody's initials; it says nothing that the name beside it does not. */
export function avatar(initials: string): TemplateResult {
  return html`<span class="avatar" aria-hidden="true">${initials || icon(iconUser)}</span>`;
}
