import type { SignalingFact } from '../../ports/signaling.js';

/**
 * Delivers facts in order, never inside the command or the message that brings them about: a listener may at once command
 * again without meeting a half-done state.
 */
export class FactQueue {
  readonly #facts: SignalingFact[] = [];
  readonly #onError: (error: unknown) => void;
  #listener: ((fact: SignalingFact) => void) | undefined;
  #scheduled = false;

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  listen(listener: (fact: SignalingFact) => void): void {
    this.#listener = listener;
  }

  push(fact: SignalingFact): void {
    this.#facts.push(fact);
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => this.#deliver());
  }

  #deliver(): void {
    // First, so that not even an error of `onError` stops what follows.
    this.#scheduled = false;
    for (let fact = this.#facts.shift(); fact; fact = this.#facts.shift()) {
      try {
        this.#listener?.(fact);
      } catch (error) {
        this.#onError(error);
      }
    }
  }
}
