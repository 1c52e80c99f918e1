import type { CallState } from '@cadran/core';
import { html, nothing, type TemplateResult } from 'lit';

import { avatar } from '../internal/avatar.js';
import type { Caller } from '../internal/caller.js';
import { isolated } from '../internal/display-text.js';
import { icon } from '../internal/icon.js';
import {
  iconBellOff,
  iconChevronDown,
  iconPhone,
  iconPhoneMissed,
  iconShieldCheck,
  iconX,
} from '../internal/icons.js';
import { endSentence } from '../internal/locale/end-sentence.js';
import type { Strings } from '../internal/locale/strings.js';
import { giveFocusBack } from '../internal/popover-focus.js';

export interface CardHandlers {
  readonly onAnswer: (event: MouseEvent) => void;
  readonly onDecline: (event: MouseEvent, as: 'busy' | 'decline') => void;
  readonly onSilence: () => void;
}

/** One call that rings: who, and what can be done about it. */
export function arrivalCard(
  call: CallState,
  {
    caller,
    words,
    isInCall,
    notices,
  }: { caller: Caller; words: Strings; isInCall: boolean; notices: unknown },
  handlers: CardHandlers,
): TemplateResult {
  const { name, detail, initials } = caller;
  return html`<div
    part="card"
    class=${call.silenced ? 'card raised silenced' : 'card raised'}
    role="group"
    aria-label=${words.incomingFrom(name)}
  >
    <div class="head">
      <span part="avatar" class="picture">${avatar(initials)}</span>
      <div class="who">
        <p class="kind">${call.silenced ? words.silenced : words.incomingCall}</p>
        <p part="name" class="name" id="name-${call.id}">${isolated(name)}</p>
        <p part="detail" class="detail">
          ${detail ? isolated(detail, 'digits') : nothing}
          <span
            >${
              call.remote.verified
                ? html`${icon(iconShieldCheck)} ${words.verifiedCaller}`
                : words.unverifiedCaller
            }</span
          >
        </p>
      </div>
      <button
        part="silence"
        class="button plain round silence"
        type="button"
        aria-label=${words.silence}
        title=${words.silence}
        aria-pressed=${call.silenced ? 'true' : 'false'}
        @click=${handlers.onSilence}
      >
        ${icon(iconBellOff)}
      </button>
    </div>
    <div class="notices" role="status">${[warning(call, words), notices]}</div>
    ${actionsTemplate(call, { words, isInCall }, handlers)}
  </div>`;
}

/** What is said ahead of a call that nobody needs to answer. */
function warning({ autoAnswerAt }: CallState, words: Strings): unknown {
  if (autoAnswerAt === undefined) return nothing;
  return html`<p part="notice" class="notice">
    ${icon(iconPhone)}<span>${words.answersItself}</span>
  </p>`;
}

function actionsTemplate(
  call: CallState,
  { words, isInCall }: { words: Strings; isInCall: boolean },
  handlers: CardHandlers,
): TemplateResult {
  return html`<div class="actions">
    <div class="split">
      <button
        part="decline"
        class="button end"
        type="button"
        aria-describedby="name-${call.id}"
        @click=${(event: MouseEvent) => handlers.onDecline(event, 'decline')}
      >
        ${icon(iconPhone, 'down')}<span>${words.decline}</span>
      </button>
      ${declineMenu(call, words, handlers)}
    </div>
    <button
      part="answer"
      class=${isInCall ? 'button call long' : 'button call'}
      type="button"
      aria-describedby="name-${call.id}"
      @click=${handlers.onAnswer}
    >
      ${icon(iconPhone)}<span>${isInCall ? words.holdAndAnswer : words.answer}</span>
    </button>
  </div>`;
}

function declineMenu(call: CallState, words: Strings, { onDecline }: CardHandlers): TemplateResult {
  return html`<button
      part="decline-more"
      class="button end more"
      type="button"
      popovertarget="ways-${call.id}"
      aria-label=${words.declineMore}
      title=${words.declineMore}
    >
      ${icon(iconChevronDown)}
    </button>
    <div
      part="popover"
      class="popover raised"
      id="ways-${call.id}"
      popover
      @beforetoggle=${giveFocusBack}
    >
      <button
        class="button plain"
        type="button"
        popovertarget="ways-${call.id}"
        popovertargetaction="hide"
        @click=${(event: MouseEvent) => onDecline(event, 'busy')}
      >
        ${words.declineBusy}
      </button>
      <button
        class="button plain"
        type="button"
        popovertarget="ways-${call.id}"
        popovertargetaction="hide"
        @click=${(event: MouseEvent) => onDecline(event, 'decline')}
      >
        ${words.declineAll}
      </button>
    </div>`;
}

/** A call that rang in vain: whose, and why it stopped. */
export function overCard(
  call: CallState,
  { name, detail }: Caller,
  words: Strings,
  onDismiss: () => void,
): TemplateResult {
  return html`<div part="card" class="card raised over">
    <div class="head">
      <span class="picture missed">${icon(iconPhoneMissed)}</span>
      <div class="who">
        <p class="kind">${endSentence(call, words)}</p>
        <p part="name" class="name">${isolated(name)}</p>
        <p part="detail" class="detail">${detail ? isolated(detail, 'digits') : nothing}</p>
      </div>
      <button
        part="dismiss"
        class="button plain round"
        type="button"
        aria-label=${words.dismiss}
        @click=${onDismiss}
      >
        ${icon(iconX)}
      </button>
    </div>
  </div>`;
}
