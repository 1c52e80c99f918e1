import type { DeviceKind } from '../../ports/devices.js';
import type { StoragePort } from '../../ports/storage.js';

const storageKey = 'devices';
const kinds: readonly DeviceKind[] = ['microphone', 'speaker', 'ringer'];

/** The devices the person chose, kept beyond the page. */
export class ChosenDevices {
  readonly #storage: StoragePort | undefined;
  readonly #ids = new Map<DeviceKind, string>();
  /** Resolves when the choices of earlier pages are known; never rejects. */
  readonly restored: Promise<void>;

  constructor(storage: StoragePort | undefined) {
    this.#storage = storage;
    this.restored = this.#restore().catch(() => undefined);
  }

  get(kind: DeviceKind): string | undefined {
    return this.#ids.get(kind);
  }

  async set(kind: DeviceKind, id: string | null): Promise<void> {
    if (id === null) this.#ids.delete(kind);
    else this.#ids.set(kind, id);
    const value = JSON.stringify(Object.fromEntries(this.#ids));
    await this.#storage?.write(storageKey, value).catch(() => undefined);
  }

  async #restore(): Promise<void> {
    const kept: unknown = JSON.parse((await this.#storage?.read(storageKey)) ?? 'null');
    if (typeof kept !== 'object' || kept === null) return;
    for (const kind of kinds) {
      const id: unknown = (kept as Record<string, unknown>)[kind];
      if (typeof id === 'string' && !this.#ids.has(kind)) this.#ids.set(kind, id);
    }
  }
}
