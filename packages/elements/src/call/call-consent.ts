import { isLive, type CallState, type PhoneState } from '@cadran/core';
import { html, nothing, type TemplateResult } from 'lit';

import { isMisclick } from '../incoming-call/incoming-call-logic.js';
import { callerOf } from '../internal/caller.js';
import { isolated } from '../internal/display-text.js';
import { icon } from '../internal/icon.js';
import { iconPhoneForwarded } from '../internal/icons.js';
import type { IntentDetails } from '../internal/intents.js';
import type { PhoneController } from '../internal/phone-controller.js';
import type { Strings } from '../internal/locale/strings.js';
import { runningOut } from './running-out.js';

/** The call that asks to be handed on: the one shown, else one that waits out of sight, or nobody would hear of it. */
export function askingCall(
  { calls }: PhoneState,
  shown: CallState | undefined,
): CallState | undefined {
  if (isAsking(shown)) return shown;
  return Object.values(calls).find((call) => isAsking(call) && call.hold !== 'active');
}

function isAsking(call: CallState | undefined): boolean {
  return call !== undefined && isLive(call) && call.transferRequest?.status === 'asking';
}

/** The phone that is answered for, and the domain of its line. */
type Line = Pick<PhoneController<unknown>, 'phone' | 'home'>;

type Asking = (
  intent: IntentDetails['cadran-transfer-answer-request'],
  answer: () => Promise<unknown>,
) => void;

/**
 * Somebody wants to connect us with somebody else: who, with whom, and yes or no. Clicks in its first 300 ms are not
 * taken: the far side chooses the moment at which it appears.
 */
export class Consent {
  readonly #request: Asking;
  #expiresAt: number | undefined;
  #shownAt = 0;

  constructor(request: Asking) {
    this.#request = request;
  }

  template(call: CallState, words: Strings, { home, phone }: Line): TemplateResult | undefined {
    const { id, remote, transferRequest: request } = call;
    if (!request) return undefined;
    if (request.expiresAt !== this.#expiresAt) this.#shownAt = performance.now();
    this.#expiresAt = request.expiresAt;
    const { name, detail } = callerOf(request.target, words, home);
    const answer = (accept: boolean) => (event: MouseEvent) => {
      if (isMisclick(event, this.#shownAt)) return;
      const intent = { callId: id, target: request.target.uri, accept };
      this.#request(intent, async () => phone?.transferRequests[accept ? 'accept' : 'refuse'](id));
    };
    return html`<div part="consent" class="consultation consent">
      <div class="notice">
        ${icon(iconPhoneForwarded)}
        <p>
          <span>${words.wantsToConnect(callerOf(remote, words, home).name)}</span>
          <strong>${isolated(name)} ${detail ? isolated(detail, 'digits') : nothing}</strong>
          <small>${words.refusedAfter}</small>
        </p>
        ${runningOut(request.expiresAt)}
      </div>
      <div class="pair">
        <button class="button" type="button" @click=${answer(false)}>
          ${words.refuseTransfer}
        </button>
        <button class="button primary" type="button" @click=${answer(true)}>
          ${words.acceptTransfer}
        </button>
      </div>
    </div>`;
  }
}
