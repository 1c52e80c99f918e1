import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { FuzzedPhone } from './fuzzed-phone.js';
import { inputOf } from './inputs.js';
import { readFrame } from './parser-target.js';

const seed = 4475;

/** As it can be pasted into a row of `found.test.ts`. */
function written(frame: string | Uint8Array): string {
  return typeof frame === 'string' ? JSON.stringify(frame) : Buffer.from(frame).toString('base64');
}

describe('messages that were changed by chance', () => {
  test('are the same for a seed each time', () => {
    for (const index of [1_000, 1_001, 1_002, 1_003]) {
      assert.deepEqual(inputOf(seed, index), inputOf(seed, index));
      assert.notDeepEqual(inputOf(seed, index), inputOf(seed + 1, index));
    }
  });

  test('are taken or refused by the parser, and nothing else comes out of it', () => {
    const counts = { accepted: 0, refused: 0 };
    for (let index = 0; index < 6_000; index += 1) {
      const frame = inputOf(seed, index);
      try {
        counts[readFrame(frame)] += 1;
      } catch (error) {
        assert.fail(`input ${index}: ${String(error)}: ${written(frame)}`);
      }
    }
    assert.ok(counts.accepted > 1_000 && counts.refused > 1_000, JSON.stringify(counts));
  });

  test('are handled by a phone in the middle of its calls', async () => {
    for (let first = 0; first < 1_500; first += 100) {
      const phone = await FuzzedPhone.open();
      let frame: string | Uint8Array = '';
      try {
        for (let index = first; index < first + 100; index += 1) {
          frame = inputOf(seed, index, phone.related);
          phone.receive(frame);
          await phone.goOn();
        }
      } catch (error) {
        assert.fail(`${(error as Error).stack}: ${written(frame)}`);
      } finally {
        await phone.close();
      }
    }
  });
});
