import type { ReactiveController, ReactiveControllerHost } from 'lit';

import { clockDuration } from './locale/format.js';

const second = 1000;

/**
 * The running clocks of an element: whatever has `data-since` (epoch milliseconds) in its shadow root. It writes their
 * text once a second and renders nothing.
 */
export class RunningClocks implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #locale: () => string;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement, locale: () => string) {
    this.#host = host;
    this.#locale = locale;
    host.addController(this);
  }

  hostConnected(): void {
    this.#tick();
  }

  hostUpdated(): void {
    if (this.#host.isConnected) this.#tick();
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
  }

  /** Each clock turns with its own second. */
  #tick(): void {
    clearTimeout(this.#timer);
    const clocks = this.#host.shadowRoot?.querySelectorAll<HTMLElement>('[data-since]') ?? [];
    let wait = Infinity;
    for (const clock of clocks) {
      const elapsed = Math.max(0, Date.now() - Number(clock.dataset['since']));
      clock.textContent = clockDuration(elapsed, this.#locale());
      wait = Math.min(wait, second - (elapsed % second));
    }
    if (wait <= second) this.#timer = setTimeout(() => this.#tick(), wait);
  }
}
