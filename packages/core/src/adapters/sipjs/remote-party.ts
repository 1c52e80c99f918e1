import type { IncomingMessage } from 'sip.js/lib/core/messages/incoming-message.js';
import type { NameAddrHeader } from 'sip.js/lib/grammar/name-addr-header.js';
import type { URI } from 'sip.js/lib/grammar/uri.js';
import type { RemoteParty } from '../../ports/signaling.js';
import { cleanText } from './clean-text.js';
import { parseNameAddress, type NameAddress } from './codec/name-address.js';
import { splitOutside } from './codec/parameters.js';

/** A telephone number or an extension, as people write them without blanks. */
const telephone = /^\+?[0-9*#().-]{1,40}$/;

/** Who a name address names, as it says itself: nobody vouched for it. */
function claimedParty(address: NameAddrHeader): RemoteParty {
  return party(address.uri, address.displayName, false);
}

/**
 * Who a server that we trust says it is: the first SIP and the first TEL value of P-Asserted-Identity (RFC 3325 §9.1), else
 * Remote-Party-ID. Undefined where it says nothing. Call it only for a trusted server.
 */
export function assertedParty(message: IncomingMessage): RemoteParty | undefined {
  const values = addresses(message, 'P-Asserted-Identity');
  const sip = values.find(({ uri }) => /^sips?$/.test(uri.scheme));
  const tel = values.find(({ uri }) => uri.scheme === 'tel');
  const first = sip ?? tel ?? remotePartyId(message);
  if (!first) return undefined;
  const named = first.displayName || tel?.displayName || '';
  const number = tel ? telephoneOf(tel.uri) : undefined;
  return { ...party(first.uri, named, true), ...(number === undefined ? {} : { number }) };
}

/** The other side of a request or response: what a trusted server asserts, else what `claimed` says. */
export function remotePartyOf(
  message: IncomingMessage,
  claimed: NameAddrHeader,
  trust: boolean,
): RemoteParty {
  return (trust ? assertedParty(message) : undefined) ?? claimedParty(claimed);
}

export function sameParty(one: RemoteParty, other: RemoteParty): boolean {
  return (
    one.uri === other.uri &&
    one.number === other.number &&
    one.displayName === other.displayName &&
    one.verified === other.verified
  );
}

function party(uri: URI, displayName: string, verified: boolean): RemoteParty {
  const number = telephoneOf(uri);
  const name = cleanText(displayName);
  return {
    uri: addressOf(uri),
    ...(number === undefined ? {} : { number }),
    ...(name === '' ? {} : { displayName: name }),
    verified,
  };
}

/** The address without parameters and headers: what identifies a person rather than a device. */
function addressOf(uri: URI): string {
  const bare = uri.clone();
  bare.clearParams();
  bare.clearHeaders();
  return cleanText(bare.toString());
}

function telephoneOf(uri: URI): string | undefined {
  const user = uri.user?.split(';', 1)[0] ?? '';
  const decoded = user.replace(/%23/g, '#').replace(/%2A/gi, '*').replace(/%2B/gi, '+');
  return telephone.test(decoded) ? decoded : undefined;
}

/** A few values are enough: RFC 3325 §9.1 allows two. */
function addresses(message: IncomingMessage, header: string): NameAddress[] {
  const values = message.getHeaders(header).flatMap((line) => splitOutside(line, ',') ?? []);
  return values.slice(0, 8).flatMap((value) => parseNameAddress(value) ?? []);
}

/** The widespread forerunner of P-Asserted-Identity. Who asked not to be shown is not shown. */
function remotePartyId(message: IncomingMessage): NameAddress | undefined {
  const first = addresses(message, 'Remote-Party-ID')[0];
  const privacy = first?.getParam('privacy') ?? 'off';
  return privacy === 'off' ? first : undefined;
}
