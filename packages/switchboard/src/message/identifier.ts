import { randomBytes } from 'node:crypto';

/** A random token for tags, branches and identifiers: 72 bits, letters and digits only. */
export function randomToken(): string {
  return randomBytes(9).toString('hex');
}

/** A branch that says it follows RFC 3261 §8.1.1.7. */
export function randomBranch(): string {
  return `z9hG4bK${randomToken()}`;
}
