import type { Clock } from '../../kernel/clock.js';

export interface ManualClock extends Clock {
  /** Moves time on and runs what falls due, in order; what each task started has settled before the next one runs. */
  advance(milliseconds: number): Promise<void>;
  /** Tasks that still wait: none may be left after a phone was disposed. */
  readonly pending: number;
  /** Milliseconds until each of them, soonest first. */
  readonly waiting: readonly number[];
}

interface Task {
  readonly due: number;
  readonly run: () => void;
}

/** Time that stands still until a test moves it. `settled` resolves when what was started has settled. */
export function createManualClock(start = 1_700_000_000_000, settled = settle): ManualClock {
  const tasks = new Set<Task>();
  let now = start;

  function nextBefore(end: number): Task | undefined {
    let next: Task | undefined;
    for (const task of tasks) if (task.due <= end && (!next || task.due < next.due)) next = task;
    return next;
  }

  return {
    now: () => now,
    schedule(run, delay) {
      const task = { due: now + Math.max(0, delay), run };
      tasks.add(task);
      return () => tasks.delete(task);
    },
    async advance(milliseconds) {
      const end = now + milliseconds;
      await settled();
      for (let task = nextBefore(end); task; task = nextBefore(end)) {
        tasks.delete(task);
        now = Math.max(now, task.due);
        task.run();
        await settled();
      }
      now = end;
    },
    get pending() {
      return tasks.size;
    },
    get waiting() {
      return [...tasks].map(({ due }) => due - now).sort((one, other) => one - other);
    },
  };
}

/** Resolves when every promise that can settle without time passing has settled. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
