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
  let opening: Promise<IDBDatabase | undefined> | undefined;
  const forget = (): void => {
    opening = undefined;
  };
  const database = (): Promise<IDBDatabase | undefined> => {
    opening ??= within(clock, longestOpen, open(name, forget)).catch(() => undefined);
    return opening;
  };

  return {
    async read(key) {
      const kept = memory.get(key);
      if (kept !== undefined) return kept;
      try {
        const value: unknown = await settled(values(await database(), 'readonly')?.get(key));
        return typeof value === 'string' ? value : undefined;
      } catch {
        return undefined;
      }
    },
    async write(key, value) {
      // What memory holds wins over the database, so it must hold only what the database could not take.
      memory.set(key, value);
      try {
        const kept = values(await database(), 'readwrite');
        if (!kept) return;
        await settled(kept.put(value, key));
        if (memory.get(key) === value) memory.delete(key);
      } catch {
        // It stays in memory.
      }
    },
  };
}

async function open(name: string, forget: () => void): Promise<IDBDatabase | undefined> {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => void request.result.createObjectStore(store);
  const database = await settled(request);
  // Another page deletes the database or a newer Cadran changes it: this connection must not stand in the way.
  if (database) {
    database.onversionchange = () => {
      database.close();
      forget();
    };
    database.onclose = forget;
  }
  return database;
}

function values(
  database: IDBDatabase | undefined,
  mode: IDBTransactionMode,
): IDBObjectStore | undefined {
  return database?.transaction(store, mode).objectStore(store);
}

function settled<Result>(request: IDBRequest<Result> | undefined): Promise<Result | undefined> {
  if (!request) return Promise.resolve(undefined);
  return new Promise((resolve, reject) => {
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      reject(request.error ?? new Error('IndexedDB failed'));
    };
  });
}
