import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';

import { isolated } from '../internal/display-text.js';
import { icon } from '../internal/icon.js';
import {
  iconChevronDown,
  iconDelete,
  iconEye,
  iconEyeOff,
  iconPhone,
  iconTriangleAlert,
} from '../internal/icons.js';
import type { LineProblem } from '../internal/line-problem.js';
import type { Strings } from '../internal/locale/strings.js';
import { groupTarget, keys, type DialSuggestion } from './dialpad-logic.js';

/** The suggestions as they stand: none chosen is -1. */
export interface SuggestionView {
  readonly matches: readonly DialSuggestion[];
  readonly isOpen: boolean;
  readonly option: number;
}

export interface FieldView extends SuggestionView {
  readonly words: Strings;
  readonly shown: string;
  readonly isSendingTones: boolean;
  readonly isInvalid: boolean;
  readonly onInput: () => unknown;
  readonly erase: PressHandlers;
}

export function entryTemplate(view: FieldView): TemplateResult {
  const hasErase = !view.isSendingTones && view.shown !== '';
  return html`<div class="entry">
    ${fieldTemplate(view)} ${hasErase ? eraseTemplate(view.words, view.erase) : nothing}
  </div>`;
}

/** A combobox while there are suggestions. */
function fieldTemplate(view: FieldView): TemplateResult {
  const { words, shown, isSendingTones, matches, isOpen, option } = view;
  const isCombobox = matches.length > 0;
  return html`<input
    part="number"
    class="number ${lengthOf(shown)}"
    role=${isCombobox ? 'combobox' : nothing}
    aria-label=${isSendingTones ? words.digitsSent : words.number}
    aria-describedby="hint"
    aria-invalid=${view.isInvalid ? 'true' : nothing}
    aria-autocomplete=${isCombobox ? 'list' : nothing}
    aria-expanded=${isCombobox ? String(isOpen) : nothing}
    aria-controls=${isOpen ? 'list' : nothing}
    aria-activedescendant=${isOpen && option >= 0 ? `option-${option}` : nothing}
    placeholder=${isSendingTones ? '' : words.number}
    autocomplete="off"
    autocapitalize="off"
    spellcheck="false"
    enterkeyhint="go"
    dir=${/^[+\d*#]/.test(shown) ? 'ltr' : 'auto'}
    ?readonly=${isSendingTones}
    .value=${live(shown)}
    @input=${view.onInput}
  />`;
}

export interface PressHandlers {
  readonly press: () => void;
  readonly hold: () => void;
  readonly release: () => void;
}

/** Which size a number is set in; a space takes less than half of a digit's room. */
function lengthOf(shown: string): string {
  const spaces = shown.split(' ').length - 1;
  const digits = shown.length - spaces * 0.6;
  return digits > 15 ? 'longer' : digits > 11 ? 'long' : '';
}

function eraseTemplate(words: Strings, { press, hold, release }: PressHandlers): TemplateResult {
  return html`<button
    part="erase"
    class="button plain round erase"
    type="button"
    aria-label=${words.erase}
    @pointerdown=${hold}
    @pointerup=${release}
    @pointerleave=${release}
    @click=${press}
  >
    ${icon(iconDelete)}
  </button>`;
}

export interface KeyHandlers {
  readonly press: (digit: string) => void;
  readonly holdZero: () => void;
  readonly release: () => void;
}

/** The asterisk of most fonts hangs high; this one stands in the middle. */
const signs: Readonly<Record<string, string>> = { '*': '∗' };

/** The grid of keys. Only the first can be reached by Tab; arrows go on from there. */
export function keysTemplate(
  words: Strings,
  { press, holdZero, release }: KeyHandlers,
): TemplateResult {
  const spoken: Readonly<Record<string, string>> = { '*': words.star, '#': words.hash };
  return html`<div
    part="keys"
    class="keys"
    @pointerup=${release}
    @pointercancel=${release}
    @pointerleave=${release}
  >
    ${keys.map(
      ({ digit, letters }, index) =>
        html`<button
          part="key"
          class="button key"
          type="button"
          tabindex=${index === 0 ? 0 : -1}
          aria-label=${spoken[digit] ?? nothing}
          aria-description=${digit === '0' ? words.longPressPlus : nothing}
          data-digit=${digit}
          @pointerdown=${digit === '0' ? holdZero : nothing}
          @click=${() => press(digit)}
        >
          <span class="digit">${signs[digit] ?? digit}</span>
          <span class=${letters === '+' ? 'letters plus' : 'letters'}>${letters}</span>
        </button>`,
    )}
  </div>`;
}

export function callTemplate(
  words: Strings,
  {
    isDisabled,
    isDialling,
    dial,
  }: { isDisabled: boolean; isDialling: boolean; dial: () => unknown },
): TemplateResult {
  return html`<slot name="action"
    ><button
      part="call"
      class="button call action"
      type="button"
      aria-disabled=${isDisabled || isDialling ? 'true' : nothing}
      aria-describedby="hint"
      @click=${dial}
    >
      ${icon(iconPhone)} ${isDialling ? words.calling : words.call}
    </button></slot
  >`;
}

export function hideTemplate(
  words: Strings,
  { isHidden, toggle }: { isHidden: boolean; toggle: () => void },
): TemplateResult {
  return html`<button part="hide" class="button action" type="button" @click=${toggle}>
    ${icon(isHidden ? iconEye : iconEyeOff)} ${isHidden ? words.showDigits : words.hideDigits}
  </button>`;
}

/** Why one cannot call, or what failed. What passes by itself needs no sign. */
export function problemTemplate(words: Strings, problem: LineProblem): TemplateResult {
  if (problem === 'connecting' || problem === 'reconnecting') return html`${words[problem]}`;
  return html`<p class="notice">${icon(iconTriangleAlert)}<span>${words[problem]}</span></p>`;
}

export interface SuggestionHandlers {
  readonly words: Strings;
  readonly locale: string;
  readonly choose: (match: DialSuggestion) => void;
  readonly open: () => void;
}

/** The one best match, under the number; the others a key away. */
export function bestMatchTemplate(
  { matches: [best, ...others], isOpen }: SuggestionView,
  { words, locale, choose, open }: SuggestionHandlers,
): TemplateResult {
  if (!best || isOpen) return html`<slot name="hint"></slot>`;
  return html`<div class="match">
    <button class="button plain" type="button" @click=${() => choose(best)}>
      ${suggestion(best)}
    </button>
    ${
      others.length > 0
        ? html`<button
            class="button plain round"
            type="button"
            aria-label=${words.moreSuggestions(others.length.toLocaleString(locale))}
            @click=${open}
          >
            ${icon(iconChevronDown)}
          </button>`
        : nothing
    }
  </div>`;
}

/** The keyboard drives it from the field, by `aria-activedescendant`. */
export function listTemplate(
  { matches, option }: SuggestionView,
  { words, choose }: SuggestionHandlers,
): TemplateResult {
  const chooseAt = (event: Event): void => {
    const index = (event.target as Element).closest<HTMLElement>('[data-index]')?.dataset['index'];
    const match = matches[Number(index)];
    if (match) choose(match);
  };
  return html`<ul
    part="suggestions"
    class="list raised"
    role="listbox"
    id="list"
    aria-label=${words.suggestions}
    @pointerdown=${keepFocus}
    @pointerup=${chooseAt}
  >
    ${matches.map(
      (match, index) =>
        html`<li
          class="option"
          role="option"
          id="option-${index}"
          data-index=${index}
          aria-selected=${index === option}
        >
          ${suggestion(match)}
        </li>`,
    )}
  </ul>`;
}

function keepFocus(event: Event): void {
  event.preventDefault();
}

function suggestion({ name, target }: DialSuggestion): TemplateResult {
  const number = isolated(groupTarget(target), name ? 'target' : 'name');
  return name ? html`${isolated(name, 'name')} ${number}` : number;
}
