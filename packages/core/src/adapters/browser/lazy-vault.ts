import { CadranError } from '../../kernel/errors.js';
import type { VaultPort } from '../../ports/vault.js';
import type { SealedVaultOptions } from './sealed-vault.js';
import { tabMarker } from './tab-marker.js';

type CreateVault = (options: SealedVaultOptions) => VaultPort;

async function loadSealedVault(): Promise<CreateVault> {
  return (await import('./sealed-vault.js')).createSealedVault;
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
  load = loadSealedVault,
): VaultPort {
  let making: Promise<VaultPort> | undefined;

  function vault(): Promise<VaultPort> {
    making ??= load().then(
      (create) => create({ account, place }),
      (cause: unknown) => {
        making = undefined;
        throw new CadranError('storage/degraded', { cause, detail: String(cause) });
      },
    );
    return making;
  }

  return {
    async open() {
      if (place === 'tab' && tabMarker(account).read() === undefined) return undefined;
      try {
        return await (await vault()).open();
      } catch {
        return undefined;
      }
    },
    keep: async (text) => (await vault()).keep(text),
    // What was never loaded has kept nothing.
    clear: async () => (await making)?.clear(),
    close: () => void making?.then((made) => made.close()).catch(() => undefined),
  };
}
