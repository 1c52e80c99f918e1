import type { Clock } from '../../kernel/clock.js';
import type { Log } from '../../kernel/log.js';
import type { MediaFact } from '../../ports/media.js';

/** Hands facts to whoever listens; one bad listener does not keep the others from hearing. */
export class Facts {
  readonly #clock: Clock;
  readonly #log: Log | undefined;
  readonly #listeners = new Set<(fact: MediaFact) => void>();

  constructor(clock: Clock, log: Log | undefined) {
    this.#clock = clock;
    this.#log = log;
  }

  listen(listener: (fact: MediaFact) => void, { signal }: { signal: AbortSignal }): void {
    if (signal.aborted) return;
    const entry = (fact: MediaFact): void => listener(fact);
    this.#listeners.add(entry);
    signal.addEventListener('abort', () => this.#listeners.delete(entry), { once: true });
  }

  emit(fact: MediaFact): void {
    if (fact.type === 'failed') this.#note('warn', `sound failed: ${fact.code}`);
    for (const listener of [...this.#listeners]) {
      try {
        listener(fact);
      } catch (error) {
        this.#note('error', 'a listener of media facts threw', error);
      }
    }
  }

  end(): void {
    this.#listeners.clear();
  }

  #note(level: 'warn' | 'error', message: string, detail?: unknown): void {
    this.#log?.({ level, area: 'media', message, at: this.#clock.now(), detail });
  }
}
