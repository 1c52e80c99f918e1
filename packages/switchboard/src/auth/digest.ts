import { createHash, timingSafeEqual } from 'node:crypto';
import { parseParameters, quote } from '../message/parameters.js';

/** Digest algorithms a challenge can offer (RFC 8760). */
export type DigestAlgorithm = 'MD5' | 'SHA-256';

const HASHES: Readonly<Record<DigestAlgorithm, string>> = { MD5: 'md5', 'SHA-256': 'sha256' };

/** The fields of a `Digest` credential, as they came. */
export interface DigestCredentials {
  readonly username: string;
  readonly realm: string;
  readonly nonce: string;
  readonly uri: string;
  readonly response: string;
  readonly algorithm: DigestAlgorithm;
  readonly cnonce: string;
  readonly nc: number;
}

/** Reads an Authorization or Proxy-Authorization value; `undefined` when it is of no use to us. */
export function parseCredentials(field: string): DigestCredentials | undefined {
  const match = /^Digest\s+(.*)$/i.exec(field);
  if (match === null) return undefined;
  const fields = parseParameters(match[1] ?? '', ',');
  const algorithm = (fields.get('algorithm') ?? 'MD5').toUpperCase();
  const nc = fields.get('nc') ?? '';
  if (algorithm !== 'MD5' && algorithm !== 'SHA-256') return undefined;
  // Only qop=auth is offered, and an answer without it could be replayed (RFC 7616 §3.4).
  if (fields.get('qop') !== 'auth' || !/^[0-9a-f]{8}$/i.test(nc)) return undefined;
  return {
    username: fields.get('username') ?? '',
    realm: fields.get('realm') ?? '',
    nonce: fields.get('nonce') ?? '',
    uri: fields.get('uri') ?? '',
    response: fields.get('response') ?? '',
    algorithm,
    cnonce: fields.get('cnonce') ?? '',
    nc: Number.parseInt(nc, 16),
  };
}

/** The response a client must give (RFC 7616 §3.4.1, qop=auth). */
export function digestResponse(
  credentials: Omit<DigestCredentials, 'response'>,
  password: string,
  method: string,
): string {
  const hash = (text: string): string =>
    createHash(HASHES[credentials.algorithm]).update(text).digest('hex');
  const { username, realm, nonce, uri, cnonce } = credentials;
  const nc = credentials.nc.toString(16).padStart(8, '0');
  const ha1 = hash(`${username}:${realm}:${password}`);
  return hash(`${ha1}:${nonce}:${nc}:${cnonce}:auth:${hash(`${method}:${uri}`)}`);
}

/** Whether a credential holds for a password, compared in constant time. */
export function verifies(
  credentials: DigestCredentials,
  password: string,
  method: string,
): boolean {
  const expected = Buffer.from(digestResponse(credentials, password, method));
  const given = Buffer.from(credentials.response.toLowerCase());
  return expected.length === given.length && timingSafeEqual(expected, given);
}

/** One challenge value. */
export function challenge(
  realm: string,
  nonce: string,
  algorithm: DigestAlgorithm,
  stale: boolean,
): string {
  const parts = [`realm=${quote(realm)}`, `nonce="${nonce}"`, `algorithm=${algorithm}`];
  return `Digest ${[...parts, 'qop="auth"', ...(stale ? ['stale=true'] : [])].join(', ')}`;
}
