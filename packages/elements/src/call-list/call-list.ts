import type { CallState, PhoneState } from '@cadran/core';
import { html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';

import { avatarStyles } from '../internal/avatar.styles.js';
import { avatar } from '../internal/avatar.js';
import { buttonStyles } from '../internal/button.styles.js';
import { callerOf } from '../internal/caller.js';
import { isolated } from '../internal/display-text.js';
import { keepFocus } from '../internal/focus-keeper.js';
import { icon } from '../internal/icon.js';
import { iconArrowLeftRight, iconPhone, iconPlay, iconTriangleAlert } from '../internal/icons.js';
import { PhoneController } from '../internal/phone-controller.js';
import { PhoneElement } from '../internal/phone-element.js';
import { RunningClocks } from '../internal/running-clocks.js';
import { surfaceStyles } from '../internal/surface.styles.js';
import { tokenStyles } from '../internal/tokens.styles.js';
import { placeOf } from '../call/call-place.js';
import { markedCallId, listedCalls, rowStatus, wayBack } from './call-list-logic.js';
import { callListStyles } from './call-list.styles.js';

/**
 * The calls one has at the same time: which is spoken in, which wait and for how long, and the way to each. Taking one
 * back puts the one spoken in on hold. Without a call it takes no room.
 *
 * @summary A list of running calls.
 * @fires {CadranIntentEvent<'cadran-hold-request'>} cadran-hold-request - A call is about to be taken back. Cancelable.
 * @fires {CadranIntentEvent<'cadran-hangup-request'>} cadran-hangup-request - A call is about to be ended. Cancelable.
 * @csspart base - The outer box.
 * @csspart call - Each row.
 * @csspart name - Who it is.
 * @csspart status - How the call stands, and its clock.
 * @csspart resume - Takes the call back.
 * @csspart hang-up - Ends the call.
 * @csspart notice - What went wrong with the last command.
 * @cssstate empty - There is no call to list.
 */
export class CadranCallList extends PhoneElement {
  static override styles: CSSResultGroup = [
    tokenStyles,
    buttonStyles,
    surfaceStyles,
    avatarStyles,
    callListStyles,
  ];

  /** Leaves out the current call, as beside its window. */
  @property({ type: Boolean, attribute: 'only-others' }) onlyOthers = false;

  readonly #calls = new PhoneController(this, (state: PhoneState) => [
    markedCallId(state),
    ...listedCalls(state, this.onlyOthers),
  ]);

  constructor() {
    super();
    keepFocus(this);
    new RunningClocks(this, () => this.locale);
  }

  override focus(options?: FocusOptions): void {
    this.renderRoot.querySelector<HTMLElement>('.base')?.focus(options);
  }

  override willUpdate(): void {
    const isEmpty = this.#listed.length === 0;
    if (isEmpty) this.failure = undefined;
    this.setStates({ empty: isEmpty });
  }

  override render(): TemplateResult | typeof nothing {
    const { words } = this;
    if (this.#listed.length === 0) return nothing;
    return html`<section
      part="base"
      class="base surface"
      lang=${this.locale}
      tabindex="-1"
      aria-label=${this.onlyOthers ? words.otherCalls : words.currentCalls}
    >
      <ul>
        ${repeat(
          this.#listed,
          ({ id }) => id,
          (call) => this.#row(call),
        )}
      </ul>
      <div role="status">
        ${
          this.failure
            ? html`<p part="notice" class="notice">
                ${icon(iconTriangleAlert)}<span>${words[this.failure]}</span>
              </p>`
            : nothing
        }
      </div>
    </section>`;
  }

  get #marked(): string | undefined {
    return this.#calls.value?.[0] as string | undefined;
  }

  get #listed(): readonly CallState[] {
    return (this.#calls.value?.slice(1) ?? []) as readonly CallState[];
  }

  #row(call: CallState): TemplateResult {
    const { words } = this;
    const { name, initials } = callerOf(call.remote, words, this.#calls.home);
    const since = call.activeAt ?? call.startedAt;
    const isCurrent = call.id === this.#marked;
    return html`<li
      part="call"
      class=${isCurrent ? 'call current' : 'call'}
      aria-current=${isCurrent ? 'true' : nothing}
    >
      ${avatar(initials)}
      <span class="who">
        <span part="name" class="name">${isolated(name)}</span>
        <span part="status" class="status">
          <span
            >${rowStatus(call, words, placeOf(this.#calls.phone?.state.get() ?? {}, call))}</span
          >
          <span class="digits" role="timer" data-since=${since}></span>
        </span>
      </span>
      ${this.#resumeButton(call, name)}
      <button
        part="hang-up"
        class="button plain round hang-up"
        type="button"
        aria-label=${words.hangUpOn(name)}
        title=${words.hangUp}
        @click=${() => void this.#hangUp(call.id)}
      >
        ${icon(iconPhone, 'down')}
      </button>
    </li>`;
  }

  #resumeButton(call: CallState, name: string): TemplateResult | typeof nothing {
    const { words } = this;
    const way = wayBack(call, this.#marked);
    if (!way) return nothing;
    return html`<button
      part="resume"
      class="button way"
      type="button"
      aria-label=${way === 'swap' ? words.swapTo(name) : words.resumeWith(name)}
      title=${words[way]}
      @click=${() => void this.#resume(call.id)}
    >
      ${icon(way === 'swap' ? iconArrowLeftRight : iconPlay)}<span>${words[way]}</span>
    </button>`;
  }

  /** The phone puts the call spoken in on hold first; should that be refused, both stay as they are. */
  async #resume(callId: string): Promise<void> {
    const { phone } = this.#calls;
    if (!phone) return;
    await this.request('cadran-hold-request', { callId, hold: false }, () =>
      phone.call(callId).resume(),
    );
  }

  async #hangUp(callId: string): Promise<void> {
    const { phone } = this.#calls;
    if (!phone) return;
    await this.request('cadran-hangup-request', { callId }, () => phone.call(callId).hangup());
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cadran-call-list': CadranCallList;
  }
}
