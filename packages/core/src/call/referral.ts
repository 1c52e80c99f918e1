import { within } from '../kernel/clock.js';
import { createDeferred } from '../kernel/deferred.js';
import { CadranError } from '../kernel/errors.js';
import type { TransferFact } from '../ports/signaling.js';
import type { CallContext } from './call-context.js';

/** Milliseconds a transfer's target may ring: Timer C of RFC 3261 §16.6, after which proxies give up too. */
const LONGEST_REFERRAL = 180_000;

/**
 * Asks the far side to call `target` and waits for how that goes. Resolves when it reports success and not before: a 202
 * promises only to try (RFC 3515 §2.4.2), and whoever leaves after it may have hung up on us as well as moved on.
 * Rejects with what the wire said.
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
    const settled = Promise.race([outcome.promise, over]);
    const report = await within(env.clock, LONGEST_REFERRAL, settled);
    if (!report) throw new CadranError('signaling/timeout', { detail: 'no report' });
    if (report.status === 'completed') return;
    throw new CadranError('signaling/rejected', report.sip ? { sip: report.sip } : {});
  } finally {
    delete wire.referral;
  }
}
