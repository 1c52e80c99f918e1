import { toCadranError } from '../kernel/errors.js';
import type { ErrorCode } from '../kernel/errors.js';
import type { CallContext, CallTable } from './call-context.js';
import { isOver, requireLive } from './call-context.js';
import { failCall } from './end.js';

/** Without these, sound still goes one way at least and a person can mend it: a warning, not an end. */
const MENDABLE: ReadonlySet<ErrorCode> = new Set([
  'media/no-microphone',
  'media/device-busy',
  'media/permission-denied',
]);

export function isMendable(code: ErrorCode): boolean {
  return MENDABLE.has(code);
}

/** The call goes on without our voice, and says so. */
export function lacksMicrophone({ env, wire, id }: CallContext, code: ErrorCode): void {
  wire.withoutMicrophone = code;
  env.warnings.raise(code, id);
}

/** Opens the microphone and puts it into the call, as muted as the call says: muted before anything can be heard. */
async function openMicrophone({ id, env, get }: CallContext): Promise<void> {
  if (get().muted) await env.media.setMuted(id, true);
  await env.media.openMicrophone(id);
  // Muted while a person was being asked.
  if (get().muted) await env.media.setMuted(id, true);
}

/** Opens the microphone of a call that is up and does not wait for a person to allow it. */
export function openMicrophoneMeanwhile(context: CallContext): void {
  openMicrophone(context).catch((error: unknown) => {
    if (isOver(context)) return;
    const { code } = toCadranError(error, 'media/failed');
    if (isMendable(code)) lacksMicrophone(context, code);
    else context.env.note('warn', 'no microphone', error);
  });
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
      context.env.note('info', 'no microphone', error);
    });
  }
}

async function retryMicrophone(context: CallContext): Promise<void> {
  const { env, wire, id } = context;
  await openMicrophone(context);
  if (wire.withoutMicrophone) env.warnings.clear(wire.withoutMicrophone, id);
  delete wire.withoutMicrophone;
}
