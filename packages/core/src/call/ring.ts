import type { CallContext } from './call-context.js';
import { endCall } from './end.js';
import { answerDirection } from './sdp-direction.js';
import { isRingingHere } from './select.js';

export function ring(context: CallContext): void {
  const { id, env, wire } = context;
  env.signaling.ring(id);
  const { offer } = wire;
  if (offer !== undefined)
    void env.media.prepare({ id, offer, direction: answerDirection(offer, false) });
  limitRinging(context);
}

/** Ends a call that rings when its time is over; again for one that could not be answered, whose time may be over already. */
export function limitRinging(context: CallContext): void {
  const { env, scope, get } = context;
  const limit = (): void => {
    if (!isRingingHere(get())) return;
    void endCall(context, { by: 'system', reason: 'no-answer' }, { reject: 480 });
  };
  scope.add(env.clock.schedule(limit, get().startedAt + env.options.ringTimeout - env.clock.now()));
}
