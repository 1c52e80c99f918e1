import { CadranError } from '../kernel/errors.js';
import { encodeUser, formatSipUri, hasControlCharacter, parseSipUri } from './sip-uri.js';
import type { SipUri } from './sip-uri.js';

/** Whom to call: the address for the wire and, where it is one, the number for people. */
export interface DialTarget {
  readonly uri: string;
  readonly number?: string;
}

/** Longer than any address people use, shorter than anything that could hurt. */
const LONGEST_TARGET = 256;

/** Blanks, dots, dashes and brackets people write numbers with, and the invisible marks that come along when copied (U+200E, U+202A...). */
const SEPARATORS =
  /[\s().\-/\u2010-\u2015\u2212\u00ad\u200b-\u200f\u2060\u202a-\u202e\u2066-\u2069]/g;

/** Digits, `+` in front, and the keys of service codes such as `*97` and `#31#`. */
const NUMBER = /^\+?[0-9*#]+$/;

const EXTENSION = /^(?=.*[\p{L}\p{N}])[\p{L}\p{M}\p{N}._~+*#&=!$-]+$/u;

/**
 * Reads what a person typed or clicked: an extension, a number with or without separators, `user@domain`, or a
 * `sip:`, `sips:` or `tel:` URI. Numbers and names without a domain belong to the domain of `account`.
 * Throws `call/invalid-target`.
 */
export function parseTarget(input: string, account: string): DialTarget {
  if (typeof input !== 'string') throw new TypeError('A dial target is a string.');
  if (input.length > LONGEST_TARGET) throw invalid('too long');
  if (hasControlCharacter(input)) throw invalid('control character');
  const text = input.trim();
  const home = parseSipUri(account);
  if (!home) throw new CadranError('config/invalid', { detail: 'account uri' });
  if (/^sips?:/i.test(text)) return fromSipUri(text, home);
  if (/^tel:/i.test(text)) return fromTelUri(text, home);
  if (/^[a-z][a-z0-9+.-]*:/i.test(text)) throw invalid('unknown scheme');
  if (text.includes('@')) return fromSipUri(`${home.scheme}:${text}`, home);
  return fromName(text, home);
}

/** The number in an address, when its user part is one: for showing callers. */
export function numberOf(uri: string): string | undefined {
  const user = parseSipUri(uri)?.user;
  if (user === undefined) return undefined;
  const plain = decodeURIComponent(user).replace(/;.*$/, '');
  return NUMBER.test(plain) ? plain : undefined;
}

function fromSipUri(text: string, home: SipUri): DialTarget {
  const rest = text.slice(text.indexOf(':') + 1);
  // `sip:600` is how people write an extension; a host alone has a dot, a bracket or a port.
  if (/^[^@.:[\];?]+$/.test(rest)) return fromName(rest, home);
  const uri = parseSipUri(text);
  if (!uri) throw invalid('malformed address');
  return withNumber(formatSipUri(uri));
}

/** A tel URI (RFC 3966) becomes a number of the home domain, as registrars expect (RFC 3261 §19.1.6). */
function fromTelUri(text: string, home: SipUri): DialTarget {
  let subscriber: string;
  try {
    subscriber = decodeURIComponent(text.slice('tel:'.length).replace(/;.*$/, ''));
  } catch {
    throw invalid('malformed number');
  }
  const number = normalizeNumber(subscriber);
  if (number === undefined) throw invalid('malformed number');
  return fromName(number, home);
}

function fromName(text: string, home: SipUri): DialTarget {
  const number = normalizeNumber(text);
  if (number === undefined && !EXTENSION.test(text)) throw invalid('neither number nor name');
  const user = encodeUser((number ?? text).replaceAll('%', '%25'));
  if (user === undefined) throw invalid('neither number nor name');
  const uri = formatSipUri({ scheme: home.scheme, user, host: home.host, params: '' });
  return number === undefined ? { uri } : { uri, number };
}

function normalizeNumber(text: string): string | undefined {
  // Full-width digits become plain ones; "+33 (0)1" names a trunk prefix that is not dialled from abroad.
  const plain = text.normalize('NFKC').replace(/^(\s*\+[\d\s]*)\(0\)/, '$1');
  const number = plain.replace(SEPARATORS, '');
  return NUMBER.test(number) ? number : undefined;
}

function withNumber(uri: string): DialTarget {
  const number = numberOf(uri);
  return number === undefined ? { uri } : { uri, number };
}

function invalid(detail: string): CadranError {
  return new CadranError('call/invalid-target', { detail });
}
