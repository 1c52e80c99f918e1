import { parseAddress } from './address.js';
import { methodOf, type SipMessage } from './message.js';
import { parseUri, telephoneNumber } from './uri.js';
import { parseVia } from './via.js';

/** Why a message is refused. */
export interface Problem {
  readonly status: number;
  readonly reason: string;
}

/** Fields a message carries exactly once (RFC 3261 §8.1.1) or at most once. */
const ONCE = ['From', 'To', 'Call-ID', 'CSeq'];
const AT_MOST_ONCE = ['Max-Forwards', 'Content-Length', 'Content-Type', 'Expires', 'Event'];

/** Holds a parsed message against the rules every SIP element must check (RFC 3261 §8.2, §16.3). */
export function validate(message: SipMessage): Problem | undefined {
  return (
    validateCounts(message) ??
    validateFields(message) ??
    validateSequence(message) ??
    validateLength(message) ??
    (message.kind === 'request' ? validateUri(message.uri) : undefined)
  );
}

const bad = (reason: string): Problem => ({ status: 400, reason });

function validateCounts({ headers }: SipMessage): Problem | undefined {
  for (const name of ONCE) {
    if (headers.getAll(name).length !== 1) return bad(`Need exactly one ${name}`);
  }
  for (const name of AT_MOST_ONCE) {
    if (headers.getAll(name).length > 1) return bad(`More than one ${name}`);
  }
  return headers.has('Via') ? undefined : bad('Missing Via');
}

function validateFields({ headers }: SipMessage): Problem | undefined {
  for (const via of headers.getAll('Via')) {
    if (parseVia(via) === undefined) return bad('Malformed Via');
  }
  if (parseVia(headers.get('Via') ?? '')?.branch === '') return bad('Missing branch');
  for (const name of ['From', 'To', 'Route', 'Record-Route', 'Refer-To']) {
    for (const value of headers.getAll(name)) {
      if (parseAddress(value) === undefined) return bad(`Malformed ${name}`);
    }
  }
  for (const value of headers.getAll('Contact')) {
    if (value !== '*' && parseAddress(value) === undefined) return bad('Malformed Contact');
  }
  if (!parseAddress(headers.get('From') ?? '')?.parameters.get('tag')) {
    return bad('Missing From tag');
  }
  if (!/^\S{1,256}$/.test(headers.get('Call-ID') ?? '')) return bad('Malformed Call-ID');
  if (!/^\d{1,3}$/.test(headers.get('Max-Forwards') ?? '70')) return bad('Malformed Max-Forwards');
  return undefined;
}

function validateSequence(message: SipMessage): Problem | undefined {
  const match = /^(\d{1,10})[ \t]+(\S+)$/.exec(message.headers.get('CSeq') ?? '');
  if (match === null || Number(match[1]) >= 2 ** 31) return bad('Malformed CSeq');
  message.headers.set('CSeq', `${match[1]} ${match[2]}`);
  return match[2] === methodOf(message) ? undefined : bad('CSeq method mismatch');
}

function validateLength({ headers, body }: SipMessage): Problem | undefined {
  const declared = headers.get('Content-Length');
  if (declared === undefined) return undefined;
  if (!/^\d{1,8}$/.test(declared)) return bad('Malformed Content-Length');
  if (Number(declared) > Buffer.byteLength(body)) return bad('Body shorter than Content-Length');
  return undefined;
}

function validateUri(uri: string): Problem | undefined {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(uri)?.[1]?.toLowerCase();
  if (scheme === undefined) return bad('Malformed Request-URI');
  if (scheme === 'sip' || scheme === 'sips') {
    return parseUri(uri) === undefined ? bad('Malformed Request-URI') : undefined;
  }
  if (scheme !== 'tel') return { status: 416, reason: 'Unsupported URI Scheme' };
  return telephoneNumber(uri) === undefined ? bad('Malformed Request-URI') : undefined;
}
