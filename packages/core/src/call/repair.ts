import type { ErrorCode } from '../kernel/errors.js';
import { CadranError } from '../kernel/errors.js';
import type { CallContext } from './call-context.js';
import { isOver } from './call-context.js';
import { renegotiate } from './renegotiate.js';

/** Milliseconds an interruption may mend itself; the called side waits longer, so that not both restart. */
const PATIENCE = { outgoing: 2_000, incoming: 4_000 };
/** Milliseconds a new connection may take before it is tried anew; the called side waits longer here, too. */
const CONNECT_TIME = { outgoing: 5_000, incoming: 8_000 };
/** Milliseconds a restart may take before sound counts as lost. */
const REPAIR_TIME = 15_000;

/**
 * Sound that was there broke, or does not come: what was left behind to be quick, a candidate of a slow server, may be what
 * it lacks. The network may be to blame, and then the connection to the server suffers, too. That is asked first, and
 * nothing is mended before it is known (`later`): a lost connection is made anew, and the sound after it; only sound that
 * broke alone is mended alone, by new ICE candidates (RFC 8445 §9).
 */
export function mendSound(context: CallContext): void {
  if (context.wire.cancelRepair) return;
  const { direction, media } = context.get();
  if (media === 'interrupted') {
    context.env.signaling.connect();
    later(context, PATIENCE[direction], () => restart(context));
  }
  if (media === 'connecting') {
    later(context, CONNECT_TIME[direction], () => {
      // While it rings there may be nobody to connect to.
      if (context.get().status === 'active') restart(context);
      else mendSound(context);
    });
  }
}

/** Media gave its connection up; a call that is up gets another one. */
export function replaceSound(context: CallContext, code: ErrorCode): void {
  const { env, wire, id, apply } = context;
  env.warnings.raise(code, id);
  wire.cancelRepair?.();
  apply({ type: 'media', id, status: 'interrupted' });
  env.signaling.connect();
  later(context, 0, () => restart(context));
}

/** Tells the far side where we are, now that the server is back, and mends sound that broke meanwhile. */
export function refreshCall(context: CallContext): void {
  const { env, wire, get } = context;
  const { status, media } = get();
  if (status !== 'active' || wire.resuming) return;
  if (wire.needsSound) {
    env.moves?.bringBack(context);
  } else if (media === 'interrupted') {
    // What was tried while there was no server, or through the one before, has had no chance.
    wire.cancelRepair?.();
    restart(context);
  } else {
    refresh(context).catch((error: unknown) => {
      env.note('warn', 'a call could not be refreshed', error);
    });
  }
}

function restart(context: CallContext): void {
  const { env, table } = context;
  const isTried = env.online();
  if (isTried) {
    restartIce(context).catch((error: unknown) => {
      env.note('warn', 'sound could not be restarted', error);
    });
  }
  later(context, REPAIR_TIME, () => {
    if (!isTried || !env.online()) restart(context);
    else {
      // Nothing is wrong with the microphone: the way to the far side, or the far side, is gone, or never was there.
      const lost = new CadranError('media/failed', { detail: 'sound was lost' });
      table.verbs.failCall(context, lost, context.wire.hadSound ? 'connection-lost' : undefined);
    }
  });
}

function restartIce(context: CallContext): Promise<void> {
  return context.commands.run(async () => {
    const { media, hold } = context.get();
    if (isOver(context) || media === 'connected' || media === 'none') return;
    const change = { heldByUs: hold !== 'active', iceRestart: true };
    await renegotiate(context, change);
  });
}

/**
 * One step of repair is pending at a time, and is taken when the server has shown that it is there or its connection counts
 * as lost; it ends with the call or when sound is back.
 */
function later(context: CallContext, delay: number, step: () => void): void {
  const { env, wire, scope } = context;
  const pending = scope.child();
  wire.cancelRepair = () => pending.end();
  pending.add(() => delete wire.cancelRepair);
  pending.add(
    env.clock.schedule(() => {
      const take = (): void => {
        if (pending.signal.aborted) return;
        pending.end();
        step();
      };
      env.connectionKnown(pending.signal).then(take, () => undefined);
    }, delay),
  );
}

function refresh(context: CallContext): Promise<void> {
  return context.commands.run(async () => {
    const { status, hold } = context.get();
    if (status !== 'active' || isOver(context)) return;
    await renegotiate(context, { heldByUs: hold !== 'active' });
  });
}
