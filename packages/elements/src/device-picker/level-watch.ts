import type { Phone } from '@cadran/core';
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Milliseconds after which an open microphone closes by itself. */
const longestTest = 15_000;

/** Listens to the microphone while somebody tries it; the loudness goes to `show` and nowhere else. */
export class LevelWatch implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #show: (level: number) => void;
  #running: AbortController | undefined;

  constructor(host: ReactiveControllerHost, show: (level: number) => void) {
    this.#host = host;
    this.#show = show;
    host.addController(this);
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  hostDisconnected(): void {
    this.stop();
  }

  /** Resolves when the microphone is open; rejects with `media/*`. */
  async start({ devices }: Phone): Promise<void> {
    this.stop();
    const running = (this.#running = new AbortController());
    const timer = setTimeout(() => this.stop(), longestTest);
    running.signal.addEventListener('abort', () => clearTimeout(timer));
    this.#host.requestUpdate();
    try {
      await devices.testMicrophone?.(this.#show, { signal: running.signal });
    } catch (error) {
      if (running.signal.aborted) return;
      this.stop();
      throw error;
    }
  }

  stop(): void {
    this.#running?.abort();
    this.#running = undefined;
    this.#show(0);
    this.#host.requestUpdate();
  }
}
