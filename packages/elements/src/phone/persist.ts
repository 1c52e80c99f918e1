import { CadranError } from '@cadran/core';

const firstPause = 2_000;
const longestPause = 60_000;

export interface Persistence {
  readonly signal: AbortSignal;
  /** Hears of each try that failed. */
  readonly onFailure: (error: CadranError) => void;
}

/** Tries until it succeeds or fails in a way that no further try mends; rejects with that, or with the signal's reason. */
export async function persist<Result>(
  attempt: () => Promise<Result>,
  { signal, onFailure }: Persistence,
): Promise<Result> {
  for (let pause = firstPause; ; pause = Math.min(pause * 2, longestPause)) {
    try {
      const result = await attempt();
      signal.throwIfAborted();
      return result;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof CadranError) || !error.retryable) throw error;
      onFailure(error);
    }
    await onlineOrAfter(pause, signal);
  }
}

/** Waits about `pause` milliseconds, spread so that a thousand pages do not return at once, or until the network is back. */
function onlineOrAfter(pause: number, signal: AbortSignal): Promise<void> {
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
  return new Promise((resolve, reject) => {
    const waiting = new AbortController();
    const timer = setTimeout(end, pause * (0.5 + random / 2 ** 33));
    function end(): void {
      clearTimeout(timer);
      waiting.abort();
      if (signal.aborted) reject(signal.reason as Error);
      else resolve();
    }
    addEventListener('online', end, { signal: waiting.signal });
    signal.addEventListener('abort', end, { signal: waiting.signal });
  });
}
