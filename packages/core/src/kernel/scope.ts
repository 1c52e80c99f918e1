/** The one owner of everything that must end together: listeners by `signal`, the rest by `add`. */
export interface Scope {
  /** Aborts when the scope ends. */
  readonly signal: AbortSignal;
  /** Registers what must run when the scope ends; at once when it has ended. Runs in reverse order. */
  add(end: () => void): void;
  /** A scope that ends with this one, or earlier by itself. */
  child(): Scope;
  end(reason?: unknown): void;
}

export function createScope(): Scope {
  const controller = new AbortController();
  const ends = new Set<() => void>();
  const scope: Scope = {
    signal: controller.signal,
    add(end) {
      if (controller.signal.aborted) end();
      else ends.add(end);
    },
    child() {
      const inner = createScope();
      const endInner = (): void => {
        inner.end(controller.signal.reason);
      };
      scope.add(endInner);
      // A child that ends first must not stay in its parent, or a long-lived phone keeps every call it ever had.
      inner.add(() => ends.delete(endInner));
      return inner;
    },
    end(reason) {
      if (controller.signal.aborted) return;
      const pending = [...ends].reverse();
      ends.clear();
      controller.abort(reason);
      for (const end of pending) end();
    },
  };
  return scope;
}
