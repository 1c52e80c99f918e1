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
export interface Liveness {
  heard(kind: FrameKind): void;
  /** Asks now, unless a question is out already. */
  check(): void;
  setSilence(milliseconds: number): void;
  /** `byPeer` when the socket closed under us. */
  end(byPeer: boolean): void;
}

export function createLiveness(options: LivenessOptions): Liveness {
  const { clock, habits, patience } = options;
  let silence = options.silence;
  let question: 'ping' | 'probe' | undefined;
  let hasPonged = false;
  let cancelTimer = rest();

  function rest(): () => void {
    return clock.schedule(check, silence);
  }

  function alive(): void {
    if (question === 'probe' && !hasPonged) habits.ignoresPings = true;
    question = undefined;
    cancelTimer();
    cancelTimer = rest();
  }

  function check(): void {
    if (question !== undefined) return;
    cancelTimer();
    if (habits.ignoresPings && options.probe) askByProbe(options.probe);
    else askByPing(true);
  }

  function askByPing(mayRepeat: boolean): void {
    question = 'ping';
    const due = clock.now() + patience;
    cancelTimer = clock.schedule(() => {
      // The machine slept, or was too busy to hear: what came meanwhile is still to be read.
      if (mayRepeat && clock.now() - due > patience) askByPing(false);
      else if (hasPonged) options.onDead();
      else if (options.probe) askByProbe(options.probe);
      // Nothing that this server must answer can be asked: it is left in peace.
      else alive();
    }, patience);
    options.send(ping);
  }

  function askByProbe(probe: () => Promise<void>): void {
    question = 'probe';
    cancelTimer = clock.schedule(options.onDead, patience);
    const timer = cancelTimer;
    const settled = (settle: () => void) => (): void => {
      if (question === 'probe' && cancelTimer === timer) settle();
    };
    Promise.resolve().then(probe).then(settled(alive), settled(options.onDead));
  }

  return {
    heard(kind) {
      // A lone CRLF that answers nothing says only that we can hear.
      if (kind === 'pong' && question !== undefined) hasPonged = true;
      else if (kind !== 'response') return;
      alive();
    },
    check,
    setSilence(milliseconds) {
      silence = milliseconds;
      if (question === undefined) alive();
    },
    end(byPeer) {
      // OpenSIPS parses a ping as a message and may hang up on it.
      if (byPeer && question === 'ping' && !hasPonged) habits.ignoresPings = true;
      cancelTimer();
      question = undefined;
      cancelTimer = () => undefined;
    },
  };
}
