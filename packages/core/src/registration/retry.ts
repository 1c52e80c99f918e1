import type { CadranError, ErrorCode } from '../kernel/errors.js';
import type { Random } from '../kernel/random.js';
import { between } from '../kernel/random.js';

/** Milliseconds. */
const FIRST_CEILING = 2_000;
const LAST_CEILING = 300_000;
const SHORTEST = 500;

/** Trying these again changes nothing, and locks accounts on servers that count: a person must mend them. */
const FINAL: ReadonlySet<ErrorCode> = new Set([
  'registration/wrong-password',
  'registration/unknown-user',
  'registration/forbidden',
  'registration/no-credentials',
  'signaling/foreign-realm',
]);

/**
 * Milliseconds until a failed registration is tried again, undefined for never. A Retry-After is honoured and never
 * undercut (RFC 3261 §20.33); nor is full jitter below a ceiling that doubles with each failure, whatever a server says.
 */
export function retryDelay(
  error: CadranError,
  failures: number,
  random: Random,
): number | undefined {
  if (FINAL.has(error.code)) return undefined;
  const { status = 500, retryAfter } = error.sip ?? {};
  const isFinal = error.code === 'registration/rejected' && !error.retryable && status < 500;
  if (isFinal && retryAfter === undefined) return undefined;
  const ceiling = Math.min(LAST_CEILING, FIRST_CEILING * 2 ** (failures - 1));
  const asked = (retryAfter ?? 0) * 1_000 * between(random, 1, 1.1);
  return Math.max(SHORTEST, asked, random() * ceiling);
}
