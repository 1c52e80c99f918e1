import type { ManualClock } from '@cadran/core/testing';

interface Task {
  readonly due: number;
  readonly run: () => void;
}

export interface TurnedClock extends ManualClock {
  /** Milliseconds until each task that waits, soonest first. */
  readonly waiting: readonly number[];
}

/** Resolves when every promise that can settle without time passing has settled. Quicker than a timer. */
export const quiet = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Time that stands still until it is turned, as the manual clock of the tests, for a million turns. */
export function createTurnedClock(): TurnedClock {
  const start = 1_700_000_000_000;
  const tasks = new Set<Task>();
  let now = start;
  const soonest = (): Task[] => [...tasks].sort((one, other) => one.due - other.due);
  return {
    now: () => now,
    schedule(run, delay) {
      const task = { due: now + Math.max(0, delay), run };
      tasks.add(task);
      return () => tasks.delete(task);
    },
    async advance(milliseconds) {
      const end = now + milliseconds;
      for (;;) {
        const [task] = soonest();
        if (!task || task.due > end) break;
        tasks.delete(task);
        now = Math.max(now, task.due);
        task.run();
        await quiet();
      }
      now = end;
    },
    get pending() {
      return tasks.size;
    },
    get waiting() {
      return soonest().map(({ due }) => due - now);
    },
  };
}
