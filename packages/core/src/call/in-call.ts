import { within } from '../kernel/clock.js';
import { CadranError, type ErrorCode } from '../kernel/errors.js';
import type { TransferFact, TransferRequestFact } from '../ports/signaling.js';
import type { CallContext, InCallVerbs } from './call-context.js';

/** Milliseconds that their REFER waits for the part which reads it, of the 32 s that it waits for an answer. */
const LOADING_TIME = 10_000;

/**
 * Does what a person asks of the part for calls that are up: at once where it is there, which it is soon after one is.
 * Rejects with `code` where it cannot be loaded.
 */
export async function withInCall<Result>(
  { env: { inCall } }: CallContext,
  code: ErrorCode,
  act: (verbs: InCallVerbs) => Promise<Result>,
): Promise<Result> {
  const notLoaded = (cause: unknown): never => {
    const detail = 'in-call.js is missing';
    throw new CadranError(code, { cause, detail, retryable: true });
  };
  return act(inCall.now ?? (await inCall.load().catch(notLoaded)));
}

/** The far side reports on the call we asked it to make. */
export function heardTransfer(context: CallContext, fact: TransferFact): void {
  context.apply(fact);
  if (fact.status === 'completed' || fact.status === 'failed') context.wire.referral?.resolve(fact);
}

/** The far side asks us to call somebody else; where nobody here can read that, it is refused. */
export function heardTransferRequest(context: CallContext, fact: TransferRequestFact): void {
  const { env } = context;
  if (env.inCall.now) {
    env.inCall.now.heardTransferRequest(context, fact);
    return;
  }
  const refuse = (error?: unknown): void => {
    env.note('warn', 'a transfer was refused', error);
    env.signaling.answerTransfer(fact.id, fact.exchange, 480);
  };
  within(env.clock, LOADING_TIME, env.inCall.load()).then(
    (verbs) => (verbs ? verbs.heardTransferRequest(context, fact) : refuse()),
    refuse,
  );
}
