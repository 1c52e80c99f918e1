import type { DeviceKind, DevicesState } from '@cadran/core';
import { html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { query, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';

import { buttonStyles } from '../internal/button.styles.js';
import { fieldStyles } from '../internal/field.styles.js';
import { icon } from '../internal/icon.js';
import {
  iconBell,
  iconChevronDown,
  iconMic,
  iconTriangleAlert,
  iconVolume2,
} from '../internal/icons.js';
import { PhoneController } from '../internal/phone-controller.js';
import { PhoneElement } from '../internal/phone-element.js';
import { surfaceStyles } from '../internal/surface.styles.js';
import { tokenStyles } from '../internal/tokens.styles.js';
import { deviceChoice, deviceName, meterLevel, pickerStage } from './device-picker-logic.js';
import { devicePickerStyles } from './device-picker.styles.js';
import { LevelWatch } from './level-watch.js';

const icons: Readonly<Record<DeviceKind, string>> = {
  microphone: iconMic,
  speaker: iconVolume2,
  ringer: iconBell,
};

/**
 * Chooses the microphone, the speaker and what rings, tries each, and asks for the microphone where the browser has not been
 * asked yet.
 *
 * @summary A picker of sound devices.
 * @csspart base - The outer box.
 * @csspart permission - What is said, and asked, before the microphone may be used.
 * @csspart row - Each device: label, choice and test.
 * @csspart choice - The list one chooses from.
 * @csspart test - The key that tries a device.
 * @csspart meter - How loud the microphone is.
 * @cssprop --cadran-device-picker-meter-color - Colour of the loudness.
 * @cssstate ask - The microphone was not allowed yet.
 * @cssstate denied - The microphone is blocked.
 * @cssstate testing - The microphone is being tried.
 */
export class CadranDevicePicker extends PhoneElement {
  static override styles: CSSResultGroup = [
    tokenStyles,
    buttonStyles,
    fieldStyles,
    surfaceStyles,
    devicePickerStyles,
  ];

  @state() private isAsking = false;
  @state() private testing: DeviceKind | undefined;

  @query('.meter') private readonly meter!: HTMLElement | null;

  readonly #devices = new PhoneController(this, ({ devices }) => devices);
  readonly #level = new LevelWatch(this, (level) => this.#showLevel(level));

  override updated(): void {
    const stage = this.#devices.value && pickerStage(this.#devices.value);
    this.setStates({
      ask: stage === 'ask',
      denied: stage === 'denied',
      testing: this.#level.isRunning,
    });
  }

  override render(): TemplateResult {
    const devices = this.#devices.value;
    const stage = devices && pickerStage(devices);
    return html`<div
      part="base"
      class="base surface"
      role="group"
      aria-label=${this.words.devices}
      lang=${this.locale}
    >
      ${this.#permission()}
      ${
        devices && stage !== 'no-media'
          ? html`${this.#row('microphone', devices)} ${this.#row('speaker', devices)}
            ${this.#row('ringer', devices)}`
          : nothing
      }
    </div>`;
  }

  #permission(): TemplateResult | typeof nothing {
    const { words } = this;
    const devices = this.#devices.value;
    const stage = devices ? pickerStage(devices) : undefined;
    const denied = stage === 'denied' ? 'media/permission-denied' : undefined;
    const problem = devices ? (this.failure ?? denied) : 'notConfigured';
    const text = stage === 'no-media' ? words.noMedia : problem ? words[problem] : undefined;
    const asks = stage === 'ask' || stage === 'denied';
    if (!text && !asks) return nothing;
    return html`<div part="permission" class="ask" role="status">
      <p class="notice ${text ? '' : 'question'}">
        ${icon(text ? iconTriangleAlert : iconMic)}<span
          >${text ?? (this.isAsking ? words.permissionChecking : words.permissionNeeded)}</span
        >
      </p>
      ${
        asks
          ? html`<button
              class="button primary"
              type="button"
              aria-disabled=${this.isAsking ? 'true' : nothing}
              @click=${this.#ask}
            >
              ${words.allowMicrophone}
            </button>`
          : nothing
      }
    </div>`;
  }

  #row(kind: DeviceKind, state: DevicesState): TemplateResult {
    const { words } = this;
    const { devices, chosen, isGone } = deviceChoice(kind, state);
    const isFixed = kind !== 'microphone' && !state.canChooseSpeaker;
    return html`<div part="row" class="row">
      <label class="field-label" for=${kind}>${words[kind]}</label>
      <span class="choice">
        ${icon(icons[kind], 'kind')}
        <select
          part="choice"
          class="field"
          id=${kind}
          ?disabled=${isFixed || pickerStage(state) !== 'choose'}
          aria-describedby=${`${kind}-below`}
          .value=${live(chosen)}
          @change=${(event: Event) => this.#select(kind, (event.target as HTMLSelectElement).value)}
        >
          <option value="" ?selected=${chosen === ''}>${words.systemDefault}</option>
          ${devices.map(
            ({ id, label }, index) =>
              html`<option value=${id} ?selected=${id === chosen}>
                ${deviceName(label) || words.unnamedDevice((index + 1).toLocaleString(this.locale))}
              </option>`,
          )}
        </select>
        ${icon(iconChevronDown, 'chevron')}
      </span>
      ${this.#testKey(kind, state)}
      <div class="below" id=${`${kind}-below`}>
        ${
          isGone
            ? html`<p class="notice">${icon(iconTriangleAlert)}<span>${words.deviceGone}</span></p>`
            : isFixed && kind === 'speaker'
              ? html`<span class="muted">${words.speakerFixed}</span>`
              : kind === 'microphone'
                ? this.#meterBar()
                : nothing
        }
      </div>
    </div>`;
  }

  #testKey(kind: DeviceKind, state: DevicesState): TemplateResult {
    const { words } = this;
    const isTesting = kind === 'microphone' ? this.#level.isRunning : this.testing === kind;
    const isOff = kind === 'microphone' && pickerStage(state) !== 'choose';
    return html`<button
      part="test"
      class="button ${isTesting ? 'testing' : ''}"
      type="button"
      aria-label=${`${words.playTest}, ${words[kind]}`}
      aria-pressed=${kind === 'microphone' ? String(isTesting) : nothing}
      aria-disabled=${isOff ? 'true' : nothing}
      @click=${() => isOff || this.#test(kind)}
    >
      ${words.playTest}
    </button>`;
  }

  #meterBar(): TemplateResult {
    return html`<span
      part="meter"
      class="meter"
      role="meter"
      aria-label=${this.words.microphoneLevel}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow="0"
      ><span class="level"></span
    ></span>`;
  }

  /** Straight into the page, twenty times a second: a render for each would be waste. */
  #showLevel(level: number): void {
    const shown = meterLevel(level);
    this.meter?.style.setProperty('--_level', shown.toFixed(3));
    this.meter?.setAttribute('aria-valuenow', String(Math.round(shown * 100)));
  }

  async #ask(): Promise<void> {
    const { phone } = this.#devices;
    if (!phone || this.isAsking) return;
    this.isAsking = true;
    await this.attempt(() => phone.devices.requestPermission());
    this.isAsking = false;
  }

  async #select(kind: DeviceKind, id: string): Promise<void> {
    const { phone } = this.#devices;
    if (kind === 'microphone') this.#level.stop();
    await this.attempt(async () => phone?.devices.select(kind, id || null));
    this.requestUpdate();
  }

  async #test(kind: DeviceKind): Promise<void> {
    const { phone } = this.#devices;
    if (!phone || this.testing) return;
    if (kind === 'microphone') {
      if (this.#level.isRunning) this.#level.stop();
      else await this.attempt(() => this.#level.start(phone));
      return;
    }
    this.testing = kind;
    await this.attempt(() => phone.devices.test(kind));
    this.testing = undefined;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cadran-device-picker': CadranDevicePicker;
  }
}
