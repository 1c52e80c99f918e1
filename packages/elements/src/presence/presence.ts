import { html, type CSSResultGroup, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';

import { icon } from '../internal/icon.js';
import {
  iconBell,
  iconCheck,
  iconCircleQuestionMark,
  iconClock,
  iconLock,
  iconMinus,
  iconPhone,
} from '../internal/icons.js';
import { PhoneController } from '../internal/phone-controller.js';
import { PhoneElement } from '../internal/phone-element.js';
import { tokenStyles } from '../internal/tokens.styles.js';
import { ownPresence, type PresenceStatus } from './presence-logic.js';
import { presenceStyles } from './presence.styles.js';

const shapes: Readonly<Record<PresenceStatus, string>> = {
  available: iconCheck,
  busy: '',
  'in-call': iconPhone,
  ringing: iconBell,
  away: iconClock,
  'do-not-disturb': iconMinus,
  offline: '',
  unknown: iconCircleQuestionMark,
  'not-permitted': iconLock,
};

/**
 * Whether somebody can be called: a badge of its own shape for each state, with or without its word, alone or on an
 * avatar. Without `status` it shows the line's own state.
 *
 * @summary A presence badge.
 * @slot - An avatar, which then carries the badge at its corner.
 * @csspart base - The outer box.
 * @csspart badge - The badge.
 * @csspart label - The word beside it.
 * @cssprop --cadran-presence-size - Diameter of the badge.
 * @cssprop --cadran-presence-ring - Colour of the gap between badge and avatar; the surface unless set.
 * @cssprop --cadran-presence-available - Colour when available.
 * @cssprop --cadran-presence-busy - Colour when busy, in a call or not to be disturbed.
 * @cssprop --cadran-presence-away - Colour when away or ringing.
 * @cssstate available - Can be called.
 * @cssstate busy - Busy.
 * @cssstate in-call - In a call.
 * @cssstate ringing - Being called.
 * @cssstate away - Away.
 * @cssstate do-not-disturb - Wants no calls.
 * @cssstate offline - Not signed in.
 * @cssstate unknown - Nothing is known.
 * @cssstate not-permitted - The state is not shared with us.
 */
export class CadranPresence extends PhoneElement {
  static override styles: CSSResultGroup = [tokenStyles, presenceStyles];

  /** The state to show; the line's own when absent. */
  @property() status: PresenceStatus | undefined;

  /** Shows no word; it is then read out only. */
  @property({ type: Boolean, attribute: 'no-text' }) noText = false;

  /** `small`, `medium` or `large`. */
  @property({ reflect: true }) size: 'small' | 'medium' | 'large' = 'medium';

  @state() private carriesAvatar = false;

  readonly #own = new PhoneController(this, ownPresence);

  override updated(): void {
    const shown = this.#shown;
    this.setStates({
      available: shown === 'available',
      busy: shown === 'busy',
      'in-call': shown === 'in-call',
      ringing: shown === 'ringing',
      away: shown === 'away',
      'do-not-disturb': shown === 'do-not-disturb',
      offline: shown === 'offline',
      unknown: shown === 'unknown',
      'not-permitted': shown === 'not-permitted',
    });
  }

  override render(): TemplateResult {
    const shown = this.#shown;
    const word = this.words[`presence/${shown}`];
    return html`<span part="base" class="base" lang=${this.locale}>
      <span class=${this.carriesAvatar ? 'avatar carried' : 'avatar'}
        ><slot @slotchange=${this.#lookForAvatar}></slot
        ><span part="badge" class="badge ${shown}">${icon(shapes[shown])}</span></span
      >
      <span part="label" class=${this.noText ? 'visually-hidden' : 'label'}>${word}</span>
    </span>`;
  }

  #lookForAvatar(event: Event): void {
    this.carriesAvatar = (event.target as HTMLSlotElement).assignedElements().length > 0;
  }

  /** A status we do not know, from an attribute, is unknown. */
  get #shown(): PresenceStatus {
    const status = this.status ?? this.#own.value ?? 'unknown';
    return Object.hasOwn(shapes, status) ? status : 'unknown';
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cadran-presence': CadranPresence;
  }
}
