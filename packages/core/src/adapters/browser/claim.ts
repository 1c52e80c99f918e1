/**
 * Takes a lock of the origin and holds it until the returned function is called or its page or worker is gone. Undefined
 * when another one has it and does not let go within `patience` milliseconds.
 */
export function claim(name: string, patience: number): Promise<(() => void) | undefined> {
  return new Promise((resolve) => {
    const held = (lock: Lock | null): Promise<void> | undefined => {
      if (!lock) {
        resolve(undefined);
        return undefined;
      }
      return new Promise((release) => resolve(release));
    };
    // `ifAvailable` cannot be told to wait, a signal cannot be told not to.
    const how = patience > 0 ? { signal: AbortSignal.timeout(patience) } : { ifAvailable: true };
    navigator.locks.request(name, how, held).catch(() => resolve(undefined));
  });
}
