import { html, nothing, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';

import { buttonStyles } from '../internal/button.styles.js';
import { DiallingElement } from '../internal/dialling-element.js';
import { isolatedString } from '../internal/display-text.js';
import { requestIntent } from '../internal/intents.js';
import { LongPress } from '../internal/long-press.js';
import { PhoneController } from '../internal/phone-controller.js';
import { remoteName } from '../internal/remote-name.js';
import { surfaceStyles } from '../internal/surface.styles.js';
import { tokenStyles } from '../internal/tokens.styles.js';
import {
  caretAfter,
  cleanTarget,
  groupTarget,
  isDialable,
  toneCall,
  type DialSuggestion,
} from './dialpad-logic.js';
import { onDialpadKey } from './dialpad-keyboard.js';
import {
  bestMatchTemplate,
  callTemplate,
  entryTemplate,
  hideTemplate,
  keysTemplate,
  listTemplate,
  problemTemplate,
  type KeyHandlers,
  type PressHandlers,
  type SuggestionHandlers,
  type SuggestionView,
} from './dialpad-parts.js';
import { dialpadStyles } from './dialpad.styles.js';
import { SuggestionPicker } from './suggestion-picker.js';

/**
 * Where one types whom to call; during a call its keys send digits into that call instead. Digits, Backspace, Enter
 * (on an empty field: the last number), Escape and arrows work; a long press on 0 is a plus, on delete it clears.
 *
 * @summary A dialpad.
 * @fires {CadranIntentEvent} cadran-dial-request - Before a call is placed; cancel it to forbid that.
 * @fires {CustomEvent} cadran-dialpad-input - What is typed has changed; `detail.value` has it. Does not bubble.
 * @slot hint - A sentence of the page under the field, while the dialpad has none of its own to say.
 * @slot action - What stands in the place of the key that calls.
 * @csspart base - The outer box.
 * @csspart number - The field.
 * @csspart erase - The key that deletes a digit.
 * @csspart hint - The line under the field: why one cannot call, what failed, whom the number may belong to.
 * @csspart suggestions - The list of suggestions.
 * @csspart keys - The grid of keys.
 * @csspart key - Each key.
 * @csspart call - The key that calls.
 * @csspart hide - The key that hides the digits sent, during a call.
 * @cssprop --cadran-dialpad-key-size - Largest diameter of a key.
 * @cssprop --cadran-dialpad-key-radius - Roundness of a key.
 * @cssprop --cadran-dialpad-key-color - Fill of a key.
 * @cssprop --cadran-dialpad-gap - Space between keys.
 * @cssprop --cadran-dialpad-number-size - Font size of the number.
 * @cssstate tones - Keys send digits into a call.
 * @cssstate disabled - No call can be made now.
 * @cssstate empty - Nothing is typed.
 */
export class CadranDialpad extends DiallingElement {
  static override styles: CSSResultGroup = [
    tokenStyles,
    buttonStyles,
    surfaceStyles,
    dialpadStyles,
  ];

  /** What is typed, without the spaces it is shown with. */
  @property() value = '';

  /** `tones` sends digits into the running call, `dial` never does, `auto` does while there is one. */
  @property() mode: 'auto' | 'dial' | 'tones' = 'auto';

  /** The call that digits go to; the newest active one when absent. */
  @property({ attribute: 'call-id' }) callId: string | undefined;

  /** Hides the digits sent into a call, as for a PIN. */
  @property({ type: Boolean, attribute: 'hide-digits' }) hideDigits = false;

  /** People and numbers to suggest while typing. */
  @property({ attribute: false }) suggestions: readonly DialSuggestion[] = [];

  @state() private tones = { callId: '', digits: '' };

  @query('.number') private readonly field!: HTMLInputElement;

  readonly #call = new PhoneController(this, (state) =>
    this.callId ? state.calls[this.callId] : toneCall(state),
  );
  readonly #longPress = new LongPress(this);
  readonly #picker = new SuggestionPicker(this);
  #lastDialled = '';

  override focus(options?: FocusOptions): void {
    this.field.focus(options);
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('value')) this.value = cleanTarget(this.value);
  }

  override updated(changed: PropertyValues<this>): void {
    this.setStates({
      tones: this.#isSendingTones,
      disabled: this.problem !== undefined,
      empty: this.value === '',
    });
    // The end of a long number is what was typed last.
    if (changed.has('value')) this.field.scrollLeft = this.field.scrollWidth;
  }

  override render(): TemplateResult {
    const view = this.#suggestions;
    return html`<div
      part="base"
      class="base surface"
      role="group"
      aria-label=${this.words.keypad}
      lang=${this.locale}
      @keydown=${this.#onKeydown}
      @focusin=${() => this.#isSendingTones || this.prepare()}
      @focusout=${this.#onFocusout}
    >
      ${this.#entry(view)}
      <div part="hint" class="hint" id="hint" aria-live="polite">${this.#hint(view)}</div>
      ${keysTemplate(this.words, this.#keyHandlers)}
      ${
        this.#isSendingTones
          ? hideTemplate(this.words, {
              isHidden: this.hideDigits,
              toggle: () => (this.hideDigits = !this.hideDigits),
            })
          : callTemplate(this.words, {
              isDisabled: this.problem !== undefined,
              isDialling: this.isDialling,
              dial: this.#dial,
            })
      }
      ${view.isOpen ? listTemplate(view, this.#suggestionHandlers) : nothing}
    </div>`;
  }

  get #isSendingTones(): boolean {
    return this.mode === 'tones' || (this.mode === 'auto' && this.#call.value !== undefined);
  }

  get #sent(): string {
    return this.tones.callId === this.#call.value?.id ? this.tones.digits : '';
  }

  get #suggestions(): SuggestionView {
    return this.#isSendingTones ? { matches: [], isOpen: false, option: -1 } : this.#picker.view;
  }

  get #suggestionHandlers(): SuggestionHandlers {
    const { words, locale } = this;
    return { words, locale, choose: this.#choose, open: this.#openList };
  }

  #entry(suggestions: SuggestionView): TemplateResult {
    const isSendingTones = this.#isSendingTones;
    const sent = this.hideDigits ? '•'.repeat(this.#sent.length) : this.#sent;
    return entryTemplate({
      ...suggestions,
      words: this.words,
      shown: isSendingTones ? sent : groupTarget(this.value),
      isSendingTones,
      isInvalid: this.failure === 'call/invalid-target',
      onInput: this.#onInput,
      erase: this.#eraseHandlers,
    });
  }

  #hint(view: SuggestionView): TemplateResult {
    const { words } = this;
    const problem = this.failure ?? (this.#isSendingTones ? undefined : this.problem);
    if (problem) return problemTemplate(words, problem);
    if (!this.#isSendingTones) return bestMatchTemplate(view, this.#suggestionHandlers);
    const call = this.#call.value;
    return html`${call ? words.tonesTo(isolatedString(remoteName(call.remote, this.#call.home))) : words['call/not-found']}`;
  }

  readonly #eraseHandlers: PressHandlers = {
    press: () => {
      if (this.#longPress.isClick()) this.#type(this.value.slice(0, -1));
    },
    hold: () => this.#longPress.start(() => this.#type('')),
    release: this.#longPress.end,
  };

  readonly #keyHandlers: KeyHandlers = {
    press: (digit) => {
      if (this.#longPress.isClick()) this.#press(digit);
    },
    holdZero: () => {
      if (!this.#isSendingTones) this.#longPress.start(() => this.#press('+'));
    },
    release: this.#longPress.end,
  };

  #press(digit: string): void {
    this.#picker.setOpen(false);
    if (this.#isSendingTones) void this.#send(digit);
    else this.#type(this.value + digit);
  }

  /** Everything that changes the value by a person's hand comes through here. */
  #type(value: string): void {
    if (this.#isSendingTones) return;
    const clean = cleanTarget(value);
    this.failure = undefined;
    if (clean !== this.value) {
      this.value = clean;
      this.dispatchEvent(new CustomEvent('cadran-dialpad-input', { detail: { value: clean } }));
    }
    if (clean) this.prepare();
    this.requestUpdate();
  }

  async #send(digit: string): Promise<void> {
    const { phone, value: call } = this.#call;
    if (!phone || !call) return;
    this.tones = { callId: call.id, digits: (this.#sent + digit).slice(-64) };
    await this.attempt(() => phone.call(call.id).sendDtmf(digit));
  }

  readonly #dial = async (): Promise<void> => {
    const target = this.value.trim();
    this.#picker.setOpen(false);
    if (this.problem || this.isDialling) return;
    if (!target) this.#type(this.#lastDialled);
    else if (!isDialable(target)) this.failure = 'call/invalid-target';
    else if (requestIntent(this, 'cadran-dial-request', { target }) && (await this.dial(target))) {
      this.#lastDialled = target;
      this.#type('');
    }
  };

  readonly #choose = ({ target }: DialSuggestion): void => {
    this.#type(target);
    this.#picker.setOpen(false);
    this.field.focus();
  };

  readonly #openList = (): void => {
    this.field.focus();
    this.#picker.setOpen(true);
  };

  readonly #onInput = async (): Promise<void> => {
    const { value, selectionStart } = this.field;
    const before = cleanTarget(value.slice(0, selectionStart ?? undefined)).length;
    this.#type(value);
    this.#picker.setOpen(this.value !== '');
    await this.updateComplete;
    const caret = caretAfter(this.field.value, before);
    this.field.setSelectionRange(caret, caret);
  };

  #onFocusout(event: FocusEvent): void {
    if (!this.shadowRoot?.contains(event.relatedTarget as Node | null)) this.#picker.setOpen(false);
  }

  readonly #onKeydown = (event: KeyboardEvent): void => {
    onDialpadKey(event, {
      field: this.field,
      keys: [...this.renderRoot.querySelectorAll<HTMLElement>('.key')],
      isSendingTones: this.#isSendingTones,
      press: (digit) => this.#press(digit),
      erase: () => this.#type(this.value.slice(0, -1)),
      enter: () => this.#enter(),
      moveOption: (step) => this.#picker.move(step),
      escape: () => this.#escape(),
    });
  };

  #enter(): void {
    const { picked } = this.#picker;
    if (picked) this.#choose(picked);
    else if (!this.#isSendingTones) void this.#dial();
  }

  #escape(): boolean {
    if (this.#picker.setOpen(false)) return true;
    if (!this.value || this.#isSendingTones) return false;
    this.#type('');
    return true;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cadran-dialpad': CadranDialpad;
  }
}
