import { CadranError } from '../../kernel/errors.js';
import type { LazyPart } from '../../kernel/lazy-part.js';
import type { VaultPort } from '../../ports/vault.js';
import type { SealedVaultOptions } from './sealed-vault.js';
import { tabMarker } from './tab-marker.js';

interface SealedPart {
  readonly createSealedVault: (options: SealedVaultOptions) => VaultPort;
}

/** True where a vault can be had: a secure context with storage, locks and cryptography. */
export function canSeal(): boolean {
  return (
    'indexedDB' in globalThis &&
    'locks' in (globalThis.navigator as Partial<Navigator>) &&
    'subtle' in (globalThis.crypto as Partial<Crypto>)
  );
}

/**
 * A sealed vault as a part that is loaded by itself, since most pages neither have a call nor come after one that had. It
 * is asked for when there is something to keep, and at once where something may have been left: for this tab, as its
 * marker says, or for a worker, which has no such marker. Where it cannot be loaded the next one to keep tries again.
 */
export function createLazyVault(
  account: string,
  place: 'tab' | 'site',
  part: LazyPart<SealedPart>,
): VaultPort {
  const marker = place === 'tab' ? tabMarker(account) : undefined;
  let made: VaultPort | undefined;
  let isClosed = false;

  async function vault(): Promise<VaultPort> {
    try {
      const { createSealedVault } = await part.load();
      return (made ??= createSealedVault({ account, marker }));
    } catch (cause) {
      throw new CadranError('storage/degraded', { cause, detail: String(cause) });
    }
  }

  return {
    async open() {
      if (marker && marker.read() === undefined) return undefined;
      try {
        const opened = await vault();
        return isClosed ? undefined : await opened.open();
      } catch {
        return undefined;
      }
    },
    keep: async (text) => (await vault()).keep(text),
    // What was never loaded has kept nothing.
    clear: async () => made?.clear(),
    close() {
      isClosed = true;
      made?.close();
    },
  };
}
