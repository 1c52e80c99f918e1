import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { keyFrequencies, tonePlan } from './tone-plan.js';
import type { ToneRegion } from '../../ports/page-sound.js';
import { renderTone, toneSampleRate } from './tone-wave.js';

/** How strongly one frequency is in a stretch of samples (Goertzel). */
function strength(samples: Float32Array, frequency: number): number {
  let real = 0;
  let imaginary = 0;
  samples.forEach((sample, index) => {
    const angle = (2 * Math.PI * frequency * index) / toneSampleRate;
    real += sample * Math.cos(angle);
    imaginary += sample * Math.sin(angle);
  });
  return Math.hypot(real, imaginary) / samples.length;
}

const seconds = (samples: Float32Array, from: number, to: number): Float32Array =>
  samples.subarray(from * toneSampleRate, to * toneSampleRate);

describe('the tones', () => {
  const cadences: [ToneRegion, 'ringback' | 'busy', number[], number, number][] = [
    ['eu', 'ringback', [425], 1, 5],
    ['eu', 'busy', [425], 0.5, 1],
    ['fr', 'ringback', [440], 1.5, 5],
    ['us', 'ringback', [440, 480], 2, 6],
    ['us', 'busy', [480, 620], 0.5, 1],
  ];
  for (const [region, tone, frequencies, on, round] of cadences)
    it(`${tone} in ${region}: ${frequencies.join(' and ')} Hz for ${on} s of ${round} s`, () => {
      const plan = tonePlan(tone, region);
      assert.ok(plan?.repeats);
      const samples = renderTone(plan);
      assert.equal(samples.length, round * toneSampleRate);
      const sounding = seconds(samples, 0, on);
      for (const frequency of frequencies) assert.ok(strength(sounding, frequency) > 0.04);
      assert.ok(strength(sounding, 1_000) < 0.005, 'nothing else is in it');
      assert.ok(seconds(samples, on, round).every((sample) => sample === 0));
    });

  it('plays each key as its pair of Q.23', () => {
    assert.deepEqual(keyFrequencies('1'), [697, 1209]);
    assert.deepEqual(keyFrequencies('5'), [770, 1336]);
    assert.deepEqual(keyFrequencies('0'), [941, 1336]);
    assert.deepEqual(keyFrequencies('#'), [941, 1477]);
    assert.deepEqual(keyFrequencies('d'), [941, 1633]);
    const plan = tonePlan('key-5', 'eu');
    assert.ok(plan && !plan.repeats);
    const samples = renderTone(plan);
    assert.ok(strength(samples, 770) > 0.04 && strength(samples, 1336) > 0.04);
  });

  it('knows no other key', () => {
    for (const key of ['', 'x', '12', '10', ',']) assert.equal(keyFrequencies(key), undefined);
    assert.equal(tonePlan('key-', 'eu'), undefined);
  });

  it('is never loud and never clicks', () => {
    for (const tone of ['ringtone', 'ringback', 'busy', 'waiting', 'key-9'] as const) {
      const plan = tonePlan(tone, 'us');
      assert.ok(plan);
      const samples = renderTone(plan);
      assert.ok(samples.every((sample) => Math.abs(sample) < 0.21));
      assert.ok(Math.abs(samples[0] ?? 1) < 0.01 && Math.abs(samples.at(-1) ?? 1) < 0.01);
    }
  });
});
