import type { CallId, Phone } from '@cadran/core';
import { html, type TemplateResult } from 'lit';

import { icon } from '../internal/icon.js';
import { iconX } from '../internal/icons.js';
import type { Strings } from '../internal/locale/strings.js';

interface PanelOptions {
  readonly phone: Phone | undefined;
  readonly words: Strings;
  readonly onClose: () => void;
}

/** The dialpad of the call, for menus and conference codes. */
export function keypadPanel(id: CallId, { phone, words, onClose }: PanelOptions): TemplateResult {
  return html`<div part="panel" class="panel keypad" role="group" aria-label=${words.keypad}>
    <cadran-dialpad mode="tones" .phone=${phone} call-id=${id}></cadran-dialpad>
    ${closeButton(words, onClose)}
  </div>`;
}

export interface TransferOptions extends Omit<PanelOptions, 'phone'> {
  readonly problem: string | undefined;
  readonly onTransfer: (target: string, kind: 'blind' | 'attended') => void;
}

/** Whom the call goes to, and whether to ask there first. */
export function transferPanel({
  words,
  problem,
  onClose,
  onTransfer,
}: TransferOptions): TemplateResult {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const field = form.elements.namedItem('target') as HTMLInputElement;
    const kind = event.submitter?.dataset['kind'] === 'attended' ? 'attended' : 'blind';
    const target = field.value.trim();
    if (target) onTransfer(target, kind);
    else field.focus();
  };
  return html`<form
    part="panel"
    class="panel transfer"
    aria-label=${words.transfer}
    novalidate
    @submit=${submit}
  >
    <label class="field-label" for="target">${words.transferTo}</label>
    ${closeButton(words, onClose)}
    <input
      class="field"
      id="target"
      name="target"
      placeholder=${words.number}
      autocomplete="off"
      autocapitalize="off"
      spellcheck="false"
      enterkeyhint="send"
      aria-describedby="target-problem"
      aria-invalid=${problem ? 'true' : 'false'}
    />
    <div class="pair">
      <button class="button primary" data-kind="blind">${words.transferNow}</button>
      <button class="button" data-kind="attended">${words.askFirst}</button>
    </div>
    <p class="target-problem" id="target-problem" role="status">${problem}</p>
  </form>`;
}

function closeButton(words: Strings, onClose: () => void): TemplateResult {
  return html`<button
    class="button plain round close"
    type="button"
    aria-label=${words.close}
    @click=${onClose}
  >
    ${icon(iconX)}
  </button>`;
}
