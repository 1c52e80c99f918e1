import type { Clock } from '../src/clock.js';

/** A clock that a test turns by hand. */
export class ManualClock implements Clock {
  #now = 1_700_000_000_000;
  #tasks: { at: number; task: () => void }[] = [];

  get pending(): number {
    return this.#tasks.length;
  }

  now(): number {
    return this.#now;
  }

  schedule(task: () => void, delay: number): () => void {
    const entry = { at: this.#now + delay, task };
    this.#tasks.push(entry);
    return () => {
      this.#tasks = this.#tasks.filter((other) => other !== entry);
    };
  }

  /** Turns the clock forward and runs what comes due, in order. */
  advance(milliseconds: number): void {
    const until = this.#now + milliseconds;
    for (;;) {
      const due = this.#tasks.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      this.#tasks = this.#tasks.filter((other) => other !== due);
      this.#now = Math.max(this.#now, due.at);
      due.task();
    }
    this.#now = until;
  }
}
