import { isLive, isRingingHere, type CallState, type Phone } from '@cadran/core';
import { html, nothing, type TemplateResult } from 'lit';

import { icon } from '../internal/icon.js';
import { iconCircleQuestionMark, iconPhone, iconVolume2, iconX } from '../internal/icons.js';
import type { Strings } from '../internal/locale/strings.js';
import { giveFocusBack } from '../internal/popover-focus.js';
import { shortcutKeys, type CallShortcut } from './call-logic.js';

export interface PrimaryRowOptions {
  readonly call: CallState;
  readonly phone: Phone | undefined;
  readonly words: Strings;
  readonly noShortcuts: boolean;
  readonly isSoundOpen: boolean;
  readonly onSound: (isOpen: boolean) => void;
  readonly onEnd: () => void;
  readonly onAnswer: () => void;
  readonly onCallAgain: () => void;
  readonly onToggleShortcuts: () => void;
}

/**
 * What ends a call stays in the first half from ringing to the end; what takes the place of "answer" is harmless, so
 * that a second click on it does no damage.
 */
export function primaryRow(options: PrimaryRowOptions): TemplateResult {
  const { call, words, onEnd, onAnswer, onCallAgain } = options;
  const live = isLive(call);
  const label = isRingingHere(call) ? words.decline : live ? words.hangUp : words.close;
  return html`<div class="primary-row">
    <button
      part="hang-up"
      class=${live ? 'button wide end' : 'button wide'}
      type="button"
      @click=${onEnd}
    >
      ${live ? icon(iconPhone, 'down') : icon(iconX)}<span>${label}</span>
    </button>
    ${isRingingHere(call) ? greenButton(words.answer, onAnswer) : nothing}
    ${live ? nothing : greenButton(words.callAgain, onCallAgain)}
    ${live && !isRingingHere(call) ? extras(options) : nothing}
  </div>`;
}

function greenButton(label: string, onClick: () => void): TemplateResult {
  return html`<button part="answer" class="button wide call" type="button" @click=${onClick}>
    ${icon(iconPhone)}<span>${label}</span>
  </button>`;
}

function extras(options: PrimaryRowOptions): TemplateResult {
  const { words, phone, isSoundOpen, onSound } = options;
  return html`<button
      class="button plain round sound"
      type="button"
      popovertarget="sound"
      aria-label=${words.devices}
      title=${words.devices}
    >
      ${icon(iconVolume2)}
    </button>
    <button
      class="button plain round help"
      type="button"
      popovertarget="shortcuts"
      aria-label=${words.shortcuts}
      title=${words.shortcuts}
    >
      ${icon(iconCircleQuestionMark)}
    </button>
    <div
      part="popover"
      class="popover raised"
      id="sound"
      popover
      @beforetoggle=${(event: ToggleEvent) => {
        giveFocusBack(event);
        onSound(event.newState === 'open');
      }}
    >
      ${isSoundOpen ? html`<cadran-device-picker .phone=${phone}></cadran-device-picker>` : nothing}
    </div>
    ${shortcutsPopover(options)}`;
}

function shortcutsPopover({
  words,
  noShortcuts,
  onToggleShortcuts,
}: PrimaryRowOptions): TemplateResult {
  const meanings: Readonly<Record<CallShortcut, string>> = {
    mute: `${words.mute} / ${words.unmute}`,
    hold: `${words.hold} / ${words.resume}`,
    keypad: words.keypad,
    transfer: words.transfer,
  };
  const names = Object.keys(shortcutKeys) as CallShortcut[];
  return html`<div
    part="popover"
    class="popover raised"
    id="shortcuts"
    popover
    @beforetoggle=${giveFocusBack}
    role="dialog"
    aria-label=${words.shortcuts}
  >
    <h2>${words.shortcuts}</h2>
    <dl>
      ${names.map(
        (name) =>
          html`<dt>${meanings[name]}</dt>
            <dd><kbd>${shortcutKeys[name]}</kbd></dd>`,
      )}
    </dl>
    <p>${words.shortcutsWhere}</p>
    <button class="button" type="button" @click=${onToggleShortcuts}>
      ${noShortcuts ? words.shortcutsOn : words.shortcutsOff}
    </button>
  </div>`;
}
