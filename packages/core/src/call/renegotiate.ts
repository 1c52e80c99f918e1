import { wait } from '../kernel/clock.js';
import { CadranError } from '../kernel/errors.js';
import { between } from '../kernel/random.js';
import type { CallContext, Renegotiation } from './call-context.js';
import { requireLive } from './call-context.js';
import { holdsUs, offerDirection } from './sdp-direction.js';

/** Two sides that keep colliding this often do something else than negotiate. */
const MOST_ATTEMPTS = 5;
const LONGEST_RETRY_AFTER = 10;

/**
 * Offers a change of the session by a re-INVITE and takes the answer: the one place where glare is settled.
 * Between attempts the exchange queue is free, so that the offer of theirs we collided with gets its answer.
 * Rejects with what the wire or media said; the session is then as before.
 */
export async function renegotiate(context: CallContext, change: Renegotiation): Promise<void> {
  const { env, exchanges, scope } = context;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await exchanges.run(() => exchange(context, change));
      return;
    } catch (error) {
      const delay = retryDelay(context, error);
      if (delay === undefined || attempt === MOST_ATTEMPTS || scope.signal.aborted) throw error;
      env.note('info', 'glare', { attempt, delay });
      await wait(env.clock, delay, scope.signal);
    }
  }
}

async function exchange(context: CallContext, change: Renegotiation): Promise<void> {
  requireLive(context);
  const { id, env, apply } = context;
  try {
    const { sdp } = await env.signaling.reinvite(id, await makeOffer(context, change));
    await env.media.accept(id, sdp);
    // An answer to a hold cannot tell whether they hold us too; one to a full offer can.
    if (!change.heldByUs) apply({ type: 'remote-hold', held: holdsUs(sdp) });
  } catch (error) {
    await env.media.rollback(id).catch((failure: unknown) => {
      env.note('warn', 'rollback failed', failure);
    });
    throw error;
  }
}

/** Our offer for a change of the session. A fresh peer connection starts without microphone, mute and hold. */
export async function makeOffer(
  context: CallContext,
  { heldByUs, ...how }: Renegotiation,
): Promise<string> {
  const { id, env, get } = context;
  const direction = offerDirection(heldByUs, get().remoteHold);
  const sdp = await env.media.offer(id, { ...how, direction });
  requireLive(context);
  if (!how.fresh) return sdp;
  if (heldByUs) await env.media.setHeld(id, true);
  context.table.verbs.openMicrophoneMeanwhile(context);
  return sdp;
}

/**
 * Milliseconds to wait after a collision (RFC 3261 §14.1): whoever chose the Call-ID waits 2.1 to 4 s, the other
 * one 0 to 2 s, in steps of 10 ms. A 500 with a short Retry-After is the same collision seen from there (§14.2).
 */
function retryDelay({ env, get }: CallContext, error: unknown): number | undefined {
  if (!(error instanceof CadranError)) return undefined;
  if (error.code === 'signaling/glare') {
    const ours = get().direction === 'outgoing';
    const delay = ours ? between(env.random, 2_100, 4_000) : between(env.random, 0, 2_000);
    return Math.round(delay / 10) * 10;
  }
  const { status, retryAfter } = error.sip ?? {};
  if (status !== 500 || retryAfter === undefined || retryAfter > LONGEST_RETRY_AFTER)
    return undefined;
  return retryAfter * 1_000;
}
