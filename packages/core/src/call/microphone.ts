import type { CallContext, CallTable } from './call-context.js';
import { isOver, requireLive } from './call-context.js';
import { failCall } from './end.js';

/** Opens the microphone and puts it into the call, as muted as the call says. */
export async function openMicrophone({ id, env, get }: CallContext): Promise<void> {
  await env.media.openMicrophone(id);
  if (get().muted) await env.media.setMuted(id, true);
}

/**
 * Makes an offer or answer while the microphone opens. Where a person must be asked first, it waits for the
 * answer, so that nobody's telephone rings for a call its caller cannot speak in; where not, it does not wait, and
 * a microphone that fails later ends the call.
 */
export async function describeWithMicrophone(
  context: CallContext,
  describe: () => Promise<string>,
): Promise<string> {
  requireLive(context);
  const describing = describe();
  const opening = openMicrophone(context);
  // Both are awaited below, but whichever fails second must not count as unhandled.
  describing.catch(() => undefined);
  const refusals: unknown[] = [];
  const settled = opening.catch((error: unknown) => void refusals.push(error));
  if (!context.env.microphoneGranted()) await settled;
  if (refusals.length > 0) throw refusals[0];
  const sdp = await describing;
  if (refusals.length > 0) throw refusals[0];
  opening.catch((error: unknown) => failCall(context, error));
  return sdp;
}

/** Another microphone is there or was chosen: calls that go on without one try it. */
export function retryMicrophones(table: CallTable): void {
  for (const context of table.live()) {
    if (context.wire.withoutMicrophone === undefined || isOver(context)) continue;
    retryMicrophone(context).catch((error: unknown) => {
      context.env.note('info', 'still no microphone', error);
    });
  }
}

async function retryMicrophone(context: CallContext): Promise<void> {
  const { env, wire, id } = context;
  await openMicrophone(context);
  if (wire.withoutMicrophone) env.warnings.clear(wire.withoutMicrophone, id);
  delete wire.withoutMicrophone;
}
