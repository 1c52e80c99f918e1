import { within } from '../kernel/clock.js';
import { createDeferred } from '../kernel/deferred.js';
import type { CallContext } from './call-context.js';
import { isOver, requireLive } from './call-context.js';
import { holdsUs, offerDirection } from './sdp-direction.js';

/** Milliseconds their ACK with an answer may take: 64*T1 (RFC 3261 §17). */
const ANSWER_TIME = 32_000;

/** They ask for our offer (a re-INVITE without SDP) and answer it in their ACK. */
export async function offerOurs(context: CallContext, exchange: string): Promise<void> {
  const { id, env, get, wire, apply, over } = context;
  requireLive(context);
  const awaited = createDeferred<string>();
  wire.awaited.set(exchange, awaited);
  try {
    // What is not agreed yet counts as held: silence is the safe side.
    const held = get().hold !== 'active';
    const direction = offerDirection(held, get().remoteHold);
    const offer = await env.media.offer(id, { direction });
    if (isOver(context)) return;
    env.signaling.answerOffer(id, exchange, offer);
    const answer = await within(env.clock, ANSWER_TIME, Promise.race([awaited.promise, over]));
    if (isOver(context)) return;
    if (answer === undefined) {
      await env.media.rollback(id);
      return;
    }
    await env.media.accept(id, answer);
    if (!held) apply({ type: 'remote-hold', held: holdsUs(answer) });
  } finally {
    wire.awaited.delete(exchange);
  }
}
