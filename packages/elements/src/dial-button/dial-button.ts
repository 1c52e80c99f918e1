import { html, nothing, type CSSResultGroup, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';

import { buttonStyles } from '../internal/button.styles.js';
import { DiallingElement } from '../internal/dialling-element.js';
import { icon } from '../internal/icon.js';
import { iconPhone, iconTriangleAlert } from '../internal/icons.js';
import { requestIntent } from '../internal/intents.js';
import { surfaceStyles } from '../internal/surface.styles.js';
import { tokenStyles } from '../internal/tokens.styles.js';
import { linkTarget } from './dial-button-logic.js';
import { dialButtonStyles } from './dial-button.styles.js';

/**
 * Click to call. Around a `tel:` link it leaves the link as it is and places its calls here; where no call can be made, and
 * where there is no script, the link does what it always did.
 *
 * @summary A button that calls somebody.
 * @slot - What the button says, or a `tel:`, `callto:` or `sip:` link.
 * @fires {CadranIntentEvent} cadran-dial-request - Before the call is placed; cancel it to forbid that.
 * @csspart base - The button.
 * @csspart label - What it says.
 * @csspart tip - Why one cannot call, or what failed.
 * @cssprop --cadran-dial-button-radius - Roundness of the button.
 * @cssstate disabled - No call can be made now.
 * @cssstate calling - The call is being placed.
 * @cssstate link - It is a link that is made to call.
 */
export class CadranDialButton extends DiallingElement {
  static override shadowRootOptions: ShadowRootInit = {
    ...DiallingElement.shadowRootOptions,
    delegatesFocus: true,
  };
  static override styles: CSSResultGroup = [
    tokenStyles,
    buttonStyles,
    surfaceStyles,
    dialButtonStyles,
  ];

  /** Whom to call: an extension, a number, or an address. The link's own when absent. */
  @property() target = '';

  /** Shows the icon only; what the button says is read out. */
  @property({ type: Boolean, attribute: 'icon-only' }) iconOnly = false;

  @state() private link: HTMLAnchorElement | undefined;

  constructor() {
    super();
    this.addEventListener('click', (event) => this.#onClick(event));
  }

  override updated(): void {
    this.setStates({
      disabled: this.problem !== undefined,
      calling: this.isDialling,
      link: this.link !== undefined,
    });
  }

  override render(): TemplateResult {
    const { link, words } = this;
    const failure = this.failure ?? (link ? undefined : this.problem);
    return html`${
        link
          ? html`<slot @slotchange=${this.#lookForLink}></slot>`
          : html`<button
              part="base"
              class="button dial ${this.isDialling ? 'calling' : ''}"
              type="button"
              lang=${this.locale}
              aria-disabled=${this.problem || this.isDialling ? 'true' : nothing}
              aria-describedby="tip"
              @pointerenter=${() => this.prepare()}
              @focus=${() => this.prepare()}
              @blur=${() => (this.failure = undefined)}
              @click=${() => this.#call()}
            >
              ${icon(iconPhone)}
              <span part="label" class=${this.iconOnly ? 'visually-hidden' : 'label'}>
                <slot @slotchange=${this.#lookForLink}>${words.callTo(this.target)}</slot>
              </span>
            </button>`
      }
      <div
        part="tip"
        class="tip raised notice ${this.failure ? 'failure' : failure ? 'reason' : ''}"
        id="tip"
        role="status"
        lang=${this.locale}
      >
        ${failure ? html`${icon(iconTriangleAlert)}<span>${words[failure]}</span>` : nothing}
      </div>`;
  }

  #lookForLink(event: Event): void {
    const elements = (event.target as HTMLSlotElement).assignedElements({ flatten: true });
    this.link =
      elements
        .map((element) => element.closest('a') ?? element.querySelector('a'))
        .find((link) => link && linkTarget(link.href, link.text) !== undefined) ?? undefined;
  }

  /** Anything but a plain click is the browser's, and so is every click while no call can be made. */
  #onClick(event: MouseEvent): void {
    if (!this.link) return;
    const isPlain =
      event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    const clicked = (event.target as Element).closest('a');
    const target = clicked ? this.target || linkTarget(clicked.href, clicked.text) : undefined;
    // A script that clicks what somebody put into the page is no person who wants to call.
    if (!isPlain || !event.isTrusted || event.defaultPrevented || this.problem || !target) return;
    event.preventDefault();
    void this.#call(target);
  }

  async #call(target = this.target): Promise<void> {
    if (!target || this.problem || this.isDialling) return;
    if (requestIntent(this, 'cadran-dial-request', { target })) await this.dial(target);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cadran-dial-button': CadranDialButton;
  }
}
