import type { IncomingRequestMessage } from 'sip.js/lib/core/messages/incoming-request-message.js';
import type { TransferRequestFact } from '../../ports/signaling.js';
import type { NameAddress } from './codec/name-address.js';
import type { SharedByExtensions } from './extension-session.js';

/** What a REFER asks for, as the phone may know it. */
export interface AskedTransfer extends Omit<TransferRequestFact, 'type' | 'id' | 'exchange'> {
  readonly silent: boolean;
}

/**
 * Reads a REFER; the status that refuses it when it asks for what we would never do. Of the URI's header fields, with
 * which the far side could write into our INVITE, only a well-formed Replaces is heeded (RFC 3261 §19.1.5).
 */
export function readRefer(
  message: IncomingRequestMessage,
  shared: SharedByExtensions,
): AskedTransfer | number {
  // The codec has read it, once: several or a malformed one never get here (RFC 3515 §2.4.2).
  const referTo = message.parseHeader('Refer-To') as NameAddress | undefined;
  if (!referTo) return 400;
  if (!shared.isCallable(referTo.uri)) return 416;
  const uri = referTo.uri.clone();
  const method = uri.getParam('method')?.toUpperCase() ?? 'INVITE';
  if (method !== 'INVITE') return 403;
  const replaces = readReplaces(uri.getHeader('Replaces') ?? [], shared);
  if (typeof replaces === 'number') return replaces;
  uri.clearHeaders();
  uri.deleteParam('method');
  const displayName = shared.cleanText(referTo.displayName);
  const referredBy = readReferredBy(message, shared);
  return {
    target: uri.toString(),
    silent: /^\s*false\s*(?:;|$)/i.test(message.getHeader('Refer-Sub') ?? ''),
    ...(displayName === '' ? {} : { displayName }),
    ...(replaces === undefined ? {} : { replaces }),
    ...(referredBy === undefined ? {} : { referredBy }),
  };
}

function readReplaces(
  [value, ...others]: readonly string[],
  { replacesValue }: SharedByExtensions,
): string | number | undefined {
  if (value === undefined) return undefined;
  if (others.length > 0) return 400;
  try {
    return replacesValue(decodeURIComponent(value)) ?? 400;
  } catch {
    return 400;
  }
}

/** Who asks, for the target to know: address only, without the signature's `cid` that we could not vouch for. */
function readReferredBy(
  message: IncomingRequestMessage,
  { parseNameAddress }: SharedByExtensions,
): string | undefined {
  const [value, ...others] = message.getHeaders('Referred-By');
  const address = value === undefined ? undefined : parseNameAddress(value);
  if (!address || others.length > 0) return undefined;
  const uri = address.uri.clone();
  uri.clearHeaders();
  return `<${uri.toString()}>`;
}
