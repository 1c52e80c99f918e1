import { CadranError } from '../kernel/errors.js';
import type { ProgressFact, SignalingFact } from '../ports/signaling.js';
import type { CallContext } from './call-context.js';
import { isOver } from './call-context.js';
import { failCall } from './end.js';
import { withInCall } from './in-call.js';
import { keepOneActive } from './one-active.js';
import { heardReplaced } from './resuming.js';
import { holdsUs } from './sdp-direction.js';

type AcceptedFact = Extract<SignalingFact, { type: 'accepted' }>;

/** The far side rings, or already sends sound: the first branch that does is the one that is heard. */
export function heardProgress(context: CallContext, fact: ProgressFact): void {
  const { id, env, wire, exchanges } = context;
  const { fork, sdp, ...silent } = fact;
  if (isOver(context)) return;
  if (fact.status > 100) wire.report?.(180);
  if (sdp === undefined || (wire.early && wire.early.fork !== fork)) {
    context.apply({ ...silent, fork });
    return;
  }
  context.apply(fact);
  if (wire.early) return;
  wire.early = { fork, sdp };
  void exchanges.run(async () => {
    try {
      await env.media.accept(id, sdp, { provisional: true });
    } catch (error) {
      // The answer of the 200 may still do.
      env.note('warn', 'early media failed', error);
    }
  });
}

/** Our call was answered. */
export function heardAccepted(context: CallContext, fact: AcceptedFact): void {
  if (isOver(context)) return;
  context.apply(fact);
  context.wire.report?.(200);
  heardReplaced(context);
  connect(context, fact).catch((error: unknown) => failCall(context, error));
}

/**
 * Takes the answer of the branch that won. Where sound of another branch was taken before, the peer connection is
 * bound to that one's keys and may refuse the winner's: then a fresh one is offered to the winner by a re-INVITE.
 */
async function connect(context: CallContext, { fork, sdp }: AcceptedFact): Promise<void> {
  const { id, env, wire, exchanges } = context;
  if (wire.needsSound) {
    // The page that made the offer is gone: the answer fits nothing any more.
    await env.moves?.takeSound(context);
    return;
  }
  const answer = sdp ?? (wire.early?.fork === fork ? wire.early.sdp : undefined);
  if (answer === undefined) throw new CadranError('media/failed', { detail: 'no answer' });
  const taken = await exchanges.run(async () => {
    try {
      await env.media.accept(id, answer);
      return true;
    } catch (error) {
      if (!wire.early) throw error;
      env.note('info', 'the answer did not fit', error);
      return false;
    }
  });
  if (isOver(context)) return;
  if (taken) context.apply({ type: 'remote-hold', held: holdsUs(answer) });
  else {
    // After a hold that its person asked for meanwhile: what they put on hold stays silent.
    await context.commands.run(() =>
      withInCall(context, 'media/failed', (it) =>
        it.renegotiate(context, { heldByUs: context.get().hold !== 'active', fresh: true }),
      ),
    );
  }
  await keepOneActive(context);
}
