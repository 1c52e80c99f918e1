import type { Random } from '../../../kernel/random.js';

/** Where in the list of servers the next attempt goes, and after how long. Never ends. */
export interface Backoff {
  /** Index of the server to try now. */
  readonly server: number;
  /** Notes a failure of that server; returns milliseconds to wait before the next attempt. */
  failed(): number;
  /** Starts over, at the first server and with the shortest wait, which it returns. */
  restart(): number;
}

/**
 * Tries the servers in order without waiting, then waits before it starts again. Full jitter spreads the clients of a
 * server that restarts over the whole wait; with half of it they would come in a wave.
 */
export function createBackoff(options: {
  readonly servers: number;
  readonly random: Random;
  /** Milliseconds. */
  readonly base: number;
  readonly cap: number;
}): Backoff {
  let server = 0;
  let pass = 0;
  return {
    get server() {
      return server;
    },
    failed() {
      server = (server + 1) % options.servers;
      if (server !== 0) return 0;
      pass += 1;
      return options.random() * Math.min(options.cap, options.base * 2 ** (pass - 1));
    },
    restart() {
      server = pass = 0;
      return options.random() * options.base;
    },
  };
}
