import { isLive, isRingingHere, type CallHandle, type CallId, type CallState } from '@cadran/core';
import { html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';

import { avatarStyles } from '../internal/avatar.styles.js';
import { buttonStyles } from '../internal/button.styles.js';
import { callerOf } from '../internal/caller.js';
import { fieldStyles } from '../internal/field.styles.js';
import { keepFocus } from '../internal/focus-keeper.js';
import { PhoneController } from '../internal/phone-controller.js';
import { PhoneElement } from '../internal/phone-element.js';
import { isTypedInto } from '../internal/typed-into.js';
import { RunningClocks } from '../internal/running-clocks.js';
import { surfaceStyles } from '../internal/surface.styles.js';
import { tokenStyles } from '../internal/tokens.styles.js';
import { controlsTemplate } from './call-controls.js';
import { controlsStyles } from './call-controls.styles.js';
import { identityTemplate } from './call-identity.js';
import {
  controlsOf,
  shortcutOf,
  shownCall,
  type CallPanel,
  type CallShortcut,
} from './call-logic.js';
import { Consent } from './call-consent.js';
import { noticesTemplate } from './call-notices.js';
import { keypadPanel, transferPanel } from './call-panels.js';
import { panelStyles } from './call-panels.styles.js';
import { callStyles } from './call.styles.js';
import { primaryRow } from './primary-row.js';

/**
 * The window of one call: who it is, how it stands and for how long, and what can be done. It keeps its size and its
 * controls their places in every state; without a call it takes no room.
 *
 * Keys while the focus is inside: M mutes, H holds and resumes, K opens the keypad, T the transfer, Escape closes either.
 *
 * @summary A call window.
 * @fires {CadranIntentEvent<'cadran-answer-request'>} cadran-answer-request - The call is about to be answered. Cancelable.
 * @fires {CadranIntentEvent<'cadran-decline-request'>} cadran-decline-request - The call is about to be declined. Cancelable.
 * @fires {CadranIntentEvent<'cadran-hangup-request'>} cadran-hangup-request - The call is about to be ended. Cancelable.
 * @fires {CadranIntentEvent<'cadran-hold-request'>} cadran-hold-request - The call is about to be held or resumed. Cancelable.
 * @fires {CadranIntentEvent<'cadran-transfer-request'>} cadran-transfer-request - The call is about to be transferred, or the target asked first. Cancelable.
 * @fires {CadranIntentEvent<'cadran-transfer-answer-request'>} cadran-transfer-answer-request - A transfer that the other side asks for is about to be accepted or refused. Cancelable.
 * @fires {CadranIntentEvent<'cadran-take-request'>} cadran-take-request - The sound of the call is about to come into this page. Cancelable.
 * @fires {CadranIntentEvent<'cadran-dial-request'>} cadran-dial-request - The other side is about to be called again. Cancelable.
 * @csspart base - The outer box.
 * @csspart avatar - The picture with the initials.
 * @csspart name - Who it is.
 * @csspart detail - Number and verification.
 * @csspart status - How the call stands.
 * @csspart clock - The running time.
 * @csspart notice - A sentence on something out of the ordinary.
 * @csspart take - Brings the sound of the call into this page.
 * @csspart consent - The other side's wish to connect us with somebody else.
 * @csspart controls - The row of mute, hold, keypad and transfer.
 * @csspart control - One of them.
 * @csspart hang-up - Ends or declines the call.
 * @csspart answer - Answers the call, or calls again.
 * @csspart panel - The keypad or the transfer, over the lower part.
 * @csspart popover - The sound devices, or the list of shortcuts.
 * @cssprop --cadran-call-height - Height of the window.
 * @cssstate empty - There is no call.
 * @cssstate incoming - It rings here.
 * @cssstate active - Somebody answered.
 * @cssstate elsewhere - Its sound is in another page, or in none.
 * @cssstate held - On hold, by us or by them.
 * @cssstate muted - The microphone is closed.
 * @cssstate reconnecting - The line is down and the call is kept.
 * @cssstate ended - The call is over.
 */
export class CadranCall extends PhoneElement {
  static override styles: CSSResultGroup = [
    tokenStyles,
    buttonStyles,
    fieldStyles,
    surfaceStyles,
    avatarStyles,
    callStyles,
    controlsStyles,
    panelStyles,
  ];

  /** Which call; the current one when absent. */
  @property({ attribute: 'call-id' }) callId: CallId | undefined;

  /** Turns the keys M, H, K and T off. */
  @property({ type: Boolean, reflect: true, attribute: 'no-shortcuts' }) noShortcuts = false;

  @state() private panel: CallPanel | undefined;
  @state() private isSoundOpen = false;

  readonly #shown = new PhoneController(this, (phone) => shownCall(phone, this.callId));
  readonly #consent = new Consent(
    (...intent) => void this.request('cadran-transfer-answer-request', ...intent),
  );
  #lastId: CallId | undefined;

  constructor() {
    super();
    keepFocus(this);
    new RunningClocks(this, () => this.locale);
  }

  /** Focuses the window itself; the keys work from there. */
  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector<HTMLElement>('.base')?.focus(options);
  }

  override willUpdate(): void {
    const [call, , isUp = true, , place = 'here'] = this.#shown.value ?? [];
    if (call?.id !== this.#lastId) {
      this.#lastId = call?.id;
      this.panel = undefined;
      this.failure = undefined;
    }
    const controls = call && controlsOf(call);
    if (this.panel && !controls?.[this.panel]) this.panel = undefined;
    const live = call !== undefined && isLive(call);
    this.setStates({
      empty: !call,
      incoming: live && isRingingHere(call),
      active: call?.status === 'active',
      elsewhere: place !== 'here',
      held: live && (call.hold === 'held' || call.remoteHold),
      muted: live && (call.muted || call.mutedBySystem),
      reconnecting: live && !isUp,
      ended: call?.status === 'ended',
    });
  }

  override render(): TemplateResult | typeof nothing {
    const { words, locale } = this;
    const call = this.#call;
    if (!call) return nothing;
    const caller = callerOf(call.remote, words, this.#shown.home);
    const view = { call, words, noShortcuts: this.noShortcuts };
    return html`<section
      part="base"
      class="base surface"
      lang=${locale}
      tabindex="-1"
      aria-label=${words.callWith(caller.name)}
      @keydown=${this.#onKeydown}
    >
      <div class="stage">
        ${identityTemplate(caller, call, words, locale)}
        <div class="notices" role="status">${this.#notices()}</div>
        ${this.#panel(call.id)}
      </div>
      ${controlsTemplate({ ...view, panel: this.panel, onPress: this.#press })}
      ${primaryRow({
        ...view,
        phone: this.#shown.phone,
        isSoundOpen: this.isSoundOpen,
        onSound: (isOpen) => (this.isSoundOpen = isOpen),
        onEnd: () => void this.#end(),
        onAnswer: () => void this.#answer(),
        onCallAgain: () => void this.#callAgain(),
        onToggleShortcuts: () => (this.noShortcuts = !this.noShortcuts),
      })}
    </section>`;
  }

  get #call(): CallState | undefined {
    return this.#shown.value?.[0];
  }

  /** Commands of the call that is shown. */
  get #handle(): CallHandle | undefined {
    return this.#lastId === undefined ? undefined : this.#shown.phone?.call(this.#lastId);
  }

  #notices(): unknown {
    const shown = this.#shown.value;
    const { words } = this;
    if (!shown) return nothing;
    return noticesTemplate(shown, {
      ...{ words, home: this.#shown.home },
      failure: this.failure && !this.panel ? words[this.failure] : undefined,
      consent: shown[3] && this.#consent.template(shown[3], words, this.#shown),
      onTake: () => void this.#take(),
      onCommand: (id, verb) => void this.#command(id, verb),
    });
  }

  #panel(id: CallId): TemplateResult | typeof nothing {
    const { words } = this;
    const onClose = (): void => this.#close();
    if (this.panel === 'keypad')
      return keypadPanel(id, { phone: this.#shown.phone, words, onClose });
    if (this.panel !== 'transfer') return nothing;
    return transferPanel({
      words,
      problem: this.failure && words[this.failure],
      onClose,
      onTransfer: (target, kind) => void this.#transfer(target, kind),
    });
  }

  readonly #press = (control: CallShortcut): void => {
    const call = this.#call;
    if (!call || !controlsOf(call)[control]) return;
    if (control === 'mute') void this.#command(call.id, call.muted ? 'unmute' : 'mute');
    else if (control === 'hold') void this.#hold(call);
    else if (this.panel === control) this.#close();
    else void this.#open(control);
  };

  async #open(panel: CallPanel): Promise<void> {
    this.panel = panel;
    this.failure = undefined;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('cadran-dialpad, #target')?.focus();
  }

  #close(): void {
    const control = this.renderRoot.querySelector<HTMLElement>(`[data-control=${this.panel}]`);
    this.panel = undefined;
    this.failure = undefined;
    control?.focus();
  }

  #onKeydown(event: KeyboardEvent): void {
    if (event.defaultPrevented) return;
    if (event.key === 'Escape' && this.panel) {
      event.preventDefault();
      this.#close();
      return;
    }
    const control = shortcutOf(event);
    if (!control || this.noShortcuts || isTypedInto(event.composedPath()[0])) return;
    event.preventDefault();
    this.#press(control);
  }

  async #command(
    id: CallId,
    name: 'mute' | 'unmute' | 'completeTransfer' | 'cancelTransfer' | 'dismiss',
  ): Promise<void> {
    await this.attempt(async () => this.#shown.phone?.call(id)[name]());
  }

  async #hold({ id, hold }: CallState): Promise<void> {
    const call = this.#shown.phone?.call(id);
    const isHeld = hold === 'held';
    await this.request('cadran-hold-request', { callId: id, hold: !isHeld }, async () =>
      isHeld ? call?.resume() : call?.hold(),
    );
  }

  async #transfer(target: string, kind: 'blind' | 'attended'): Promise<void> {
    const call = this.#handle;
    if (!call) return;
    await this.request('cadran-transfer-request', { callId: call.id, target, kind }, () =>
      kind === 'blind' ? call.transfer(target) : call.consult(target),
    );
  }

  async #answer(): Promise<void> {
    const call = this.#handle;
    if (call) await this.request('cadran-answer-request', { callId: call.id }, () => call.answer());
  }

  async #take(): Promise<void> {
    const call = this.#handle;
    if (call) await this.request('cadran-take-request', { callId: call.id }, () => call.takeHere());
  }

  /** Declines, cancels, hangs up, or puts away a call that is over: whatever ends it now. */
  async #end(): Promise<void> {
    const { phone } = this.#shown;
    const call = this.#call;
    if (!phone || !call) return;
    const callId = call.id;
    if (!isLive(call)) return this.#command(callId, 'dismiss');
    const handle = phone.call(callId);
    await (isRingingHere(call)
      ? this.request('cadran-decline-request', { callId }, () => handle.decline())
      : this.request('cadran-hangup-request', { callId }, () => handle.hangup()));
  }

  async #callAgain(): Promise<void> {
    const { phone } = this.#shown;
    const target = this.#call?.remote.uri;
    if (!phone || !target) return;
    await this.request('cadran-dial-request', { target }, () => phone.dial(target));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cadran-call': CadranCall;
  }
}
