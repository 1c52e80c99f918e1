import { isConnected, type ConnectionState } from '../../connection/connection-state.js';

/** What depends on the connection, as it comes and goes. */
export interface ConnectionEvents {
  onLost(): void;
  /** `again` when it had been lost before. */
  onUp(again: boolean): void;
  /** Runs a task after 64*T1; returns what calls it off. */
  afterTimeout(task: () => void): () => void;
}

/** Remembers the connection, and lets wait for it what can only be sent over one. */
export class ConnectionWatch {
  readonly #events: ConnectionEvents;
  readonly #waiting = new Set<() => void>();
  #up = false;
  #losses = 0;

  constructor(events: ConnectionEvents) {
    this.#events = events;
  }

  get isUp(): boolean {
    return this.#up;
  }

  /** How often it was lost so far: tells a silent server from one that could not be heard. */
  get outages(): number {
    return this.#losses;
  }

  onState(state: ConnectionState): void {
    const before = this.#up;
    this.#up = isConnected(state);
    if (before && !this.#up) {
      this.#losses += 1;
      this.#events.onLost();
    } else if (!before && this.#up) {
      this.#events.onUp(this.#losses > 0);
      const tasks = [...this.#waiting];
      this.#waiting.clear();
      for (const task of tasks) task();
    }
  }

  /** Runs `task` now or when there is a connection again; `giveUp` instead when there is none for 64*T1. */
  whenUp(task: () => void, giveUp: () => void): void {
    if (this.#up) {
      task();
      return;
    }
    const cancel = this.#events.afterTimeout(() => {
      this.#waiting.delete(run);
      giveUp();
    });
    const run = (): void => {
      cancel();
      task();
    };
    this.#waiting.add(run);
  }
}
