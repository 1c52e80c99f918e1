import type { IncomingFact } from '../ports/signaling.js';
import { answer } from './answer.js';
import type { CallContext, CallTable } from './call-context.js';
import { isOver } from './call-context.js';
import { endCall } from './end.js';
import { withInCall } from './in-call.js';
import { cleanRemote } from './remote-party.js';
import { ring } from './ring.js';
import { incomingCalls, isRingingHere, liveCalls } from './select.js';

/** Somebody calls: told busy when there is no room, else rung until answered, declined, cancelled or too long. */
export function heardIncoming(table: CallTable, fact: IncomingFact): void {
  const { env } = table;
  const known = table.find(fact.id);
  if (known) {
    heardAgain(known, fact);
    return;
  }
  const { maxCalls, maxRinging, callWaiting } = env.options;
  const replaced = replacedCall(table, fact.replaces);
  const book = env.book.get();
  const live = liveCalls(book).length;
  const tooMany = live >= maxCalls || incomingCalls(book).length >= maxRinging;
  if (!replaced && (tooMany || (live > 0 && !callWaiting))) {
    env.note('info', 'told a caller busy');
    env.signaling.reject(fact.id, 486);
    return;
  }
  const context = table.open({
    id: fact.id,
    direction: 'incoming',
    status: 'ringing',
    hold: 'active',
    remoteHold: false,
    muted: false,
    mutedBySystem: false,
    media: 'none',
    remote: cleanRemote(fact.remote),
    startedAt: env.clock.now(),
  });
  context.wire.announced = true;
  remember(context, fact);
  if (replaced) {
    void takePlace(context, replaced);
    return;
  }
  ring(context);
  if (!fact.asksAnswer || !env.options.autoAnswer) return;
  withInCall(context, 'call/answer-failed', (it) => it.answerByItself(context)).catch(
    (error: unknown) => env.note('warn', 'not answered', error),
  );
}

function remember({ wire }: CallContext, { sdp, invite }: IncomingFact): void {
  if (sdp !== undefined) wire.offer = sdp;
  if (invite !== undefined) wire.invite = invite;
}

/** A call that rang in another engine is here now. */
function heardAgain(context: CallContext, fact: IncomingFact): void {
  remember(context, fact);
  context.wire.arrived?.();
  if (!isOver(context)) ring(context);
}

/**
 * A transfer puts somebody new in the place of the one we speak with: the person has answered already, so the new
 * call is taken and the old one ended (RFC 3891 §3).
 */
async function takePlace(context: CallContext, replaced: CallContext): Promise<void> {
  const { env } = context;
  try {
    await answer(context, { insteadOf: replaced });
    await endCall(replaced, { by: 'remote', reason: 'hangup' });
  } catch (error) {
    env.note('warn', 'the place of a call was not taken', error);
    if (isRingingHere(context.get())) ring(context);
  }
}

function replacedCall(table: CallTable, id: string | undefined): CallContext | undefined {
  const context = id === undefined ? undefined : table.find(id);
  return context?.get().status === 'active' ? context : undefined;
}
