import type { StoragePort } from '../../ports/storage.js';
import { randomUuid } from './random-token.js';

const key = 'sip-instance';
const urn = /^urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The URN that tells a registrar one device from another (RFC 5626 §4.1), made once and kept. Where nothing can be kept it
 * lasts as long as this adapter; `onTrouble` hears of it.
 */
export function createDeviceIdentity(
  storage: StoragePort,
  onTrouble: (error: unknown) => void,
): () => Promise<string> {
  let identity: Promise<string> | undefined;

  async function find(): Promise<string> {
    const kept = await storage.read(key).catch(onTrouble);
    if (typeof kept === 'string' && urn.test(kept)) return kept;
    const made = `urn:uuid:${randomUuid()}`;
    storage.write(key, made).catch(onTrouble);
    return made;
  }

  return () => (identity ??= find());
}
