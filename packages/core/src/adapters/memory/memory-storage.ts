import type { StoragePort } from '../../ports/storage.js';

/** Keeps for as long as the program runs: where there is no IndexedDB, and in tests. */
export function createMemoryStorage(initial: Readonly<Record<string, string>> = {}): StoragePort {
  const kept = new Map(Object.entries(initial));
  return {
    async read(key) {
      return kept.get(key);
    },
    async write(key, value) {
      kept.set(key, value);
    },
  };
}
