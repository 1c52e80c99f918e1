import { within } from '../kernel/clock.js';
import { createDeferred } from '../kernel/deferred.js';
import { CadranError } from '../kernel/errors.js';
import type { TransferFact } from '../ports/signaling.js';
import type { CallContext } from './call-context.js';

/** Milliseconds a transfer's target may ring: Timer C of RFC 3261 §16.6, after which proxies give up too. */
const LONGEST_REFERRAL = 180_000;

/**
 * Asks the far side to call `target` and waits for how that goes (RFC 3515). Resolves when it reports success, or
 * leaves after it had agreed. Rejects with what the wire said.
 */
export async function refer(
  context: CallContext,
  target: string,
  options?: { replaces: string },
): Promise<void> {
  const { id, env, wire, over } = context;
  const outcome = createDeferred<TransferFact>();
  wire.referral = outcome;
  try {
    await env.signaling.refer(id, target, options);
    const settled = Promise.race([outcome.promise, over.then(() => 'left' as const)]);
    const result = await within(env.clock, LONGEST_REFERRAL, settled);
    if (result === undefined) throw new CadranError('signaling/timeout', { detail: 'no report' });
    if (result === 'left' || result.status === 'completed') return;
    throw new CadranError('signaling/rejected', result.sip ? { sip: result.sip } : {});
  } finally {
    delete wire.referral;
  }
}

/** The far side reports on the call we asked it to make. */
export function heardTransfer(context: CallContext, fact: TransferFact): void {
  context.apply(fact);
  if (fact.status === 'completed' || fact.status === 'failed') context.wire.referral?.resolve(fact);
}
