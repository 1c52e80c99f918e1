import { CadranError } from '../kernel/errors.js';

/**
 * An incoming call that rings, as plain data: what another engine needs to ring on and to answer it (RFC 3261 §17.2.1). It
 * holds no more than the far side sent.
 */
export interface InviteRecord {
  readonly version: 1;
  /** The INVITE as it came off the wire. */
  readonly request: string;
  /** The tag by which we have answered so far. */
  readonly localTag: string;
}

const LONGEST_REQUEST = 65_535;

/**
 * Reads a record that may come from corrupt storage: what it returns is bounded, and whether it holds a request, who
 * takes it sees. Throws `signaling/malformed`.
 */
export function readInviteRecord(value: unknown): InviteRecord {
  const { version, request, localTag } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const isKnown =
    version === 1 &&
    typeof request === 'string' &&
    request.length <= LONGEST_REQUEST &&
    typeof localTag === 'string' &&
    /^\w{1,128}$/.test(localTag);
  if (!isKnown) throw new CadranError('signaling/malformed', { detail: 'invite record' });
  return { version, request, localTag };
}
