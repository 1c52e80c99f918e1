import { openDB } from 'idb';
import type { IDBPDatabase } from 'idb';

import { systemClock, within } from '../../kernel/clock.js';
import type { Clock } from '../../kernel/clock.js';
import type { StoragePort } from '../../ports/storage.js';

export interface IndexedDbStorageOptions {
  /** Name of the database within the page's origin. Default `cadran`. */
  readonly name?: string;
  readonly clock?: Clock;
}

const store = 'values';
/** Some browsers let an open request hang; milliseconds until memory has to do. */
const longestOpen = 3_000;

/**
 * Keeps strings in IndexedDB. Where that cannot be had (a private window, a full disk, storage switched off), they
 * last as long as the page; no method ever rejects.
 */
export function createIndexedDbStorage(options: IndexedDbStorageOptions = {}): StoragePort {
  const { name = 'cadran', clock = systemClock } = options;
  const memory = new Map<string, string>();
  let opening: Promise<IDBPDatabase | undefined> | undefined;
  const forget = (): void => {
    opening = undefined;
  };
  const database = (): Promise<IDBPDatabase | undefined> => {
    opening ??= within(clock, longestOpen, open(name, forget)).catch(() => undefined);
    return opening;
  };

  return {
    async read(key) {
      const kept = memory.get(key);
      if (kept !== undefined) return kept;
      try {
        const value: unknown = await (await database())?.get(store, key);
        return typeof value === 'string' ? value : undefined;
      } catch {
        return undefined;
      }
    },
    async write(key, value) {
      // What memory holds wins over the database, so it must hold only what the database could not take.
      memory.set(key, value);
      try {
        const opened = await database();
        if (!opened) return;
        await opened.put(store, value, key);
        if (memory.get(key) === value) memory.delete(key);
      } catch {
        // It stays in memory.
      }
    },
  };
}

async function open(name: string, forget: () => void): Promise<IDBPDatabase> {
  return openDB(name, 1, {
    upgrade: (database) => void database.createObjectStore(store),
    // Another page deletes the database or a newer Cadran changes it: this connection must not stand in the way.
    blocking: (_current, _blocked, event) => {
      (event.target as IDBDatabase).close();
      forget();
    },
    terminated: forget,
  });
}
