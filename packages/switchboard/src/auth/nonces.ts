import type { Clock } from '../clock.js';
import { randomToken } from '../message/identifier.js';

/** Nonces remembered at once; the oldest is forgotten first and then reads as stale. */
const CAPACITY = 10_000;

/** Issues nonces and watches that each count is used once (RFC 7616 §5.4). */
export class Nonces {
  readonly #clock: Clock;
  readonly #lifetime: number;
  readonly #issued = new Map<string, { at: number; count: number }>();

  /** `lifetime` in milliseconds. */
  constructor(clock: Clock, lifetime: number) {
    this.#clock = clock;
    this.#lifetime = lifetime;
  }

  issue(): string {
    const nonce = randomToken() + randomToken();
    this.#issued.set(nonce, { at: this.#clock.now(), count: 0 });
    const oldest = this.#issued.keys().next();
    if (this.#issued.size > CAPACITY && !oldest.done) this.#issued.delete(oldest.value);
    return nonce;
  }

  /** Whether the nonce is ours and young, and `count` is above every count seen with it. */
  spend(nonce: string, count: number): boolean {
    const known = this.#issued.get(nonce);
    if (known === undefined) return false;
    if (this.#clock.now() - known.at > this.#lifetime) {
      this.#issued.delete(nonce);
      return false;
    }
    if (count <= known.count) return false;
    known.count = count;
    return true;
  }

  /** Makes every nonce stale at once, as a restarted server would. */
  forget(): void {
    this.#issued.clear();
  }
}
