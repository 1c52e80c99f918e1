import { isLive, type CallState } from '@cadran/core';
import { html, nothing, type TemplateResult } from 'lit';

import { avatar } from '../internal/avatar.js';
import type { Caller } from '../internal/caller.js';
import { isolated } from '../internal/display-text.js';
import { icon } from '../internal/icon.js';
import { iconShieldCheck } from '../internal/icons.js';
import { clockDuration, spokenDuration } from '../internal/locale/format.js';
import type { Strings } from '../internal/locale/strings.js';
import { statusText } from './call-logic.js';

/** Who it is, how the call stands, and for how long. */
export function identityTemplate(
  { name, detail, initials }: Caller,
  call: CallState,
  words: Strings,
  locale: string,
): TemplateResult {
  const status = statusText(call, words);
  return html`<div class="who">
    <span part="avatar" class="picture">${avatar(initials)}</span>
    <p part="name" class="name">${isolated(name)}</p>
    <p part="detail" class="detail">
      ${detail ? isolated(detail, 'digits') : nothing} ${verification(call, words)}
    </p>
    <div class="progress">
      <p part="status" class=${status ? '' : 'visually-hidden'} role="status">
        ${status ?? words.active}
      </p>
      ${clockTemplate(call, words, locale)}
    </div>
  </div>`;
}

/** Whom we called ourselves needs no proof; who calls us does. */
function verification(
  { direction, remote }: CallState,
  words: Strings,
): TemplateResult | typeof nothing {
  if (remote.verified) {
    return html`<span>${icon(iconShieldCheck)} ${words.verifiedCaller}</span>`;
  }
  return direction === 'incoming' ? html`<span>${words.unverifiedCaller}</span>` : nothing;
}

function clockTemplate(
  call: CallState,
  words: Strings,
  locale: string,
): TemplateResult | typeof nothing {
  const { activeAt, endedAt } = call;
  if (activeAt === undefined) return nothing;
  if (isLive(call)) {
    return html`<p part="clock" class="digits" role="timer" data-since=${activeAt}></p>`;
  }
  const lasted = (endedAt ?? activeAt) - activeAt;
  return html`<p part="clock" class="digits">
    <span aria-hidden="true">${clockDuration(lasted, locale)}</span>
    <span class="visually-hidden">${words.duration(spokenDuration(lasted, locale))}</span>
  </p>`;
}
