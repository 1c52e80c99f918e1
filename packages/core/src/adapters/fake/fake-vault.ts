import type { VaultPort } from '../../ports/vault.js';
import { createScript, scriptOf } from './script.js';
import type { FakeScript } from './script.js';

export interface FakeVault extends VaultPort, FakeScript {
  /** What is kept now. A test may put anything here, as a page before would have left it. */
  text: string | undefined;
  /** True while somebody has the vault. */
  readonly claimed: boolean;
}

/** A vault in memory. Give it to a second phone once the first is gone: pages die without letting go. */
export function createFakeVault(): FakeVault {
  const script = createScript();
  let claimed = false;
  const vault: FakeVault = {
    ...scriptOf(script),
    text: undefined,
    get claimed() {
      return claimed;
    },
    open: () =>
      script.perform('open', [], () => {
        claimed = true;
        return vault.text;
      }),
    keep: (text) =>
      script.perform('keep', [text], () => {
        vault.text = text;
      }),
    clear: () =>
      script.perform('clear', [], () => {
        vault.text = undefined;
      }),
    close() {
      claimed = false;
    },
  };
  return vault;
}
