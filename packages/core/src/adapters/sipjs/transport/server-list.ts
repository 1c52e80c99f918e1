import type { Clock } from '../../../kernel/clock.js';
import type { Random } from '../../../kernel/random.js';
import type { ListedServer } from './server-url.js';

export interface ServerListOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Milliseconds. */
  readonly firstRetry: number;
  readonly backoffBase: number;
  readonly backoffCap: number;
  readonly stable: number;
}

/**
 * Which server to try, and after how long: by priority and weight (RFC 2782), each once without waiting, then over again
 * after a wait. Full jitter spreads the clients of a server that restarts over the whole wait; with half of it they would
 * come in a wave. Never ends.
 */
export class ServerList {
  /** The server in use or being tried. */
  current: ListedServer | undefined;
  #next: ListedServer | undefined;
  /** When the connection was opened that is open. */
  #openedAt = Infinity;
  #pass = 0;

  constructor(
    readonly servers: ListedServer[],
    readonly options: ServerListOptions,
  ) {
    this.restart();
    this.take();
  }

  /** Not the time of day, which people set. */
  get now(): number {
    const { clock } = this.options;
    return clock.elapsed?.() ?? clock.now();
  }

  /** The server to try now. */
  take(): ListedServer | undefined {
    return (this.current = this.#next);
  }

  opened(server: ListedServer): void {
    this.current = server;
    this.#openedAt = this.now;
  }

  /** Chooses the next after the current one failed, or asked us to go; returns milliseconds to wait. */
  failed(isAsked: boolean): number {
    const lasted = this.now - this.#openedAt;
    this.#openedAt = Infinity;
    if (lasted >= this.options.stable && !isAsked) return this.restart();
    if (this.current) this.current.isTried = true;
    this.#next = this.sorted().find(({ isTried }) => !isTried);
    return this.#next ? 0 : this.#begin(this.options.backoffBase * 2 ** this.#pass++);
  }

  /** Starts over, with the shortest wait, which it returns. */
  restart(): number {
    this.#pass = 0;
    return this.#begin(this.options.firstRetry);
  }

  /** In the order in which they are to be tried. */
  sorted(): ListedServer[] {
    const { now } = this;
    return this.servers.sort(
      (one, other) =>
        Math.max(one.outUntil, now) - Math.max(other.outUntil, now) ||
        one.priority - other.priority ||
        one.draw - other.draw,
    );
  }

  #begin(longest: number): number {
    const { random, backoffCap } = this.options;
    // Exponential times: the first is each server's with a chance in proportion to its weight, of which 0 is "very small".
    for (const server of this.servers) {
      server.isTried = false;
      server.draw = -Math.log(1 - random()) / (server.weight || 0.001);
    }
    [this.#next] = this.sorted();
    return random() * Math.min(backoffCap, longest);
  }
}
