import { toCadranError } from '../kernel/errors.js';
import type { EndCause, EndedFact } from '../ports/signaling.js';
import type { CallContext } from './call-context.js';
import { isOver, wrongState } from './call-context.js';
import type { DeclineOptions } from './call-handle.js';
import type { EndIntent } from './call-event.js';
import type { EndReason } from './call-state.js';
import { isLive, isRingingHere } from './select.js';

/** Milliseconds the wire may take to confirm an end; then the call counts as ended here, whatever becomes of its BYE. */
const CONFIRMATION_TIME = 4_000;

interface EndOptions {
  readonly cause?: EndCause;
  /** Final status for an incoming call that was not answered. */
  readonly reject?: number;
}

/**
 * Ends a call for a reason of ours, once: the microphone is released at once, the end is published when the wire
 * confirms it. Resolves when the call has ended, by whichever side came first.
 */
export function endCall(
  context: CallContext,
  intent: EndIntent,
  { cause, reject }: EndOptions = {},
): Promise<undefined> {
  const { id, env, wire, scope } = context;
  if (isOver(context)) return context.over;
  if (!wire.announced) {
    context.apply({ type: 'ended', ...intent });
    return context.over;
  }
  wire.intent = intent;
  env.media.close(id).catch((error: unknown) => env.note('warn', 'media did not close', error));
  if (reject === undefined) env.signaling.end(id, cause);
  else env.signaling.reject(id, reject);
  scope.add(
    env.clock.schedule(() => {
      env.note('warn', 'the end was not confirmed');
      context.apply({ type: 'ended', ...intent });
    }, CONFIRMATION_TIME),
  );
  return context.over;
}

/** The wire says a call ended. Where it confirms an end of ours, our reason is the more exact one. */
export function heardEnd(context: CallContext, fact: EndedFact): void {
  const intent = fact.by === 'remote' ? undefined : context.wire.intent;
  context.apply({ ...fact, ...intent });
}

/** Ends a call that cannot go on, with the code of what went wrong; the reason is the one that goes with the code, unless given. */
export function failCall(context: CallContext, error: unknown, given?: EndReason): void {
  if (isOver(context)) return;
  const { code, sip } = toCadranError(error, 'media/failed');
  context.env.note('error', 'a call failed', error);
  const reason = given ?? reasonFor(code);
  void endCall(context, { by: 'system', reason, code, ...(sip ? { sip } : {}) });
}

export async function hangup(context: CallContext): Promise<void> {
  const call = context.get();
  if (!isLive(call)) return;
  if (isRingingHere(call)) return decline(context);
  const answered = call.status === 'active' || call.direction === 'incoming';
  const reason = answered ? 'hangup' : 'cancelled';
  return endCall(context, { by: 'local', reason });
}

/** Says 486 or 603 to an incoming call (RFC 3261 §21.4.24, §21.6.2). */
export async function decline(
  context: CallContext,
  { as = 'decline' }: DeclineOptions = {},
): Promise<void> {
  if (!isRingingHere(context.get())) throw wrongState(context.get().status);
  const busy = as === 'busy';
  const intent: EndIntent = { by: 'local', reason: busy ? 'busy' : 'declined' };
  return endCall(context, intent, { reject: busy ? 486 : 603 });
}

function reasonFor(code: string): EndReason {
  if (code.startsWith('media/')) return 'media-failed';
  if (code === 'connection/lost') return 'connection-lost';
  return code.startsWith('connection/') ? 'unreachable' : 'unknown';
}
