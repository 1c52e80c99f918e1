import type { CallContext } from './call-context.js';
import { withInCall } from './in-call.js';

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
    await withInCall(context, 'call/hold-failed', (it) => it.hold(context));
  } catch (error) {
    if (context.get().status === 'active') throw error;
  }
}
