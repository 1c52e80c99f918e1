import { md5 } from './md5.js';
import { sha256, sha512Half } from './sha2.js';

/** Weakest first: the place in this list is the strength. RFC 8760 §2.1. */
export const algorithms = ['MD5', 'SHA-256', 'SHA-512-256'] as const;

export type Algorithm = (typeof algorithms)[number];

const functions = { MD5: md5, 'SHA-256': sha256, 'SHA-512-256': sha512Half } as const;

/** Hash of text as UTF-8, in lower-case hexadecimal. Synchronous, because sip.js wants its answer at once and WebCrypto has none, and no MD5. */
export function hash(algorithm: Algorithm, text: string): string {
  return functions[algorithm](new TextEncoder().encode(text));
}

export interface DigestInput {
  readonly algorithm: Algorithm;
  /** The `-sess` variant: binds the key to the nonce and cnonce. */
  readonly session: boolean;
  /** H(username:realm:password). */
  readonly ha1: string;
  readonly nonce: string;
  /** Absent for the form of RFC 2069, RFC 7616 §3.4.1 notwithstanding. */
  readonly qop?: 'auth' | 'auth-int';
  /** Eight hexadecimal digits. */
  readonly count: string;
  readonly cnonce: string;
  readonly method: string;
  readonly uri: string;
  /** Part of the hash for `auth-int` only. */
  readonly body: string;
}

/** The `response` of RFC 7616 §3.4.1. */
export function digestResponse(input: DigestInput): string {
  const { algorithm, nonce, count, cnonce, qop } = input;
  const over = (...parts: string[]): string => hash(algorithm, parts.join(':'));
  const key = input.session ? over(input.ha1, nonce, cnonce) : input.ha1;
  const entity = qop === 'auth-int' ? [hash(algorithm, input.body)] : [];
  const request = over(input.method, input.uri, ...entity);
  return qop === undefined
    ? over(key, nonce, request)
    : over(key, nonce, count, cnonce, qop, request);
}
