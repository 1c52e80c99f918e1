import { every, watchSetting } from '../kernel/clock.js';
import { createDeferred } from '../kernel/deferred.js';
import { createQueue } from '../kernel/queue.js';
import type { CallContext, CallEnvironment, CallTable, SharedVerbs } from './call-context.js';
import type { CallEvent } from './call-event.js';
import type { CallId, CallState } from './call-state.js';
import { reduceCall } from './reduce.js';
import { isLive } from './select.js';

/** Milliseconds between two looks at whether the clock was set, while there is a call. */
const CLOCK_LOOK = 1_000;

/** Keeps the calls of a phone: opens them, writes them into the state, lets them linger when they ended, removes them. */
export function createCallTable(env: CallEnvironment, verbs: SharedVerbs): CallTable {
  const contexts = new Map<CallId, { context: CallContext; removed: () => void }>();

  const table: CallTable = {
    env,
    verbs,
    focus: undefined,
    find: (id) => contexts.get(id)?.context,
    live: () =>
      [...contexts.values()].map((each) => each.context).filter((each) => isLive(each.get())),
    open(call) {
      const entry = env.scope.child();
      const context = createContext(table, call, () => {
        entry.add(env.clock.schedule(() => table.remove(call.id), env.options.endedCallLinger));
      });
      entry.add(() => context.scope.end());
      contexts.set(call.id, { context, removed: () => entry.end() });
      env.book.update(({ calls, order }) => ({
        calls: { ...calls, [call.id]: call },
        order: [...order, call.id],
      }));
      return context;
    },
    remove(id) {
      contexts.get(id)?.removed();
      if (!contexts.delete(id)) return;
      env.book.update(({ calls: { [id]: _, ...calls }, order }) => ({
        calls,
        order: order.filter((each) => each !== id),
      }));
    },
  };
  return table;
}

function createContext(table: CallTable, opened: CallState, onOver: () => void): CallContext {
  const { env } = table;
  const { id } = opened;
  const scope = env.scope.child();
  const over = createDeferred<undefined>();
  const exchanges = createQueue();
  const setBy = watchSetting(env.clock);
  let last = opened;

  function take(event: CallEvent): void {
    const before = last;
    last = reduceCall(before, event, env.clock.now());
    if (last === before) return;
    const now = last;
    env.book.update((book) =>
      book.calls[id] ? { ...book, calls: { ...book.calls, [id]: now } } : book,
    );
    if (isLive(before) && !isLive(now)) finish();
  }

  /** Before anything is dated by a clock that was set meanwhile. */
  function catchUp(): void {
    const by = setBy();
    if (by !== 0) take({ type: 'clock-set', by });
  }

  function finish(): void {
    scope.end();
    if (table.focus === id) table.focus = undefined;
    env.warnings.clearCall(id);
    closeMedia();
    // An exchange under way may have opened something after that: once more behind it.
    void exchanges.run(async () => closeMedia());
    over.resolve(undefined);
    onOver();
  }

  function closeMedia(): void {
    env.media.close(id).catch((error: unknown) => env.note('warn', 'media did not close', error));
  }

  if (env.clock.elapsed) every(env.clock, CLOCK_LOOK, catchUp, scope);
  return {
    id,
    env,
    table,
    scope,
    commands: createQueue(),
    exchanges,
    digits: createQueue(),
    over: over.promise,
    wire: { announced: false, awaited: new Map() },
    get: () => last,
    apply(event) {
      catchUp();
      take(event);
    },
  };
}
