import type { CallContext } from './call-context.js';
import { isOver, requireLive } from './call-context.js';
import { withInCall } from './in-call.js';
import { answerDirection, holdsUs } from './sdp-direction.js';

interface OfferReceived {
  readonly exchange: string;
  readonly sdp?: string;
}

type Answer = Required<OfferReceived>;

/** They renegotiate: answered by what our own hold allows, refused with 488 when media cannot; the session is then as before. */
export function heardOffer(context: CallContext, { exchange, sdp }: OfferReceived): void {
  const { id, env, exchanges } = context;
  void exchanges.run(async () => {
    try {
      requireLive(context);
      if (sdp !== undefined) await answerTheirs(context, exchange, sdp);
      else await withInCall(context, 'media/failed', (it) => it.offerOurs(context, exchange));
    } catch (error) {
      if (isOver(context)) return;
      env.note('warn', 'an offer was refused', error);
      env.signaling.answerOffer(id, exchange, null);
    }
  });
}

async function answerTheirs(context: CallContext, exchange: string, sdp: string): Promise<void> {
  const { id, env, get, apply } = context;
  // What is not agreed yet counts as held: silence is the safe side.
  const direction = answerDirection(sdp, get().hold !== 'active');
  const answer = await env.media.answer(id, sdp, { direction });
  if (isOver(context)) return;
  env.signaling.answerOffer(id, exchange, answer);
  apply({ type: 'remote-hold', held: holdsUs(sdp) });
}

export function heardOfferAnswered({ wire }: CallContext, { exchange, sdp }: Answer): void {
  wire.awaited.get(exchange)?.resolve(sdp);
}
