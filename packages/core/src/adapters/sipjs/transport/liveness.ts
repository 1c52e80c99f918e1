import type { Clock } from '../../../kernel/clock.js';
import { ping, type FrameKind } from './frame-kind.js';
import type { ListedServer } from './server-url.js';

export interface LivenessOptions {
  readonly clock: Clock;
  /** Keeps what is learnt of the server's way with CRLF from one connection to the next. */
  readonly server: Pick<ListedServer, 'ignoresPings'>;
  /** Milliseconds from the last sign of life to the next question. */
  readonly silence: number;
  /** Milliseconds an answer may take, of two questions each. */
  readonly patience: number;
  readonly send: (text: string) => void;
  /** Asks the server something any SIP server answers. */
  readonly probe: () => void;
  /** True when something speaks against the connection, false with each sign of life. */
  readonly onDoubt: (doubted: boolean) => void;
  readonly onDead: () => void;
}

/**
 * Watches one connection for both directions: only an answer to something we sent counts as life, RFC 5626 §4.4.1. It is
 * dead when it answered neither of two questions; the machine may have slept through the first.
 */
export class Liveness {
  #silence: number;
  /** Questions that may go unanswered still; 0 when none is out. */
  #left = 0;
  #hasPonged = false;
  #cancelTimer = (): void => undefined;

  constructor(private readonly options: LivenessOptions) {
    this.#silence = options.silence;
    this.#rest();
  }

  heard(kind: FrameKind): void {
    // A lone CRLF that answers nothing says only that we can hear.
    if (kind === 'pong' && this.#left > 0) this.#hasPonged = true;
    else if (kind !== 'response') return;
    // CRLF had its time.
    if (this.#left === 1 && !this.#hasPonged) this.options.server.ignoresPings = true;
    this.#left = 0;
    this.#rest();
    this.options.onDoubt(false);
  }

  /** Something hints that the connection may be dead: asks now, unless a question is out already. */
  check(): void {
    if (this.#left === 0) this.#ask(2);
    this.options.onDoubt(true);
  }

  setSilence(milliseconds: number): void {
    this.#silence = milliseconds;
    if (this.#left === 0) this.#rest();
  }

  /** `byPeer` when the socket closed under us. */
  end(byPeer: boolean): void {
    // OpenSIPS parses a ping as a message and may hang up on it.
    if (byPeer && this.#left === 2 && !this.#hasPonged) this.options.server.ignoresPings = true;
    this.#cancelTimer();
  }

  #rest(): void {
    this.#schedule(() => this.#ask(2), this.#silence);
  }

  #schedule(task: () => void, delay: number): void {
    this.#cancelTimer();
    this.#cancelTimer = this.options.clock.schedule(task, delay);
  }

  #ask(left: 1 | 2): void {
    const { server, patience, probe, send, onDead, onDoubt } = this.options;
    this.#left = left;
    this.#schedule(left === 1 ? onDead : () => this.#ask(1), patience);
    if (left === 2 && !server.ignoresPings) send(ping);
    else probe();
    if (left === 1) onDoubt(true);
  }
}
