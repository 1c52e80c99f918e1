import type { CallState } from '@cadran/core';
import { html, nothing, type TemplateResult } from 'lit';

import { icon } from '../internal/icon.js';
import {
  iconGrip,
  iconLoaderCircle,
  iconMic,
  iconMicOff,
  iconPause,
  iconPhoneForwarded,
  iconPlay,
} from '../internal/icons.js';
import type { Strings } from '../internal/locale/strings.js';
import { controlsOf, shortcutKeys, type CallPanel, type CallShortcut } from './call-logic.js';

interface Control {
  readonly icon: string;
  /** Under the disc; a part of the name, so that one can say what one sees (WCAG 2.5.3). */
  readonly label: string;
  readonly name?: string;
  readonly isOn?: boolean;
  readonly isBusy?: boolean;
}

export interface CallControlsOptions {
  readonly call: CallState;
  readonly words: Strings;
  readonly panel: CallPanel | undefined;
  readonly noShortcuts: boolean;
  readonly onPress: (control: CallShortcut) => void;
}

/** Mute, hold, keypad and transfer: always there, always in the same place. */
export function controlsTemplate(options: CallControlsOptions): TemplateResult {
  const names = Object.keys(shortcutKeys) as CallShortcut[];
  return html`<div
    part="controls"
    class="controls"
    role="group"
    aria-label=${options.words.callControls}
  >
    ${names.map((name) => controlTemplate(name, options))}
  </div>`;
}

function controlTemplate(
  name: CallShortcut,
  { call, words, panel, noShortcuts, onPress }: CallControlsOptions,
): TemplateResult {
  const control = controlOf(name, call, words);
  const isPanel = name === 'keypad' || name === 'transfer';
  const isOn = control.isOn ?? panel === name;
  const isOff = !controlsOf(call)[name];
  return html`<button
    part="control"
    class=${isOn ? 'control on' : 'control'}
    type="button"
    data-control=${name}
    aria-label=${control.name ?? control.label}
    title=${control.name ?? nothing}
    aria-disabled=${isOff ? 'true' : 'false'}
    aria-busy=${control.isBusy ? 'true' : nothing}
    aria-expanded=${isPanel ? String(isOn) : nothing}
    aria-keyshortcuts=${noShortcuts ? nothing : shortcutKeys[name]}
    @click=${() => !isOff && onPress(name)}
  >
    <span class="disc"
      >${icon(control.icon, control.isBusy ? 'turning' : name === 'hold' ? 'solid' : '')}</span
    >
    <span aria-hidden="true">${control.label}</span>
  </button>`;
}

function controlOf(name: CallShortcut, call: CallState, words: Strings): Control {
  if (name === 'keypad') return { icon: iconGrip, label: words.keypad };
  if (name === 'transfer') return { icon: iconPhoneForwarded, label: words.transfer };
  if (name === 'mute') {
    const isOn = call.muted || call.mutedBySystem;
    return call.muted
      ? { icon: iconMicOff, label: words.shortUnmute, name: words.unmute, isOn }
      : { icon: isOn ? iconMicOff : iconMic, label: words.shortMute, name: words.mute, isOn };
  }
  const isBusy = call.hold === 'holding' || call.hold === 'resuming';
  const isHeld = call.hold === 'held' || call.hold === 'resuming';
  return {
    icon: isBusy ? iconLoaderCircle : isHeld ? iconPlay : iconPause,
    label: isHeld ? words.resume : words.shortHold,
    name: isHeld ? words.resume : words.hold,
    isOn: call.status === 'active' && call.hold === 'held',
    isBusy,
  };
}
