import { AsyncDirective, directive } from 'lit/async-directive.js';
import type { DirectiveResult } from 'lit/directive.js';

import { clockDuration } from './locale/format.js';

const second = 1000;

/** A running clock. It writes its own text once a second and renders nothing else; it stops when it is taken away. */
class ElapsedDirective extends AsyncDirective {
  #since = 0;
  #locale = 'en';
  #timer: ReturnType<typeof setTimeout> | undefined;

  override render(since: number, locale: string): string {
    this.#since = since;
    this.#locale = locale;
    if (this.isConnected) this.#wait();
    return clockDuration(Date.now() - since, locale);
  }

  override disconnected(): void {
    clearTimeout(this.#timer);
  }

  override reconnected(): void {
    this.#tick();
  }

  /** Until the second turns, so that clocks on one page turn together. */
  #wait(): void {
    clearTimeout(this.#timer);
    const elapsed = Math.max(0, Date.now() - this.#since);
    this.#timer = setTimeout(() => this.#tick(), second - (elapsed % second));
  }

  #tick(): void {
    this.setValue(clockDuration(Date.now() - this.#since, this.#locale));
    this.#wait();
  }
}

/** The time since `since` (epoch milliseconds), running, as a clock shows it. */
export function elapsed(since: number, locale: string): DirectiveResult {
  return directive(ElapsedDirective)(since, locale);
}
