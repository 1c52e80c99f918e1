/** Time as a dependency: tests turn it by hand, workers and pages bring their own. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Runs `task` once after `delay` milliseconds; the returned function calls it off. */
  schedule(task: () => void, delay: number): () => void;
  /** Milliseconds on a clock that nobody sets, from whatever moment; a clock without it is never set. */
  elapsed?(): number;
}

/** Longest delay a platform timer takes before it overflows and fires at once. */
const LONGEST_DELAY = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
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

/** Milliseconds that the time of day may part from the time that passes before it counts as set. */
const DRIFT = 1_000;

/**
 * Tells by how many milliseconds the clock was set since last asked: by its person, by a time server, or by a machine
 * that slept and did not count that.
 */
export function watchSetting(clock: Clock): () => number {
  const offset = (): number => clock.now() - (clock.elapsed?.() ?? clock.now());
  let known = offset();
  return () => {
    const by = offset() - known;
    if (Math.abs(by) < DRIFT) return 0;
    known += by;
    return by;
  };
}

/** Runs `task` again and again, `interval` milliseconds apart, until the signal aborts. */
export function every(
  clock: Clock,
  interval: number,
  task: () => void,
  { signal }: { signal: AbortSignal },
): void {
  if (signal.aborted) return;
  const run = (): void => {
    cancel = clock.schedule(run, interval);
    task();
  };
  let cancel = clock.schedule(run, interval);
  signal.addEventListener('abort', () => cancel(), { once: true });
}
