import { html, type TemplateResult } from 'lit';

import { icon } from '../internal/icon.js';
import {
  iconCheck,
  iconLoaderCircle,
  iconMicOff,
  iconPause,
  iconPhoneForwarded,
  iconTriangleAlert,
  iconVolumeX,
  iconWifiOff,
} from '../internal/icons.js';
import type { Strings } from '../internal/locale/strings.js';
import type { CallNotice, Consultation } from './call-logic.js';

const icons: Readonly<Record<CallNotice['kind'], string>> = {
  muted: iconMicOff,
  waiting: iconPause,
  line: iconWifiOff,
  sound: iconVolumeX,
  transferring: iconLoaderCircle,
  transferred: iconCheck,
  forwarded: iconPhoneForwarded,
  problem: iconTriangleAlert,
};

export function noticeTemplate({ kind, text }: CallNotice): TemplateResult {
  return html`<p part="notice" class="notice about-${kind}">
    ${icon(icons[kind], kind === 'transferring' ? 'turning' : '')}<span>${text}</span>
  </p>`;
}

export interface ConsultationHandlers {
  readonly onComplete: () => void;
  readonly onCancel: () => void;
}

/** A transfer that asks first: whom, and the two ways out of it. */
export function consultationTemplate(
  { notice, canComplete }: Consultation,
  words: Strings,
  { onComplete, onCancel }: ConsultationHandlers,
): TemplateResult {
  return html`<div class="consultation">
    ${noticeTemplate(notice)}
    <div class="pair">
      <button class="button" type="button" @click=${onCancel}>${words.backToCall}</button>
      <button
        class="button primary"
        type="button"
        aria-disabled=${canComplete ? 'false' : 'true'}
        @click=${() => canComplete && onComplete()}
      >
        ${words.transferNow}
      </button>
    </div>
  </div>`;
}
