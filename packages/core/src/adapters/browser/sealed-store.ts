/** A sealed text with what opens it. The key is one that no script can export. */
export interface Sealed {
  readonly key: CryptoKey;
  readonly vector: Uint8Array<ArrayBuffer>;
  readonly data: ArrayBuffer;
  /** Epoch milliseconds. */
  readonly savedAt: number;
}

const database = 'cadran-calls';
const table = 'sealed';

export interface SealedStore {
  get(name: string): Promise<Sealed | undefined>;
  put(name: string, sealed: Sealed): Promise<void>;
  remove(name: string): Promise<void>;
  /** Deletes what was last written before `time`. */
  removeOlderThan(time: number): Promise<void>;
  close(): void;
}

/** Sealed texts in IndexedDB, opened at the first use. Every method rejects where storage is full, blocked or broken. */
export function openSealedStore(): SealedStore {
  let opening: Promise<IDBDatabase> | undefined;

  function open(): Promise<IDBDatabase> {
    opening ??= new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(database, 1);
      request.onupgradeneeded = () => void request.result.createObjectStore(table);
      request.onerror = () => reject(request.error ?? new Error('IndexedDB failed'));
      request.onblocked = () => reject(new Error('IndexedDB is blocked'));
      request.onsuccess = () => {
        // Whoever deletes the site's data must not wait for us.
        request.result.onversionchange = close;
        request.result.onclose = () => (opening = undefined);
        resolve(request.result);
      };
    }).catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    return opening;
  }

  function close(): void {
    opening?.then((opened) => opened.close()).catch(() => undefined);
    opening = undefined;
  }

  async function run<Result>(
    mode: IDBTransactionMode,
    act: (values: IDBObjectStore) => IDBRequest<Result>,
  ): Promise<Result> {
    const transaction = (await open()).transaction(table, mode);
    const request = act(transaction.objectStore(table));
    return new Promise((resolve, reject) => {
      // A disk that is full fails the transaction after the request.
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? new Error('IndexedDB gave up'));
    });
  }

  return {
    get: (name) => run('readonly', (values) => values.get(name) as IDBRequest<Sealed | undefined>),
    put: (name, sealed) =>
      run('readwrite', (values) => values.put(sealed, name)).then(() => undefined),
    remove: (name) => run('readwrite', (values) => values.delete(name)),
    async removeOlderThan(time) {
      await run('readwrite', (values) => {
        const request = values.openCursor();
        request.onsuccess = () => {
          const cursor = request.result;
          if (!cursor) return;
          if (!(((cursor.value as Partial<Sealed>).savedAt ?? 0) >= time)) cursor.delete();
          cursor.continue();
        };
        return request;
      });
    },
    close,
  };
}
