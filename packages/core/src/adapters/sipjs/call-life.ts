import type { Deferred } from '../../kernel/deferred.js';
import { CadranError, type SipOutcome } from '../../kernel/errors.js';
import type { CallId, EndedBy, EndReason, SignalingFact } from '../../ports/signaling.js';

export interface CallEnd {
  readonly by: EndedBy;
  readonly reason: EndReason;
  readonly sip?: SipOutcome;
}

/** A call as its parts see it: what they tell through it, and how they end it. */
export interface CallLife {
  readonly id: CallId;
  readonly ended: boolean;
  /** Says something of the call, unless it is over. */
  tell(fact: SignalingFact): void;
  /** Ends the call; the first one counts. */
  finish(end: CallEnd): void;
  /** What a caller waits for while the call lasts; the end of the call rejects it with `signaling/wrong-state`. */
  whileUp<Result>(result: Deferred<Result>): Promise<Result>;
}

export function endedError(): CadranError {
  return new CadranError('signaling/wrong-state', { detail: 'the call ended' });
}
