import type { Clock } from '../../../kernel/clock.js';
import { ping, type FrameKind } from './frame-kind.js';

/** What is known of a server's way with CRLF, kept from one connection to the next. */
export interface ServerHabits {
  /** Never answers CRLF, or takes it for an error: it is asked by OPTIONS at once. */
  ignoresPings: boolean;
}

export interface LivenessOptions {
  readonly clock: Clock;
  readonly habits: ServerHabits;
  /** Milliseconds from the last sign of life to the next question. */
  readonly silence: number;
  /** Milliseconds an answer may take. */
  readonly patience: number;
  readonly send: (text: string) => void;
  /** Asks the server something any SIP server answers; resolves when it did. */
  readonly probe: (() => Promise<void>) | undefined;
  readonly onDead: () => void;
}

/** Watches one connection for both directions: only an answer to something we sent counts as life, RFC 5626 §4.4.1. */
export class Liveness {
  #silence: number;
  #question: 'ping' | 'probe' | undefined;
  #hasPonged = false;
  #cancelTimer = (): void => undefined;

  constructor(private readonly options: LivenessOptions) {
    this.#silence = options.silence;
    this.#rest();
  }

  heard(kind: FrameKind): void {
    // A lone CRLF that answers nothing says only that we can hear.
    if (kind === 'pong' && this.#question !== undefined) this.#hasPonged = true;
    else if (kind !== 'response') return;
    this.#alive();
  }

  /** Asks now, unless a question is out already. */
  check(): void {
    if (this.#question !== undefined) return;
    const { habits, probe } = this.options;
    if (habits.ignoresPings && probe) this.#askByProbe(probe);
    else this.#askByPing(true);
  }

  setSilence(milliseconds: number): void {
    this.#silence = milliseconds;
    if (this.#question === undefined) this.#rest();
  }

  /** `byPeer` when the socket closed under us. */
  end(byPeer: boolean): void {
    // OpenSIPS parses a ping as a message and may hang up on it.
    if (byPeer && this.#question === 'ping' && !this.#hasPonged) {
      this.options.habits.ignoresPings = true;
    }
    this.#question = undefined;
    this.#cancelTimer();
    // A probe still under way must not find its timer.
    this.#cancelTimer = () => undefined;
  }

  #rest(): void {
    this.#schedule(() => this.check(), this.#silence);
  }

  #schedule(task: () => void, delay: number): void {
    this.#cancelTimer();
    this.#cancelTimer = this.options.clock.schedule(task, delay);
  }

  #alive(): void {
    if (this.#question === 'probe' && !this.#hasPonged) this.options.habits.ignoresPings = true;
    this.#question = undefined;
    this.#rest();
  }

  #askByPing(mayRepeat: boolean): void {
    const { clock, patience, probe } = this.options;
    const due = clock.now() + patience;
    this.#question = 'ping';
    this.#schedule(() => {
      // The machine slept, or was too busy to hear: what came meanwhile is still to be read.
      if (mayRepeat && clock.now() - due > patience) this.#askByPing(false);
      else if (this.#hasPonged) this.options.onDead();
      else if (probe) this.#askByProbe(probe);
      // Nothing that this server must answer can be asked: it is left in peace.
      else this.#alive();
    }, patience);
    this.options.send(ping);
  }

  #askByProbe(probe: () => Promise<void>): void {
    this.#question = 'probe';
    this.#schedule(this.options.onDead, this.options.patience);
    const timer = this.#cancelTimer;
    const settled = (settle: () => void) => (): void => {
      if (this.#question === 'probe' && this.#cancelTimer === timer) settle();
    };
    const answered = settled(() => this.#alive());
    Promise.resolve().then(probe).then(answered, settled(this.options.onDead));
  }
}
