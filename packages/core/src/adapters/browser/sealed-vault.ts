import { CadranError } from '../../kernel/errors.js';
import type { VaultPort } from '../../ports/vault.js';
import { claim } from './claim.js';
import { openSealedStore } from './sealed-store.js';
import type { Sealed } from './sealed-store.js';
import type { TabMarker } from './tab-marker.js';

export interface SealedVaultOptions {
  /** Whose vault it is: nothing opens it for another account. */
  readonly account: string;
  /**
   * Brings it back in the tab it was filled in. Without one it belongs to the site: to whichever page or worker asks when
   * nobody has it.
   */
  readonly marker: TabMarker | undefined;
}

/** Milliseconds that the page before may take to let go: a reload begins while the old page still ends. */
const LONGEST_CLAIM = 1_500;
/** Milliseconds after which what a page left that never came back is deleted. */
const OLDEST = 60_000;

/**
 * A vault in IndexedDB: AES-GCM under a key that no script can read out, kept beside what it seals and deleted with it. A
 * lock, held as long as its page or worker lives, keeps two from resuming the same call: a duplicated tab has a copy of
 * the other's session storage, and so of the vault's name.
 */
export function createSealedVault(options: SealedVaultOptions): VaultPort {
  const { account, marker } = options;
  const store = openSealedStore();
  let name = marker ? undefined : account;
  let release: (() => void) | undefined;
  let sealing: CryptoKey | undefined;

  /** Makes the vault ours, under a new name where another tab has the one we know. */
  async function own(patience: number): Promise<boolean> {
    if (release) return true;
    name ??= marker?.read();
    if (name === undefined) return false;
    release = await claim(`cadran-calls ${name}`, patience);
    if (release) return true;
    if (marker) {
      marker.remove();
      name = undefined;
    }
    return false;
  }

  async function keep(text: string): Promise<void> {
    if (marker && !release) name ??= marker.read() ?? crypto.randomUUID();
    if (!(await own(0)) || name === undefined) throw new Error('another one has the vault');
    sealing ??= await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
      'encrypt',
      'decrypt',
    ]);
    marker?.write(name);
    await store.put(name, await seal(sealing, text, account));
  }

  return {
    async open() {
      try {
        if (!(await own(LONGEST_CLAIM)) || name === undefined) return undefined;
        await store.removeOlderThan(Date.now() - OLDEST);
        const sealed = await store.get(name);
        return sealed && (await unseal(sealed, account));
      } catch {
        return undefined;
      }
    },
    keep: (text) => coded(keep(text)),
    clear: () =>
      coded(
        (async () => {
          if (!release || name === undefined) return;
          marker?.remove();
          await store.remove(name);
        })(),
      ),
    close() {
      release?.();
      release = undefined;
      store.close();
    },
  };
}

/** A vector may serve a key once only: each write has a new one (NIST SP 800-38D §8). */
async function seal(key: CryptoKey, text: string, account: string): Promise<Sealed> {
  const vector = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt(cipher(vector, account), key, encode(text));
  return { key, vector, data, savedAt: Date.now() };
}

async function unseal({ key, vector, data }: Sealed, account: string): Promise<string> {
  return new TextDecoder().decode(await crypto.subtle.decrypt(cipher(vector, account), key, data));
}

/** Bound to the account: what was sealed for another one does not open. */
function cipher(iv: Uint8Array<ArrayBuffer>, account: string): AesGcmParams {
  return { name: 'AES-GCM', iv, additionalData: encode(account) };
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

async function coded(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (cause) {
    throw new CadranError('storage/degraded', { cause, detail: String(cause) });
  }
}
