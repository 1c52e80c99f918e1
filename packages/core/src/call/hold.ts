import type { CallContext } from './call-context.js';
import { commandFailed, requireActive } from './call-context.js';
import { renegotiate } from './renegotiate.js';

/** Puts a call on hold: silent at once in both directions, `held` when the far side has agreed. */
export function hold(context: CallContext): Promise<void> {
  const { id, env, get, apply } = context;
  return context.commands.run(async () => {
    requireActive(context);
    if (get().hold === 'held') return;
    apply({ type: 'hold', hold: 'holding' });
    try {
      await env.media.setHeld(id, true);
      await renegotiate(context, { heldByUs: true });
    } catch (error) {
      await silence(context, false);
      apply({ type: 'hold', hold: 'active' });
      throw commandFailed('call/hold-failed', error);
    }
    apply({ type: 'hold', hold: 'held' });
  });
}

/** Takes a call back from hold; other calls go on hold first. Nothing is heard before the far side has agreed. */
export async function resume(context: CallContext): Promise<void> {
  const { get, apply, table, id } = context;
  requireActive(context);
  const focusBefore = table.focus;
  table.focus = id;
  try {
    await holdOthers(context);
    await context.commands.run(async () => {
      requireActive(context);
      if (get().hold === 'active') return;
      apply({ type: 'hold', hold: 'resuming' });
      try {
        await renegotiate(context, { heldByUs: false });
      } catch (error) {
        apply({ type: 'hold', hold: 'held' });
        throw error;
      }
      await silence(context, false);
      apply({ type: 'hold', hold: 'active' });
    });
  } catch (error) {
    if (table.focus === id) table.focus = focusBefore;
    throw commandFailed('call/resume-failed', error);
  }
  await keepOneActive(context);
}

/** One speaks in one call at a time: before one is dialled, answered or resumed, the others go on hold. */
export async function holdOthers(context: CallContext, except?: CallContext): Promise<void> {
  const others = context.table.live().filter((other) => {
    const { status, hold: held } = other.get();
    return other !== context && other !== except && status === 'active' && held !== 'held';
  });
  await Promise.all(others.map(holdIfUp));
}

/** A call that became active while its person had turned to another one goes on hold. */
export async function keepOneActive(context: CallContext): Promise<void> {
  const { table, id, env } = context;
  const focused = table.focus === undefined ? undefined : table.find(table.focus)?.get();
  if (!focused || focused.id === id || focused.hold === 'held') return;
  await holdIfUp(context).catch((error: unknown) => {
    env.note('warn', 'a second call was not held', error);
  });
}

/** A call that ended meanwhile is in nobody's way. */
async function holdIfUp(context: CallContext): Promise<void> {
  try {
    await hold(context);
  } catch (error) {
    if (context.get().status === 'active') throw error;
  }
}

async function silence({ id, env }: CallContext, held: boolean): Promise<void> {
  await env.media.setHeld(id, held).catch((error: unknown) => {
    env.note('warn', 'media did not hold', error);
  });
}
