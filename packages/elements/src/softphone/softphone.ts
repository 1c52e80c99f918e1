import { html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';

import { avatar } from '../internal/avatar.js';
import { avatarStyles } from '../internal/avatar.styles.js';
import { buttonStyles } from '../internal/button.styles.js';
import { callerOf } from '../internal/caller.js';
import type { DialSuggestion } from '../dialpad/dialpad-logic.js';
import { isolated } from '../internal/display-text.js';
import { keepFocus } from '../internal/focus-keeper.js';
import { icon } from '../internal/icon.js';
import { iconMic, iconMicOff, iconPhoneOff, iconSettings, iconX } from '../internal/icons.js';
import { lineProblem } from '../internal/line-problem.js';
import { PhoneController } from '../internal/phone-controller.js';
import { PhoneElement } from '../internal/phone-element.js';
import { surfaceStyles } from '../internal/surface.styles.js';
import { tokenStyles } from '../internal/tokens.styles.js';
import {
  isUnknown,
  softphoneParts,
  type SoftphoneParts,
  type SoftphoneView,
} from './softphone-logic.js';
import { softphoneStyles } from './softphone.styles.js';

/**
 * A whole telephone: who one is and how the line is, the dialpad, the call with those that wait beside it, what rings,
 * and the sound devices. It keeps its size in every state.
 *
 * @summary A telephone.
 * @csspart base - The outer box.
 * @csspart header - Who one is, how the line is, and the settings.
 * @csspart status - How the line is, in a word or two.
 * @csspart settings-button - Opens and closes the settings.
 * @csspart settings - The settings, over the body.
 * @csspart body - What is below the header.
 * @csspart message - Why there is no telephone yet.
 * @csspart action - What a person can do so that calls work.
 * @cssprop --cadran-softphone-height - Height of the telephone.
 * @cssstate setup - There is no line to speak of.
 * @cssstate in-call - There is a call, or one has just ended.
 * @cssstate ringing - A call comes in.
 */
export class CadranSoftphone extends PhoneElement {
  static override styles: CSSResultGroup = [
    tokenStyles,
    buttonStyles,
    surfaceStyles,
    avatarStyles,
    softphoneStyles,
  ];

  /** People and numbers to suggest while typing. */
  @property({ attribute: false }) suggestions: readonly DialSuggestion[] = [];

  @state() private isSettingsOpen = false;

  readonly #parts = new PhoneController(this, softphoneParts);
  #view: SoftphoneView = 'setup';
  #hadFocus = false;
  #isSettling = true;

  constructor() {
    super();
    keepFocus(this);
  }

  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector<HTMLElement>('.base')?.focus(options);
  }

  override willUpdate(): void {
    const [view = 'setup', arrival] = this.#parts.value ?? [];
    this.#hadFocus = view !== this.#view && this.matches(':focus-within');
    if (view !== this.#view) this.isSettingsOpen = false;
    this.#view = view;
    // Once: a line that is lost later says so at once.
    this.#isSettling &&= isUnknown(this.#parts.phone?.state.get());
    this.setStates({
      setup: view === 'setup',
      'in-call': view === 'call',
      ringing: arrival === 'alone' || arrival === 'several' || arrival === 'above',
    });
  }

  /** Whoever dialled by the keyboard finds the keys of the call, and afterwards those of the telephone. */
  override updated(): void {
    if (!this.#hadFocus) return;
    const call = this.renderRoot.querySelector('cadran-call');
    if (call) void call.updateComplete.then(() => call.focus({ preventScroll: true }));
    else this.focus({ preventScroll: true });
  }

  override render(): TemplateResult {
    const { words } = this;
    const parts = this.#parts.value;
    const arrival = parts?.[1] ?? 'none';
    return html`<section
      part="base"
      class="base surface ${this.#isSettling ? 'settling' : ''}"
      lang=${this.locale}
      tabindex="-1"
      aria-label=${words.telephone}
    >
      ${parts && parts[0] !== 'setup' ? this.#header(parts) : nothing}
      <cadran-incoming-call
        class=${arrival}
        .phone=${this.#parts.phone}
        ?expanded=${arrival === 'alone'}
      ></cadran-incoming-call>
      <div part="body" class="body" ?hidden=${arrival === 'alone' || arrival === 'several'}>
        ${this.#body(parts)}
      </div>
      ${this.isSettingsOpen ? this.#settings() : nothing}
    </section>`;
  }

  #header([, , , line, , account]: SoftphoneParts): TemplateResult {
    const { words } = this;
    const me = { ...account, verified: true };
    const { name, initials } = callerOf(me, words);
    return html`<header part="header" class="header">
      <cadran-presence no-text .phone=${this.#parts.phone}>${avatar(initials)}</cadran-presence>
      <p class="me">
        ${isolated(name, 'name')}
        <span part="status" class="status" role="status">${words[line]}</span>
      </p>
      <button
        part="settings-button"
        class="button plain round"
        type="button"
        aria-label=${words.settings}
        title=${words.settings}
        aria-expanded=${this.isSettingsOpen ? 'true' : 'false'}
        @click=${this.#toggleSettings}
      >
        ${icon(this.isSettingsOpen ? iconX : iconSettings)}
      </button>
    </header>`;
  }

  #body(parts: SoftphoneParts | undefined): TemplateResult {
    const { phone } = this.#parts;
    const [view, arrival, callId] = parts ?? ['setup'];
    if (view === 'setup') return this.#message();
    if (view === 'pad') return this.#dialpad(parts?.[4]);
    return html`<cadran-call-list
        only-others
        .phone=${phone}
        ?hidden=${arrival === 'above'}
      ></cadran-call-list>
      <cadran-call .phone=${phone} call-id=${callId ?? nothing}></cadran-call>`;
  }

  #message(): TemplateResult {
    const { phone } = this.#parts;
    const problem = phone && lineProblem(phone.state.get());
    return html`<div part="message" class="message" role="status">
      ${icon(iconPhoneOff)}
      <p>${this.words[problem ?? 'notConfigured']}</p>
    </div>`;
  }

  #dialpad(remedy: SoftphoneParts[4]): TemplateResult {
    const { words } = this;
    const { phone } = this.#parts;
    const hints = {
      'unblock-microphone': words['media/permission-denied'],
      'plug-microphone': words['media/no-microphone'],
    } as const;
    return html`<cadran-dialpad mode="dial" .phone=${phone} .suggestions=${this.suggestions}>
      ${
        remedy === 'unblock-microphone' || remedy === 'plug-microphone'
          ? html`<p slot="hint" class="notice">${icon(iconMicOff)}<span>${hints[remedy]}</span></p>`
          : nothing
      }
      ${
        remedy === 'allow-microphone'
          ? html`<button
              part="action"
              slot="hint"
              class="button plain"
              type="button"
              aria-description=${words.permissionNeeded}
              @click=${() => void this.attempt(async () => phone?.devices.requestPermission())}
            >
              ${icon(iconMic)} ${words.allowMicrophone}
            </button>`
          : nothing
      }
      ${
        remedy === 'sign-in'
          ? html`<button
              part="action"
              slot="action"
              class="button primary again"
              type="button"
              @click=${() => void this.attempt(async () => phone?.registration.register())}
            >
              ${words.tryAgain}
            </button>`
          : nothing
      }
    </cadran-dialpad>`;
  }

  #settings(): TemplateResult {
    const { words } = this;
    return html`<div
      part="settings"
      class="settings"
      role="group"
      aria-label=${words.settings}
      @keydown=${this.#onSettingsKey}
    >
      <cadran-device-picker .phone=${this.#parts.phone}></cadran-device-picker>
    </div>`;
  }

  readonly #toggleSettings = (): void => {
    this.isSettingsOpen = !this.isSettingsOpen;
  };

  #onSettingsKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    this.isSettingsOpen = false;
    this.renderRoot.querySelector<HTMLElement>('[part="settings-button"]')?.focus();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cadran-softphone': CadranSoftphone;
  }
}
