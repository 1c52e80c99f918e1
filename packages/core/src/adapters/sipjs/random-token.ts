import { hex } from './hex.js';

/** 32 characters, so that five bits of a random byte pick one without bias; none needs escaping in a URI or a tag. */
const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

/** A token of `length` characters from the platform's cryptographic source (RFC 3261 §19.3), five bits each. */
export function randomToken(length: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  let token = '';
  for (const byte of bytes) token += alphabet.charAt(byte & 31);
  return token;
}

/** A version 4 UUID (RFC 9562 §5.4). `crypto.randomUUID` exists in secure contexts only; an intranet page may not be one. */
export function randomUuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
