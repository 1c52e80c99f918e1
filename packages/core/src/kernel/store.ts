import { freezeDeep } from './freeze.js';

/** A value that can be read now and watched from now on. It is frozen to the bottom: a new one replaces it. */
export interface ReadableStore<Value> {
  get(): Value;
  /**
   * Calls `listener` after each change, never for the present value.
   * Ends when the returned function is called or `signal` aborts, whichever is first.
   */
  subscribe(
    listener: (value: Value, previous: Value) => void,
    options?: { signal?: AbortSignal | undefined },
  ): () => void;
}

export interface Store<Value> extends ReadableStore<Value> {
  /** Replaces the value; nothing happens when `update` returns the same one. */
  update(update: (value: Value) => Value): void;
}

export interface StoreOptions {
  /** Receives what a listener throws: one bad listener must not keep the others from hearing. */
  onListenerError: (error: unknown) => void;
}

export function createStore<Value extends object>(
  initial: Value,
  options: StoreOptions,
): Store<Value> {
  let current = freezeDeep(initial);
  const listeners = new Set<(value: Value, previous: Value) => void>();

  // A listener may make a change of its own: everybody hears of the one before it first.
  const changes: [value: Value, previous: Value][] = [];
  let telling = false;

  function tellChanges(): void {
    if (telling) return;
    telling = true;
    try {
      for (let change = changes.shift(); change; change = changes.shift()) tell(...change);
    } finally {
      telling = false;
    }
  }

  function tell(value: Value, previous: Value): void {
    for (const listener of [...listeners]) {
      if (!listeners.has(listener)) continue;
      try {
        listener(value, previous);
      } catch (error) {
        options.onListenerError(error);
      }
    }
  }

  return {
    get: () => current,
    update(update) {
      const previous = current;
      const next = update(previous);
      if (Object.is(next, previous)) return;
      current = freezeDeep(next);
      changes.push([current, previous]);
      tellChanges();
    },
    subscribe(listener, { signal } = {}) {
      if (signal?.aborted) return () => undefined;
      // A wrapper, so that the same function subscribed twice is two subscriptions with two ends.
      const entry = (value: Value, previous: Value): void => listener(value, previous);
      const end = (): void => {
        listeners.delete(entry);
        signal?.removeEventListener('abort', end);
      };
      listeners.add(entry);
      signal?.addEventListener('abort', end, { once: true });
      return end;
    },
  };
}

/** A store's view of a part of its value: a feature reads and writes its own part and sees no other. */
export function narrowStore<Whole extends Part, Part extends object>(
  store: Pick<Store<Whole>, 'get' | 'update'>,
): Pick<Store<Part>, 'get' | 'update'> {
  return {
    get: () => store.get(),
    update(update) {
      store.update((whole) => {
        const part = update(whole);
        return Object.is(part, whole) ? whole : { ...whole, ...part };
      });
    },
  };
}
