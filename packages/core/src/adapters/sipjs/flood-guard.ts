import type { ResponseOptions } from 'sip.js/lib/core/messages/outgoing-response.js';
import type { Clock } from '../../kernel/clock.js';
import type { Random } from '../../kernel/random.js';
import { exchangeOpen } from './request-screen.js';

/**
 * What becomes of a request: undefined where it is taken, else the answer that refuses it or, in a flood, null for none.
 * `exchange` is the dialog or transaction of ours that it belongs to; what ends that is always taken.
 */
export type FloodGuard = (method: string, exchange?: object) => ResponseOptions | null | undefined;

/** A token bucket, by the time at which it would be full again. */
interface Bucket {
  readonly perSecond: number;
  full: number;
}

/** Milliseconds' worth of tokens that a bucket holds beyond one. */
const depth = 4_000;

const bucket = (perSecond: number): Bucket => ({ perSecond, full: 0 });

/** Keeps what comes in to what a person's phone can need, before anything is built for it. */
export function createFloodGuard(
  clock: Clock,
  random: Random,
  onShed: () => void,
  callRate = 1,
): FloodGuard {
  const methods = new Map([
    ['INVITE', bucket(callRate)],
    ['OPTIONS', bucket(2)],
    ['NOTIFY', bucket(50)],
  ]);
  /** All other methods together, and what cannot be read. */
  const others = bucket(10);
  const refusals = bucket(20);
  const exchanges = new WeakMap<object, Bucket>();

  function takes(from: Bucket): boolean {
    const now = clock.elapsed?.() ?? clock.now();
    const full = Math.max(now, from.full);
    if (full - now > depth) return false;
    from.full = full + 1_000 / from.perSecond;
    return true;
  }

  return (method, exchange) => {
    if (method === 'ACK' || (exchange && /^(BYE|CANCEL)$/.test(method))) return undefined;
    const within = exchange && (exchanges.get(exchange) ?? bucket(20));
    if (within) exchanges.set(exchange, within);
    if (takes(within ?? methods.get(method) ?? others)) return undefined;
    onShed();
    return takes(refusals)
      ? { ...exchangeOpen(random), ...(!within && { statusCode: 503 }) }
      : null;
  };
}
