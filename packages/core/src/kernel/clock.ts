/** Time as a dependency: tests turn it by hand, workers and pages bring their own. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Runs `task` once after `delay` milliseconds; the returned function calls it off. */
  schedule(task: () => void, delay: number): () => void;
}

/** Longest delay a platform timer takes before it overflows and fires at once. */
const LONGEST_DELAY = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  schedule(task, delay) {
    const timer = setTimeout(task, Math.min(Math.max(0, delay), LONGEST_DELAY));
    return () => {
      clearTimeout(timer);
    };
  },
};

/** Resolves after `delay` milliseconds; rejects with the signal's reason when it aborts first. */
export function wait(clock: Clock, delay: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason as Error);
      return;
    }
    const abort = (): void => {
      cancel();
      reject(signal.reason as Error);
    };
    const cancel = clock.schedule(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    }, delay);
    signal.addEventListener('abort', abort, { once: true });
  });
}

/** Settles as `work` does, or resolves with undefined after `delay` milliseconds, whichever is first. */
export function within<Result>(
  clock: Clock,
  delay: number,
  work: Promise<Result>,
): Promise<Result | undefined> {
  return new Promise((resolve, reject) => {
    const cancel = clock.schedule(() => {
      resolve(undefined);
    }, delay);
    work.then(resolve, reject).finally(cancel);
  });
}
