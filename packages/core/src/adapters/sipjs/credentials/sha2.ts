import { padded } from './padding.js';

type State = [bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint];
type Distances = readonly [bigint, bigint, bigint];

/** SHA-2 is one algorithm with words of two sizes (FIPS 180-4 §4.1 and §6). */
interface Variant {
  /** Of a word. */
  readonly bits: 32 | 64;
  readonly rounds: 64 | 80;
  /** How far the functions Σ0 and Σ1 turn a word. */
  readonly large: readonly [Distances, Distances];
  /** How far σ0 and σ1 turn it; the last of three shifts. */
  readonly small: readonly [Distances, Distances];
}

const sha256Variant: Variant = {
  bits: 32,
  rounds: 64,
  large: [
    [2n, 13n, 22n],
    [6n, 11n, 25n],
  ],
  small: [
    [7n, 18n, 3n],
    [17n, 19n, 10n],
  ],
};

const sha512Variant: Variant = {
  bits: 64,
  rounds: 80,
  large: [
    [28n, 34n, 39n],
    [14n, 18n, 41n],
  ],
  small: [
    [1n, 8n, 7n],
    [19n, 61n, 6n],
  ],
};

/** The constants of all rounds, which take a millisecond to work out. */
let roots: bigint[] | undefined;

/** In lower-case hexadecimal. */
export function sha256(message: Uint8Array): string {
  const start = firstPrimes(8).map((prime) => rootFraction(prime, 2n) >> 32n) as State;
  return text(digest(sha256Variant, start, message), 8);
}

/** SHA-512/256, in lower-case hexadecimal: SHA-512 cut short, from a start of its own (FIPS 180-4 §5.3.6.2). */
export function sha512Half(message: Uint8Array): string {
  const seed = firstPrimes(8).map(
    (prime) => rootFraction(prime, 2n) ^ 0xa5a5a5a5a5a5a5a5n,
  ) as State;
  const start = digest(sha512Variant, seed, new TextEncoder().encode('SHA-512/256'));
  return text(digest(sha512Variant, start, message), 16).slice(0, 64);
}

function digest(variant: Variant, start: State, message: Uint8Array): State {
  const { bits, rounds } = variant;
  const block = bits === 32 ? 64 : 128;
  const input = padded(message, block, false);
  roots ??= firstPrimes(80).map((prime) => rootFraction(prime, 3n));
  const keys = roots.slice(0, rounds).map((root) => root >> BigInt(64 - bits));
  let state = start;
  for (let from = 0; from < input.byteLength; from += block) {
    const words = Array.from({ length: 16 }, (_, index) =>
      bits === 32
        ? BigInt(input.getUint32(from + index * 4))
        : input.getBigUint64(from + index * 8),
    );
    state = digestBlock(variant, state, words, keys);
  }
  return state;
}

function digestBlock(variant: Variant, state: State, words: bigint[], keys: bigint[]): State {
  const { bits, large, small } = variant;
  const wrap = (value: bigint): bigint => BigInt.asUintN(bits, value);
  const mix = (word: bigint, [one, two, three]: Distances, isShift: boolean): bigint => {
    const twice = (word << BigInt(bits)) | word;
    return wrap((twice >> one) ^ (twice >> two) ^ ((isShift ? word : twice) >> three));
  };
  let [a, b, c, d, e, f, g, h] = state;
  for (const [round, key] of keys.entries()) {
    const before = (distance: number): bigint => words[round - distance] ?? 0n;
    words[round] ??= wrap(
      before(16) + mix(before(15), small[0], true) + before(7) + mix(before(2), small[1], true),
    );
    const first = h + mix(e, large[1], false) + ((e & f) ^ (~e & g)) + key + before(0);
    const second = mix(a, large[0], false) + ((a & b) ^ (a & c) ^ (b & c));
    [a, b, c, d, e, f, g, h] = [wrap(first + second), a, b, c, wrap(d + first), e, f, g];
  }
  return [a, b, c, d, e, f, g, h].map((word, index) => wrap(word + (state[index] ?? 0n))) as State;
}

/** The first 64 bits behind the point of a prime's root, which FIPS 180-4 takes for its constants (§4.2.2, §5.3.3). */
function rootFraction(prime: bigint, degree: bigint): bigint {
  // A number gives the first half of the bits, which spares half of the work.
  let root = BigInt(Math.floor(Number(prime) ** (1 / Number(degree)) * 2 ** 32)) << 32n;
  for (let bit = 1n << 31n; bit > 0n; bit >>= 1n) {
    if ((root + bit) ** degree <= prime << (64n * degree)) root += bit;
  }
  return BigInt.asUintN(64, root);
}

function firstPrimes(count: number): bigint[] {
  const primes: bigint[] = [];
  for (let candidate = 2n; primes.length < count; candidate += 1n) {
    if (primes.every((prime) => candidate % prime !== 0n)) primes.push(candidate);
  }
  return primes;
}

function text(words: readonly bigint[], digits: number): string {
  return words.map((word) => word.toString(16).padStart(digits, '0')).join('');
}
