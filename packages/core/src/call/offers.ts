import { within } from '../kernel/clock.js';
import { createDeferred } from '../kernel/deferred.js';
import type { CallContext } from './call-context.js';
import { isOver, requireLive } from './call-context.js';
import { answerDirection, holdsUs, offerDirection } from './sdp-direction.js';

interface OfferReceived {
  readonly exchange: string;
  readonly sdp?: string;
}

type Answer = Required<OfferReceived>;

/** Milliseconds their ACK with an answer may take: 64*T1 (RFC 3261 §17). */
const ANSWER_TIME = 32_000;

/** They renegotiate: answered by what our own hold allows, refused with 488 when media cannot; the session is then as before. */
export function heardOffer(context: CallContext, { exchange, sdp }: OfferReceived): void {
  const { id, env, exchanges } = context;
  const handle =
    sdp === undefined ? offerOurs(context, exchange) : answerTheirs(context, exchange, sdp);
  void exchanges.run(async () => {
    try {
      requireLive(context);
      await handle();
    } catch (error) {
      if (isOver(context)) return;
      env.note('warn', 'an offer was refused', error);
      env.signaling.answerOffer(id, exchange, null);
    }
  });
}

function answerTheirs(context: CallContext, exchange: string, sdp: string) {
  const { id, env, apply } = context;
  return async (): Promise<void> => {
    const direction = answerDirection(sdp, heldByUs(context));
    const answer = await env.media.answer(id, sdp, { direction });
    if (isOver(context)) return;
    env.signaling.answerOffer(id, exchange, answer);
    apply({ type: 'remote-hold', held: holdsUs(sdp) });
  };
}

/** They ask for our offer (a re-INVITE without SDP) and answer it in their ACK. */
function offerOurs(context: CallContext, exchange: string) {
  const { id, env, get, wire, apply, over } = context;
  // Registered before the queue gets to it: the answer must find someone waiting.
  const awaited = createDeferred<string>();
  wire.awaited.set(exchange, awaited);
  return async (): Promise<void> => {
    try {
      const held = heldByUs(context);
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
  };
}

export function heardOfferAnswered({ wire }: CallContext, { exchange, sdp }: Answer): void {
  wire.awaited.get(exchange)?.resolve(sdp);
}

/** What is not agreed yet counts as held: silence is the safe side. */
function heldByUs({ get }: CallContext): boolean {
  return get().hold !== 'active';
}
