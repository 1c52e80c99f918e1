import { createChance } from './chance.js';
import { corpus } from './corpus.js';
import { mutate } from './mutate.js';

/**
 * Input `index` of a seed: the same octets, or the same text, each time. The first are the corpus as it is; of the others
 * most come of the `related` messages.
 */
export function inputOf(
  seed: number,
  index: number,
  related: readonly Uint8Array[] = [],
): string | Uint8Array {
  const first = corpus[index];
  if (first) return first;
  const chance = createChance(Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b));
  const base =
    related.length > 0 && !chance.oneIn(4)
      ? renewed(chance.pick(related), index)
      : chance.pick(corpus);
  const bytes = chance.oneIn(30) ? base : mutate(base, chance.pick(corpus), chance);
  return chance.oneIn(2) ? bytes : Buffer.from(bytes).toString('utf8');
}

/** A request with a CSeq and a branch of its own, so that it is neither late nor a copy. */
function renewed(message: Uint8Array, index: number): Uint8Array {
  const text = Buffer.from(message).toString('latin1');
  if (/^(?:SIP|ACK|CANCEL)/.test(text)) return message;
  const fresh = text
    .replace(/^CSeq: \d+/m, `CSeq: ${index}`)
    .replace(';branch=', `;branch=z9hG4bK${index}`);
  return Buffer.from(fresh, 'latin1');
}
