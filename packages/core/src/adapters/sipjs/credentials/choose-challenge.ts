import type { Credentials } from '../../../ports/credentials.js';
import type { Challenge } from '../codec/challenge.js';
import { algorithms, type Algorithm } from './digest.js';

/** The algorithm of a Digest challenge; undefined for one unknown here. */
export function algorithmOf(
  challenge: Challenge,
): { readonly name: Algorithm; readonly session: boolean } | undefined {
  const [, base = '', suffix] = /^(.*?)(-SESS)?$/.exec(challenge.algorithm ?? 'MD5') ?? [];
  const name = algorithms.find((algorithm) => algorithm === base);
  return name && { name, session: suffix !== undefined };
}

/** `auth` unless the server insists on more: `auth-int` needs the body that no proxy may then touch. Null for a qop unknown here. */
export function qopOf({ qop }: Challenge): 'auth' | 'auth-int' | undefined | null {
  if (qop.length === 0) return undefined;
  return (['auth', 'auth-int'] as const).find((known) => qop.includes(known)) ?? null;
}

/** How well a challenge protects the password: by the hash first, then by having a client nonce at all. -1 for what cannot be answered. */
export function strengthOf(challenge: Challenge): number {
  const algorithm = algorithmOf(challenge);
  const qop = qopOf(challenge);
  if (
    challenge.scheme !== 'digest' ||
    challenge.nonce === undefined ||
    !algorithm ||
    qop === null
  ) {
    return -1;
  }
  return algorithms.indexOf(algorithm.name) * 2 + (qop === undefined ? 0 : 1);
}

/** The strongest challenge that these credentials can answer; RFC 8760 §2.4 would take the first, whoever put it there. */
export function chooseChallenge(
  challenges: readonly Challenge[],
  credentials: Credentials,
): Challenge | undefined {
  if ('token' in credentials) return challenges.find(({ scheme }) => scheme === 'bearer');
  const only = 'ha1' in credentials ? (credentials.algorithm ?? 'MD5') : undefined;
  return challenges
    .filter((challenge) => strengthOf(challenge) >= 0)
    .filter((challenge) => only === undefined || algorithmOf(challenge)?.name === only)
    .sort((one, other) => strengthOf(other) - strengthOf(one))[0];
}
