import type { Clock } from '../clock.js';
import { cloneMessage, type SipMessage } from '../message/message.js';

/** A message on its way through the switchboard's door. */
export interface Passing {
  /** `in` is towards the switchboard. */
  readonly direction: 'in' | 'out';
  /** The connection, such as `ws-3` or `peer-600`. */
  readonly flow: string;
  /** Who is at the other end: a user, an extension, or the connection while nobody is known. */
  readonly party: string;
  /** A copy: change it freely and hand it back as `rewrite`. */
  readonly message: SipMessage;
}

/** What to do with a message. Nothing (`undefined`): let it pass. */
export type Fault =
  | undefined
  | 'drop'
  | {
      /** Milliseconds to hold it back. Later messages may overtake it. */
      readonly delay?: number;
      /** How often to deliver it in all, 1 to 100. */
      readonly copies?: number;
      /** What to deliver instead; a string goes out byte for byte, broken as it may be. */
      readonly rewrite?: SipMessage | string;
    };

/** Looks at each message and says what shall go wrong with it. */
export type Interceptor = (passing: Passing) => Fault;

/** What is left of a message after every interceptor has had its say. */
export interface Outcome {
  readonly frame: SipMessage | string;
  readonly delay: number;
  readonly copies: number;
  /** For the ladder; undefined when nothing was done. */
  readonly note: string | undefined;
}

/** The test's hand on the wire. */
export class Interceptors {
  readonly #clock: Clock;
  readonly #all = new Set<Interceptor>();
  readonly #pending = new Set<() => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Adds an interceptor; the returned function takes it out again. */
  add(interceptor: Interceptor): () => void {
    const own: Interceptor = (passing) => interceptor(passing);
    this.#all.add(own);
    return () => {
      this.#all.delete(own);
    };
  }

  /** Asks every interceptor in the order they were added. */
  judge(passing: Omit<Passing, 'message'>, message: SipMessage): Outcome {
    let frame: SipMessage | string = message;
    let delay = 0;
    let copies = 1;
    const notes: string[] = [];
    for (const interceptor of this.#all) {
      if (typeof frame === 'string') break;
      const fault = interceptor({ ...passing, message: cloneMessage(frame) });
      if (fault === undefined) continue;
      if (fault === 'drop') return { frame, delay, copies: 0, note: 'dropped' };
      if (fault.rewrite !== undefined) {
        frame = fault.rewrite;
        notes.push('rewritten');
      }
      if (fault.delay !== undefined && fault.delay > 0) {
        delay += fault.delay;
        notes.push(`delayed ${fault.delay} ms`);
      }
      if (fault.copies !== undefined && fault.copies !== 1) {
        copies = Math.min(100, Math.max(0, Math.trunc(fault.copies)));
        notes.push(`${copies} copies`);
      }
    }
    return { frame, delay, copies, note: notes.length === 0 ? undefined : notes.join(', ') };
  }

  /** Runs `deliver` as often and as late as the outcome says. */
  carryOut(outcome: Outcome, deliver: () => void): void {
    const run = (): void => {
      for (let copy = 0; copy < outcome.copies; copy += 1) deliver();
    };
    if (outcome.delay === 0) {
      run();
      return;
    }
    const cancel = this.#clock.schedule(() => {
      this.#pending.delete(cancel);
      run();
    }, outcome.delay);
    this.#pending.add(cancel);
  }

  dispose(): void {
    this.#all.clear();
    for (const cancel of this.#pending) cancel();
    this.#pending.clear();
  }
}
