import type { ReadableStore } from './store.js';

/** Resolves with the first value, the present one included, that `accepts` accepts; rejects with the signal's reason. */
export function until<Value>(
  store: ReadableStore<Value>,
  accepts: (value: Value) => boolean,
  signal: AbortSignal,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const watch = new AbortController();
    const look = (value: Value): void => {
      if (!accepts(value)) return;
      watch.abort();
      resolve(value);
    };
    const stop = (): void => {
      watch.abort();
      reject(signal.reason as Error);
    };
    if (signal.aborted) {
      stop();
      return;
    }
    signal.addEventListener('abort', stop, { signal: watch.signal });
    store.subscribe(look, { signal: watch.signal });
    look(store.get());
  });
}
