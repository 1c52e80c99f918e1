import { CadranError } from '../kernel/errors.js';
import type { CallContext } from './call-context.js';
import { commandFailed, isOver, wrongState } from './call-context.js';
import { endCall } from './end.js';
import { holdOthers, keepOneActive } from './one-active.js';
import { describeWithMicrophone } from './microphone.js';
import { limitRinging } from './ring.js';
import { answerDirection, holdsUs } from './sdp-direction.js';
import { isRingingHere } from './select.js';

interface AnswerOptions {
  /** The call whose place this one takes: it is not put on hold, since it ends. */
  readonly insteadOf?: CallContext;
}

/** Answers an incoming call: other calls on hold, our answer with the microphone, 200, and the caller's ACK. */
export async function answer(
  context: CallContext,
  { insteadOf }: AnswerOptions = {},
): Promise<void> {
  const { table, id, exchanges } = context;
  if (!isRingingHere(context.get()) || isOver(context)) throw wrongState(context.get().status);
  const focusBefore = table.focus;
  table.focus = id;
  context.apply({ type: 'answering' });
  try {
    const sdp = await exchanges.run(async () => {
      await holdOthers(context, insteadOf);
      return describeWithMicrophone(context, () => describe(context));
    });
    if (isOver(context)) throw new CadranError('call/answer-failed', { detail: 'ended meanwhile' });
    await confirm(context, sdp);
  } catch (error) {
    // Refused by media or by another call's hold, nothing has gone out: it rings on.
    if (table.focus === id) table.focus = focusBefore;
    if (isOver(context)) throw commandFailed('call/answer-failed', error);
    await ringAgain(context);
    throw isMediaError(error) ? error : commandFailed('call/answer-failed', error);
  }
  if (context.wire.needsSound) context.env.moves?.bringBack(context);
  if (!insteadOf) await keepOneActive(context);
}

/** Our answer to the offer of their INVITE, or our offer when they sent none (RFC 3261 §13.2.1). */
function describe({ id, env, wire }: CallContext): Promise<string> {
  if (wire.offer === undefined) return env.media.offer(id, { direction: 'sendrecv' });
  const direction = answerDirection(wire.offer, false);
  return env.media.answer(id, wire.offer, { direction });
}

async function confirm(context: CallContext, sdp: string): Promise<void> {
  const { id, env, wire } = context;
  let theirs = wire.offer;
  try {
    const reply = await env.signaling.accept(id, sdp);
    if (theirs === undefined) {
      theirs = reply.sdp;
      if (theirs === undefined)
        throw new CadranError('signaling/malformed', { detail: 'no answer' });
      await env.media.accept(id, theirs);
    }
  } catch (error) {
    // The 200 is out: a caller who never confirmed, or whose answer is of no use, is hung up on (RFC 3261 §13.3.1.4).
    const { code } = commandFailed('call/answer-failed', error);
    const reason = code.startsWith('media/') ? 'media-failed' : 'connection-lost';
    void endCall(context, { by: 'system', reason, code });
    throw error;
  }
  context.apply({ type: 'confirmed' });
  context.apply({ type: 'remote-hold', held: holdsUs(theirs) });
}

function isMediaError(error: unknown): boolean {
  return error instanceof CadranError && error.code.startsWith('media/');
}

async function ringAgain(context: CallContext): Promise<void> {
  const { id, env, wire, apply } = context;
  apply({ type: 'answer-failed' });
  delete wire.needsSound;
  limitRinging(context);
  await env.media.close(id);
}
