import { isLive, type CallState, type PhoneState } from '@cadran/core';
import { html, nothing, type TemplateResult } from 'lit';

import { icon } from '../internal/icon.js';
import { iconAppWindow, iconLoaderCircle } from '../internal/icons.js';
import type { Strings } from '../internal/locale/strings.js';
import { runningOut } from './running-out.js';

/**
 * Where the sound of a call is, of a phone that several pages share: in this page, in another one, on its way to one, or
 * nowhere, since its page is gone and the call is kept until another takes it.
 */
export type CallPlace = 'here' | 'elsewhere' | 'coming' | 'nowhere';

export function placeOf(
  { page }: Pick<PhoneState, 'page'>,
  call: CallState | undefined,
): CallPlace {
  if (!call || !isLive(call)) return 'here';
  if (call.kept) return call.kept.waitsFor === 'page' ? 'nowhere' : 'coming';
  return call.page === undefined || call.page === page ? 'here' : 'elsewhere';
}

/** What to say of it, in few words; undefined where there is nothing to say. */
export function placeText(place: CallPlace, words: Strings): string | undefined {
  if (place === 'here') return undefined;
  return words[`sound/${place}`];
}

/** Where the sound is, how long a call without any is kept, and the way to have it in this page. */
export function placeTemplate(
  place: CallPlace,
  call: CallState | undefined,
  words: Strings,
  onTake: () => void,
): TemplateResult | undefined {
  if (place === 'here') return undefined;
  const isComing = place === 'coming';
  const notice = html`<p part="notice" class="notice about-place ${isComing ? 'unless-soon' : ''}">
    ${icon(isComing ? iconLoaderCircle : iconAppWindow, isComing ? 'turning' : '')}
    <span>${words[`sound/${place}/more`]}</span>
    ${place === 'nowhere' && call?.kept ? runningOut(call.kept.until) : nothing}
  </p>`;
  if (isComing) return notice;
  return html`<div class="consultation">
    ${notice}
    <button part="take" class="button primary" type="button" @click=${onTake}>
      ${words.takeHere}
    </button>
  </div>`;
}
