import { webLocks } from './web-locks.js';

/** The lock of a page or a home of that name. */
export function lifelineOf(name: string): string {
  return `cadran ${name}`;
}

/**
 * Holds a lock until `signal` aborts. The browser takes it away when the page dies, however it dies, which nothing else
 * tells a worker. Resolves with its name once it is held, and only then may others wait for it; never where there are no
 * locks.
 */
export function holdLifeline(name: string, signal: AbortSignal): Promise<string> {
  return new Promise((resolve) => {
    const lifeline = lifelineOf(name);
    const hold = (): Promise<void> => {
      resolve(lifeline);
      return new Promise((end) => signal.addEventListener('abort', () => end(), { once: true }));
    };
    webLocks()
      ?.request(lifeline, {}, hold)
      .catch(() => undefined);
  });
}

/** Calls `onEnd` once whoever holds the lock is gone, unless `signal` aborts first. */
export function watchLifeline(lifeline: string, signal: AbortSignal, onEnd: () => void): void {
  webLocks()
    ?.request(lifeline, { signal }, onEnd)
    .catch(() => undefined);
}
