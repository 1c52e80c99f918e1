import type { CallId } from '@cadran/core';
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
import {
  callNotices,
  consultationOf,
  type CallNotice,
  type Consultation,
  type Shown,
} from './call-logic.js';
import { placeTemplate } from './call-place.js';

const icons: Readonly<Record<CallNotice['kind'], string>> = {
  muted: iconMicOff,
  waiting: iconPause,
  line: iconWifiOff,
  sound: iconVolumeX,
  transferring: iconLoaderCircle,
  transferred: iconCheck,
  forwarded: iconPhoneForwarded,
  problem: iconTriangleAlert,
  degraded: iconTriangleAlert,
};

export interface NoticesOptions {
  readonly words: Strings;
  readonly home: string;
  /** What a command met with, in words. */
  readonly failure: string | undefined;
  /** Somebody's wish to connect us with somebody else, which comes before anything else that wants an answer. */
  readonly consent: TemplateResult | undefined;
  readonly onTake: () => void;
  readonly onCommand: (id: CallId, verb: 'completeTransfer' | 'cancelTransfer') => void;
}

/** All that is out of the ordinary, and at most one thing to decide. */
export function noticesTemplate(shown: Shown, options: NoticesOptions): unknown {
  const { words, home, failure, consent, onTake, onCommand } = options;
  const consultation = consent ? undefined : consultationOf(shown, words, home);
  const place =
    consent || consultation ? undefined : placeTemplate(shown[4], shown[0], words, onTake);
  const room = consultation || consent || place ? 1 : 2;
  return [
    callNotices(shown, failure, words, home, room).map(noticeTemplate),
    consent ?? place,
    consultation &&
      consultationTemplate(consultation, words, (verb) => onCommand(consultation.subject, verb)),
  ];
}

function noticeTemplate({ kind, text }: CallNotice): TemplateResult {
  return html`<p part="notice" class="notice about-${kind}">
    ${icon(icons[kind], kind === 'transferring' ? 'turning' : '')}<span>${text}</span>
  </p>`;
}

/** A transfer that asks first: whom, and the two ways out of it. */
function consultationTemplate(
  { notice, canComplete }: Consultation,
  words: Strings,
  command: (verb: 'completeTransfer' | 'cancelTransfer') => void,
): TemplateResult {
  return html`<div class="consultation">
    ${noticeTemplate(notice)}
    <div class="pair">
      <button class="button" type="button" @click=${() => command('cancelTransfer')}>
        ${words.backToCall}
      </button>
      <button
        class="button primary"
        type="button"
        aria-disabled=${canComplete ? 'false' : 'true'}
        @click=${() => canComplete && command('completeTransfer')}
      >
        ${words.transferNow}
      </button>
    </div>
  </div>`;
}
