import type { CallId, CallState } from '@cadran/core';
import { html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';

import { avatarStyles } from '../internal/avatar.styles.js';
import { buttonStyles } from '../internal/button.styles.js';
import { callerOf, type Caller } from '../internal/caller.js';
import { keepFocus } from '../internal/focus-keeper.js';
import { icon } from '../internal/icon.js';
import { iconMicOff, iconTriangleAlert, iconVolumeX } from '../internal/icons.js';
import { PhoneController } from '../internal/phone-controller.js';
import { PhoneElement } from '../internal/phone-element.js';
import { isShortcut, parseShortcut, shortcutText } from '../internal/shortcut.js';
import { surfaceStyles } from '../internal/surface.styles.js';
import { tokenStyles } from '../internal/tokens.styles.js';
import { arrivalCard, overCard } from './arrival-card.js';
import {
  announcement,
  arrivalParts,
  arrivalsOf,
  isMisclick,
  type Arrivals,
} from './incoming-call-logic.js';
import { expandedStyles } from './expanded.styles.js';
import { incomingCallStyles } from './incoming-call.styles.js';
import { PageSignal, type Signal } from './page-signal.js';

/**
 * A call that rings: who it is, answer and decline. It is announced once, takes no focus, and can be reached by a key
 * from anywhere in the page; Escape silences and never declines. While the tab is hidden, its title, icon and, where
 * notifications were allowed before, a notification say it. Clicks in the first 300 ms are not taken: they were meant
 * for what stood there before. Without a ringing call it takes no room.
 *
 * @summary An incoming call.
 * @fires {CadranIntentEvent<'cadran-answer-request'>} cadran-answer-request - The call is about to be answered. Cancelable.
 * @fires {CadranIntentEvent<'cadran-decline-request'>} cadran-decline-request - The call is about to be declined. Cancelable.
 * @csspart base - The outer box, around all cards.
 * @csspart card - Each call.
 * @csspart avatar - The picture with the initials.
 * @csspart name - Who it is.
 * @csspart detail - Number and verification.
 * @csspart notice - What stands in the way, such as blocked sound.
 * @csspart silence - Silences the ringing.
 * @csspart decline - Declines.
 * @csspart decline-more - Opens the other ways to decline.
 * @csspart popover - The other ways to decline.
 * @csspart answer - Answers.
 * @csspart unlock - Lets the browser play sound.
 * @csspart dismiss - Puts a missed call away.
 * @cssstate empty - Nothing rings, and nothing was missed just now.
 * @cssstate ringing - At least one call rings.
 * @cssstate silenced - All ringing is silenced.
 * @cssstate loud - No sound can be played: what is seen is larger.
 */
export class CadranIncomingCall extends PhoneElement {
  static override styles: CSSResultGroup = [
    tokenStyles,
    buttonStyles,
    surfaceStyles,
    avatarStyles,
    incomingCallStyles,
    expandedStyles,
  ];

  /** The key that goes to the call from anywhere in the page, such as `Alt+Shift+A`; empty for none. */
  @property() shortcut = 'F8';

  /** The key that silences the ringing from anywhere in the page; empty for none. */
  @property({ attribute: 'silence-shortcut' }) silenceShortcut = 'Shift+F8';

  /** Takes the whole height it is given, as inside a telephone. */
  @property({ type: Boolean, reflect: true }) expanded = false;

  /** Leaves the title and the icon of the tab alone and shows no notification. */
  @property({ type: Boolean, attribute: 'quiet-tab' }) quietTab = false;

  readonly #arrivals = new PhoneController(this, arrivalParts);
  #ids = '';
  #shownAt = 0;
  #spokenOf = new Set<CallId>();
  #cameFrom: HTMLElement | undefined;

  constructor() {
    super();
    keepFocus(this, () => this.#goBack());
    new PageSignal(this, { signal: () => this.#signal, onOpen: () => this.focus() });
  }

  /** Goes to the first call that rings. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector<HTMLElement>('[part="answer"]')?.focus(options);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.ownerDocument.addEventListener('keydown', this.#onPageKey);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.ownerDocument.removeEventListener('keydown', this.#onPageKey);
  }

  override willUpdate(): void {
    const { ringing, over, isSoundBlocked } = this.#shown;
    const ids = ringing.map(({ id }) => id).join();
    if (ids !== this.#ids) this.#shownAt = performance.now();
    if (ids !== this.#ids) this.failure = undefined;
    this.#ids = ids;
    const rings = ringing.length > 0;
    this.setStates({
      empty: !rings && over.length === 0,
      ringing: rings,
      silenced: rings && ringing.every(({ silenced }) => silenced),
      loud: rings && isSoundBlocked,
    });
  }

  /** Written by hand and afterwards: the live region is there before its text, and no rendering touches the text again. */
  override updated(): void {
    const { ringing } = this.#shown;
    const last = ringing.findLast(({ id }) => !this.#spokenOf.has(id));
    this.#spokenOf = new Set(ringing.map(({ id }) => id));
    const region = this.renderRoot.querySelector('[role="alert"]');
    if (!region || (!last && ringing.length > 0)) return;
    region.textContent = last
      ? announcement(this.#callerOf(last), last, this.words, this.#keys)
      : '';
  }

  override render(): TemplateResult {
    const { ringing, over } = this.#shown;
    return html`<div class="visually-hidden" role="alert" lang=${this.locale}></div>
      <div part="base" class="base" lang=${this.locale} @keydown=${this.#onKeydown}>
        ${repeat(
          ringing,
          ({ id }) => id,
          (call, index) => this.#card(call, index === 0),
        )}
        <div class="past" role="status">
          ${over.map((call) => overCard(call, this.#callerOf(call), this.words, () => void this.#dismiss(call.id)))}
        </div>
      </div>`;
  }

  get #shown(): Arrivals {
    return arrivalsOf(this.#arrivals.value);
  }

  get #keys(): string | undefined {
    const shortcut = parseShortcut(this.shortcut);
    return shortcut && shortcutText(shortcut);
  }

  get #signal(): Signal | undefined {
    const call = this.#shown.ringing.at(-1);
    if (!call || this.quietTab) return undefined;
    const { name, detail = '' } = this.#callerOf(call);
    return { id: call.id, title: this.words.incomingFrom(name), detail };
  }

  #callerOf({ remote }: CallState): Caller {
    return callerOf(remote, this.words, this.#arrivals.home);
  }

  #card(call: CallState, isFirst: boolean): TemplateResult {
    const { words } = this;
    const { isInCall } = this.#shown;
    return arrivalCard(
      call,
      {
        caller: this.#callerOf(call),
        words,
        isInCall,
        notices: isFirst ? this.#notices() : nothing,
      },
      {
        onAnswer: (event) => void this.#answer(event, call.id),
        onDecline: (event, as) => void this.#decline(event, call.id, as),
        onSilence: () => void this.#silence(call.id),
      },
    );
  }

  #notices(): unknown {
    const { words } = this;
    const { isSoundBlocked, problem } = this.#shown;
    const told = this.failure ?? problem;
    const isMicrophone = told === problem;
    return [
      told === undefined
        ? nothing
        : html`<p part="notice" class="notice">
            ${icon(isMicrophone ? iconMicOff : iconTriangleAlert)}<span>${words[told]}</span>
          </p>`,
      isSoundBlocked
        ? html`<div part="notice" class="notice">
            ${icon(iconVolumeX)}<span>${words.soundBlocked}</span>
            <button part="unlock" class="button" type="button" @click=${() => void this.#unlock()}>
              ${words.unlockSound}
            </button>
          </div>`
        : nothing,
    ];
  }

  readonly #onPageKey = (event: KeyboardEvent): void => {
    const { ringing } = this.#shown;
    if (ringing.length === 0 || event.defaultPrevented || event.repeat) return;
    const go = parseShortcut(this.shortcut);
    const silence = parseShortcut(this.silenceShortcut);
    if (go && isShortcut(event, go)) {
      if (!this.matches(':focus-within')) this.#cameFrom = focusedElement(this.ownerDocument);
      this.focus();
    } else if (silence && isShortcut(event, silence)) {
      this.#silenceAll();
    } else return;
    event.preventDefault();
  };

  /** Escape on an open menu closes only that. */
  #onKeydown(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || this.renderRoot.querySelector(':popover-open')) return;
    event.preventDefault();
    this.#silenceAll();
    this.#goBack();
  }

  #goBack(): void {
    if (this.#cameFrom?.isConnected) this.#cameFrom.focus({ preventScroll: true });
    this.#cameFrom = undefined;
  }

  #silenceAll(): void {
    for (const { id } of this.#shown.ringing) void this.#silence(id);
  }

  async #silence(id: CallId): Promise<void> {
    const { phone } = this.#arrivals;
    if (phone) await this.attempt(() => phone.call(id).silence());
  }

  async #answer(event: MouseEvent, callId: CallId): Promise<void> {
    const { phone } = this.#arrivals;
    if (!phone || isMisclick(event, this.#shownAt)) return;
    await this.request('cadran-answer-request', { callId }, () => phone.call(callId).answer());
  }

  async #decline(event: MouseEvent, callId: CallId, as: 'busy' | 'decline'): Promise<void> {
    const { phone } = this.#arrivals;
    if (!phone || isMisclick(event, this.#shownAt)) return;
    await this.request('cadran-decline-request', { callId }, () =>
      phone.call(callId).decline({ as }),
    );
  }

  async #unlock(): Promise<void> {
    const { phone } = this.#arrivals;
    if (phone) await this.attempt(() => phone.devices.unlockSound());
  }

  async #dismiss(callId: CallId): Promise<void> {
    const { phone } = this.#arrivals;
    if (phone) await this.attempt(() => phone.call(callId).dismiss());
  }
}

function focusedElement(document: Document): HTMLElement | undefined {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active instanceof HTMLElement ? active : undefined;
}

declare global {
  interface HTMLElementTagNameMap {
    'cadran-incoming-call': CadranIncomingCall;
  }
}
