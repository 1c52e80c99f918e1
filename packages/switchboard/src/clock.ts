/** Time as a dependency, in the same shape as the phone's clock, so one hand-turned clock serves both in a test. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Runs `task` once after `delay` milliseconds; the returned function calls it off. */
  schedule(task: () => void, delay: number): () => void;
}

/** The machine's own clock. Its timers do not keep a Node process alive: the sockets do that. */
export const systemClock: Clock = {
  now: () => Date.now(),
  schedule(task, delay) {
    const timer = setTimeout(task, delay);
    timer.unref();
    return () => {
      clearTimeout(timer);
    };
  },
};
