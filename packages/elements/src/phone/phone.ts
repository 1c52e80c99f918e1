import {
  CadranError,
  createSharedPhone,
  type CredentialsSource,
  type Phone,
  type PhoneOptions,
  type SharedPhoneOptions,
} from '@cadran/core';
import { ContextProvider } from '@lit/context';
import { css, html, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';

import { CadranElement } from '../internal/cadran-element.js';
import { phoneContext } from '../internal/phone-context.js';
import { announceLine, joinLines, type Line } from '../internal/phone-lookup.js';
import { placeholderPhone } from '../internal/placeholder-phone.js';
import { loadConfig } from './load-config.js';
import { loadEngine, type CreatePhone } from './load-engine.js';
import { persist, type Persistence } from './persist.js';
import { isSameOptions, phoneOptions, type PhoneConfig } from './phone-logic.js';

interface OwnPhone {
  readonly options: PhoneOptions;
  readonly create: CreatePhone;
}

/**
 * The line: makes a phone from its attributes or from a `config` URL and offers it to the elements inside, to those that
 * name it by `for`, and, as the page's only line, to all others. It shows nothing of its own. A change of its attributes
 * makes a new phone once the calls of the old one are over; taking it out of the page ends them.
 *
 * @summary The line of a page.
 * @slot - Elements that use this line.
 * @fires {Event} cadran-phone-ready - `phone` is there, or is another one. Does not bubble.
 */
export class CadranPhone extends CadranElement implements Line {
  /** Where the script tag's worker is; `cadran.js` says so. */
  static workerUrl: string | undefined;

  static override styles: CSSResultGroup = css`
    :host {
      display: contents;
    }
  `;

  /** WebSocket URLs of the SIP server, separated by spaces, tried in order. */
  @property() server: string | undefined;

  /** Our address, `sip:alice@example.org`. */
  @property() uri: string | undefined;

  /** The name others see. */
  @property({ attribute: 'display-name' }) displayName: string | undefined;

  /** URL of this origin that answers `{ servers, uri, displayName, credentials, iceServers }`; attributes win over it. */
  @property() config: string | undefined;

  /** Connects without signing in. */
  @property({ type: Boolean, attribute: 'no-register' }) noRegister = false;

  /**
   * One phone for all pages of the site: calls go on while one page is left and the next one loads, and a call rings
   * once however many pages are open. Every page sets it, with the same options.
   */
  @property({ type: Boolean }) shared = false;

  /** Where `cadran-worker.js` is, which holds a shared phone; beside `cadran.js` unless named here. */
  @property({ attribute: 'worker-url' }) workerUrl: string | undefined;

  /** What proves who we are, or a function that gets it each time it is needed. */
  @property({ attribute: false }) credentials: CredentialsSource | undefined;

  /** Any further options of `createPhone`. */
  @property({ attribute: false }) options: Partial<PhoneOptions> | undefined;

  /** Makes the phone; `createPhone`, which is loaded for that, unless it shall live elsewhere than in this page. */
  @property({ attribute: false }) create: CreatePhone | undefined;

  readonly #provider = new ContextProvider(this, { context: phoneContext });
  #offered: Phone | undefined;
  #given: Phone | undefined;
  #own: { readonly phone: Phone; readonly options: PhoneOptions } | undefined;
  #setup = new AbortController();
  #leave: (() => void) | undefined;

  /** The phone in use, undefined until there is one. One set here is used instead, and never disposed of by us. */
  get phone(): Phone | undefined {
    return this.#given ?? this.#own?.phone;
  }

  set phone(phone: Phone | undefined) {
    const previous = this.#given;
    this.#given = phone;
    this.requestUpdate('phone', previous);
  }

  /** @internal */
  get offered(): Phone | undefined {
    return this.#offered;
  }

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, 'id'];
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    super.attributeChangedCallback(name, old, value);
    if (name === 'id' && this.isConnected) announceLine(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#leave = joinLines(this);
    if (this.hasUpdated && !this.phone) void this.#configure();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#leave?.();
    // An element that only moves is back by then, and its calls go on.
    setTimeout(() => {
      if (!this.isConnected) this.#stop();
    });
  }

  override updated(changed: PropertyValues): void {
    if (changed.size > 0 || !this.#offered) void this.#configure();
  }

  override render(): TemplateResult {
    return html`<slot></slot>`;
  }

  #stop(): void {
    this.#setup.abort();
    void this.#own?.phone.dispose();
    this.#own = undefined;
    this.#offer(this.#given);
  }

  /** Brings the phone in line with the properties; a later call takes over from an earlier one. */
  async #configure(): Promise<void> {
    this.#setup.abort();
    const { signal } = (this.#setup = new AbortController());
    if (!this.isConnected) return;
    try {
      if (this.#given) this.#replaceOwn(undefined, signal);
      else await this.#makeOwn({ signal, onFailure: (error) => this.#explain(error) });
    } catch (error) {
      if (!signal.aborted) this.#explain(error);
    }
  }

  async #makeOwn(how: Persistence): Promise<void> {
    // The engine comes along with the configuration, so that it costs no further way to the server and back.
    if (this.config && !this.create && !this.shared) loadEngine().catch(() => undefined);
    const options = await this.#gather(how);
    if (!this.create) this.#showConnecting();
    const make = this.create ?? (this.shared ? createSharedPhone : undefined);
    const create = make ?? (await persist(loadEngine, how));
    this.#replaceOwn({ options, create }, how.signal);
  }

  async #gather(how: Persistence): Promise<PhoneOptions> {
    let loaded: PhoneConfig = {};
    if (this.config) {
      this.#showConnecting();
      loaded = await loadConfig(this.config, how);
    }
    const options = phoneOptions(this.options ?? {}, loaded, this.#attributes());
    if (options) return options;
    throw new CadranError('config/invalid', { detail: 'no server or no uri' });
  }

  #attributes(): Partial<SharedPhoneOptions> {
    const servers = this.server?.split(/\s+/).filter(Boolean);
    const workerUrl = this.workerUrl ?? CadranPhone.workerUrl;
    return {
      ...(servers?.length ? { servers } : {}),
      ...(this.uri ? { uri: this.uri } : {}),
      ...(this.displayName ? { displayName: this.displayName } : {}),
      ...(this.credentials ? { credentials: this.credentials } : {}),
      ...(this.noRegister ? { register: false } : {}),
      ...(this.shared && workerUrl ? { workerUrl } : {}),
    };
  }

  /** A running call keeps its phone; the next one is made when the last call is over. */
  #replaceOwn(next: OwnPhone | undefined, signal: AbortSignal): void {
    const own = this.#own;
    if (own && next && isSameOptions(own.options, next.options)) return;
    if (own && hasLiveCall(own.phone)) {
      const end = own.phone.state.subscribe(
        () => {
          if (hasLiveCall(own.phone)) return;
          end();
          void this.#configure();
        },
        { signal },
      );
      return;
    }
    void own?.phone.dispose();
    this.#own = undefined;
    if (next) {
      const { options, create } = next;
      this.#own = { options, phone: create(options) };
    }
    if (this.#offered === this.phone) return;
    this.#offer(this.phone);
    if (this.phone) this.dispatchEvent(new Event('cadran-phone-ready'));
  }

  #showConnecting(): void {
    if (!this.phone) this.#offer(placeholderPhone({ status: 'connecting' }));
  }

  /** Lets the elements say why there is no phone. */
  #explain(error: unknown): void {
    const reason = error instanceof CadranError ? error.code : 'config/invalid';
    if (!this.phone) this.#offer(placeholderPhone({ status: 'offline', reason }));
  }

  #offer(phone: Phone | undefined): void {
    if (phone === this.#offered) return;
    this.#offered = phone;
    this.#provider.setValue(phone);
    announceLine(this);
  }
}

function hasLiveCall({ state }: Phone): boolean {
  return Object.values(state.get().calls).some(({ status }) => status !== 'ended');
}

declare global {
  interface HTMLElementTagNameMap {
    'cadran-phone': CadranPhone;
  }

  interface HTMLElementEventMap {
    'cadran-phone-ready': Event;
  }
}
