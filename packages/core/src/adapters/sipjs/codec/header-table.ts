import { headerize } from 'sip.js/lib/core/messages/utils.js';

import {
  parseCallId,
  parseCount,
  parseCSeq,
  parseDisposition,
  parseEvent,
  parseMediaType,
  parseReplaces,
  parseSubscriptionState,
  parseTokens,
  parseVia,
} from './header-values.js';
import { parseNameAddress } from './name-address.js';

/**
 * What is known of a header that somebody here reads.
 * - `required`: no message without it.
 * - `fatal`: malformed, it makes a request malformed; elsewhere it is as if it were not there (RFC 3261 §8.2).
 * - `single`: at most one in a message, so that no two readers can take different ones for true.
 * - `list`: values may share a line; each gets an entry of its own.
 */
export interface HeaderRule {
  readonly required?: true;
  readonly fatal?: true;
  readonly single?: true;
  readonly list?: true;
  readonly parse: (text: string) => unknown;
}

const required = { required: true, fatal: true } as const;
const one = { fatal: true, single: true } as const;

const rules: Readonly<Record<string, HeaderRule>> = {
  Via: { ...required, list: true, parse: parseVia },
  From: { ...required, single: true, parse: parseNameAddress },
  To: { ...required, single: true, parse: parseNameAddress },
  'Call-ID': { ...required, single: true, parse: parseCallId },
  CSeq: { ...required, single: true, parse: parseCSeq },
  'Max-Forwards': { ...one, parse: parseCount(255) },
  'Content-Length': { ...one, parse: parseCount(2 ** 31) },
  'Content-Type': { ...one, parse: parseMediaType },
  Contact: { fatal: true, list: true, parse: parseNameAddress },
  'Record-Route': { fatal: true, list: true, parse: parseNameAddress },
  Require: { fatal: true, parse: parseTokens },
  Replaces: { ...one, parse: parseReplaces },
  'Refer-To': { ...one, parse: parseNameAddress },
  Event: { ...one, parse: parseEvent },
  'Subscription-State': { ...one, parse: parseSubscriptionState },
  'Content-Disposition': { single: true, parse: parseDisposition },
};

export const headerRules: ReadonlyMap<string, HeaderRule> = new Map(Object.entries(rules));

/** The registered one-letter names, RFC 3261 §7.3.3 and its successors at IANA. */
const compact: Readonly<Record<string, string>> = {
  a: 'Accept-Contact',
  b: 'Referred-By',
  c: 'Content-Type',
  d: 'Request-Disposition',
  e: 'Content-Encoding',
  f: 'From',
  i: 'Call-ID',
  j: 'Reject-Contact',
  k: 'Supported',
  l: 'Content-Length',
  m: 'Contact',
  n: 'Identity-Info',
  o: 'Event',
  r: 'Refer-To',
  s: 'Subject',
  t: 'To',
  u: 'Allow-Events',
  v: 'Via',
  x: 'Session-Expires',
  y: 'Identity',
};

/** A name that sip.js would leave as it is; those that it spells in a way of its own begin otherwise. */
const spelled = /^(?!Call-I|Cs|Min-|R[as]|Ww)[A-Z][a-z]*(?:-[A-Z][a-z]*)*$/;

/** The name sip.js keeps a header under; undefined for one that would pass for a header it is not: sip.js reads `_` as `-`. */
export function headerName(written: string): string | undefined {
  if (headerRules.has(written)) return written;
  if (written.length === 1) return compact[written.toLowerCase()] ?? written.toUpperCase();
  if (spelled.test(written)) return written;
  const name = headerize(written);
  return written.includes('_') && headerRules.has(name) ? undefined : name;
}
