/**
 * Gives the parser, and a phone in the middle of its calls, messages that were changed by chance:
 *
 *   npm run fuzz                             60 seconds, another seed each time
 *   npm run fuzz -- --seconds=600 --seed=7   the inputs of a seed are the same each time
 *   npm run fuzz -- --input=SU5W...          one input, as a failure printed it
 */
import { parseArgs } from 'node:util';

import { FuzzedPhone } from './fuzzed-phone.js';
import { inputOf } from './inputs.js';
import { readFrame } from './parser-target.js';

/** Milliseconds that no input may take: a frame of a screen. */
const longest = 16;
/** Inputs for the parser, and then for one phone. */
const batch = { parser: 300, phone: 100 };
/** Bytes that the heap may be larger at the end than after the first tenth of the time. */
const mostGrowth = 32 * 2 ** 20;

type Frame = string | Uint8Array;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now() % 1e9) },
    input: { type: 'string' },
  },
});
const seed = Number(values.seed);
const counts = { inputs: 0, accepted: 0, refused: 0, handled: 0, slowest: 0 };
process.on('unhandledRejection', (error) => fail('an unhandled rejection', error));

function fail(what: string, error?: unknown, frame?: Frame, index?: number): never {
  console.error(`${what}, seed ${seed}${index === undefined ? '' : `, input ${index}`}`);
  if (error !== undefined) console.error(error);
  if (frame !== undefined) {
    console.error(`  npm run fuzz -- --input=${Buffer.from(frame).toString('base64')}`);
  }
  process.exit(1);
}

/**
 * Milliseconds that it takes: of the clock or of the processor, whichever says less, for a machine that does something
 * else is not slow. Where that was long it runs three times more, and the shortest counts.
 */
function timed<Result>(run: () => Result): { result: Result; took: number } {
  const once = (): { result: Result; took: number } => {
    const from = performance.now();
    const before = process.cpuUsage();
    const result = run();
    const { user, system } = process.cpuUsage(before);
    return { result, took: Math.min(performance.now() - from, (user + system) / 1_000) };
  };
  let best = once();
  for (let more = 0; more < 3 && best.took > longest / 8; more += 1) {
    const again = once();
    if (again.took < best.took) best = again;
  }
  return best;
}

function give<Result>(index: number, frame: Frame, target: (frame: Frame) => Result): Result {
  try {
    const { result, took } = timed(() => target(frame));
    if (took > longest) fail(`${took.toFixed(1)} ms`, undefined, frame, index);
    counts.inputs += 1;
    counts.slowest = Math.max(counts.slowest, took);
    return result;
  } catch (error) {
    return fail('an exception', error, frame, index);
  }
}

async function giveTo(phone: FuzzedPhone, index: number, frame: Frame): Promise<void> {
  give(index, frame, (each) => phone.receive(each));
  await phone.goOn().catch((error: unknown) => fail('an exception', error, frame, index));
}

async function round(first: number): Promise<number> {
  for (let index = first; index < first + batch.parser; index += 1) {
    counts[give(index, inputOf(seed, index), readFrame)] += 1;
  }
  const phone = await FuzzedPhone.open();
  const last = first + batch.parser + batch.phone;
  for (let index = first + batch.parser; index < last; index += 1) {
    await giveTo(phone, index, inputOf(seed, index, phone.related));
    counts.handled += 1;
  }
  await phone.close();
  return last;
}

function heap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

async function replay(input: string): Promise<void> {
  const frame = Buffer.from(input, 'base64');
  const phone = await FuzzedPhone.open();
  console.log(`${give(0, frame, readFrame)} by the parser`);
  await giveTo(phone, 0, frame);
  await phone.close();
  console.log(`handled by the phone; at most ${counts.slowest.toFixed(2)} ms`);
}

async function fuzz(seconds: number): Promise<void> {
  if (!(seconds > 0) || !Number.isSafeInteger(seed)) throw new TypeError('--seconds, --seed');
  const from = performance.now();
  const passed = (): number => (performance.now() - from) / 1_000;
  let warm: number | undefined;
  for (let index = 0; passed() < seconds;) {
    index = await round(index);
    if (passed() > seconds / 10) warm ??= heap();
  }
  const growth = warm === undefined ? 0 : heap() - warm;
  if (growth > mostGrowth) fail(`the heap grew by ${Math.round(growth / 2 ** 20)} MiB`);
  const { inputs, accepted, refused, handled, slowest } = counts;
  console.log(
    `seed ${seed}: ${inputs} inputs in ${passed().toFixed(0)} s; the parser took ${accepted} and refused ${refused}, ` +
      `the phone handled ${handled}; the slowest took ${slowest.toFixed(1)} ms; ` +
      `the heap grew by ${(growth / 2 ** 20).toFixed(1)} MiB`,
  );
}

if (values.input === undefined) await fuzz(Number(values.seconds));
else await replay(values.input);
process.exit(0);
