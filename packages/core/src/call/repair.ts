import { CadranError } from '../kernel/errors.js';
import type { ErrorCode } from '../kernel/errors.js';
import type { MediaFact } from '../ports/media.js';
import type { CallContext, CallTable } from './call-context.js';
import { isOver } from './call-context.js';
import { failCall } from './end.js';
import { isMendable, lacksMicrophone } from './microphone.js';
import { renegotiate } from './renegotiate.js';

/** Milliseconds an interruption may mend itself; the called side waits longer, so that not both restart. */
const PATIENCE = { outgoing: 2_000, incoming: 4_000 };
/** Milliseconds a new connection of a call that had sound may take before it is tried anew; the called side waits longer here, too. */
const CONNECT_TIME = { outgoing: 5_000, incoming: 8_000 };
/** Milliseconds a restart may take before sound counts as lost. */
const REPAIR_TIME = 15_000;

/**
 * What media says of a call. Sound that broke is mended by new ICE candidates (RFC 8445 §9) while there is a server
 * to carry them; while there is none it waits, since a lost connection is no reason to end a call.
 */
export function heardMedia(table: CallTable, fact: MediaFact): void {
  const { warnings } = table.env;
  if (fact.type === 'playback-blocked') {
    if (fact.blocked) warnings.raise('media/playback-blocked');
    else warnings.clear('media/playback-blocked');
    return;
  }
  const context = table.find(fact.id);
  if (!context || isOver(context)) return;
  if (fact.type === 'page' || fact.type === 'page-gone') {
    table.env.moves?.heardPage(context, fact);
    return;
  }
  context.apply(fact);
  if (fact.type === 'failed') failed(context, fact.code);
  else if (fact.type === 'media') changed(context, fact.status);
}

function changed(context: CallContext, status: string): void {
  const { env, wire, id, get } = context;
  if (status === 'connected') {
    wire.hadSound = true;
    wire.cancelRepair?.();
    env.warnings.clear('media/failed', id);
  } else if (!wire.cancelRepair) {
    const { direction } = get();
    const isAgain = status === 'connecting' && wire.hadSound;
    if (status === 'interrupted') later(context, PATIENCE[direction], () => restart(context));
    else if (isAgain) later(context, CONNECT_TIME[direction], () => restart(context));
  }
}

function failed(context: CallContext, code: ErrorCode): void {
  const { env, wire, id, get } = context;
  if (isMendable(code)) {
    lacksMicrophone(context, code);
    return;
  }
  if (!wire.hadSound || get().status !== 'active') {
    failCall(context, new CadranError(code));
    return;
  }
  env.warnings.raise(code, id);
  wire.cancelRepair?.();
  context.apply({ type: 'media', id, status: 'interrupted' });
  restart(context);
}

function restart(context: CallContext): void {
  const isTried = context.env.online();
  if (isTried) {
    restartIce(context).catch((error: unknown) => {
      context.env.note('warn', 'sound could not be restarted', error);
    });
  }
  later(context, REPAIR_TIME, () => {
    if (!isTried || !context.env.online()) restart(context);
    else {
      // Nothing is wrong with the microphone: there was sound, and the way to the far side, or the far side, is gone.
      const lost = new CadranError('media/failed', { detail: 'sound was lost' });
      failCall(context, lost, 'connection-lost');
    }
  });
}

function restartIce(context: CallContext): Promise<void> {
  return context.commands.run(async () => {
    const { media } = context.get();
    if (isOver(context) || media === 'connected' || media === 'none') return;
    await renegotiate(context, { heldByUs: context.get().hold !== 'active', iceRestart: true });
  });
}

/** One step of repair is pending at a time; it ends with the call or when sound is back. */
function later(context: CallContext, delay: number, step: () => void): void {
  const { env, wire, scope } = context;
  const pending = scope.child();
  wire.cancelRepair = () => pending.end();
  pending.add(() => delete wire.cancelRepair);
  pending.add(
    env.clock.schedule(() => {
      pending.end();
      step();
    }, delay),
  );
}

/**
 * The server is back: one re-INVITE in each call tells the far side where we are now, and mends sound that broke
 * meanwhile. What the call was (held, muted) it still is.
 */
export function refreshCalls(table: CallTable): void {
  for (const context of table.live()) {
    const { status, media } = context.get();
    if (status !== 'active' || context.wire.resuming) continue;
    if (context.wire.needsSound) {
      table.env.moves?.bringBack(context);
      continue;
    }
    if (media === 'interrupted') {
      // What was tried while there was no server, or through the one before, has had no chance.
      context.wire.cancelRepair?.();
      restart(context);
      continue;
    }
    refresh(context).catch((error: unknown) => {
      context.env.note('warn', 'a call could not be refreshed', error);
    });
  }
}

function refresh(context: CallContext): Promise<void> {
  return context.commands.run(async () => {
    const { status, hold } = context.get();
    if (status !== 'active' || isOver(context)) return;
    await renegotiate(context, { heldByUs: hold !== 'active' });
  });
}
