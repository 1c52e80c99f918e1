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
    await table.verbs.holdOthers(context);
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
  await table.verbs.keepOneActive(context);
}

async function silence({ id, env }: CallContext, held: boolean): Promise<void> {
  await env.media.setHeld(id, held).catch((error: unknown) => {
    env.note('warn', 'media did not hold', error);
  });
}
