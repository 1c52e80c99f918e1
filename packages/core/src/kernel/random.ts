/** A number from 0 up to, not including, 1. Injected, so that tests decide what chance does. */
export type Random = () => number;

const UINT32_RANGE = 2 ** 32;

/** Cryptographic, and there in insecure contexts, where `crypto.randomUUID` is not. */
export const systemRandom: Random = () =>
  (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / UINT32_RANGE;

/** A number between `low` and `high`. */
export function between(random: Random, low: number, high: number): number {
  return low + random() * (high - low);
}

/** A name that no two callers get: 64 random bits after `prefix`. */
export function randomName(random: Random, prefix: string): string {
  const half = (): string =>
    Math.floor(random() * UINT32_RANGE)
      .toString(16)
      .padStart(8, '0');
  return `${prefix}-${half()}${half()}`;
}
