import type { TonePlan, ToneStep } from './tone-plan.js';

/** Samples a second: enough for every tone there is, and five seconds of it are computed in a few milliseconds. */
export const toneSampleRate = 16_000;

/** Loudness of a tone, of 1: well below speech, so that no tone startles. */
const loudness = 0.2;
/** Seconds to fade in and out, without which every edge clicks. */
const edge = 0.008;
/** Seconds in which a bell falls to a third. */
const bellDecay = 0.11;

/** Computes one round of a tone, sample by sample. */
export function renderTone({ steps, bell }: TonePlan): Float32Array<ArrayBuffer> {
  const parts = steps.map((step) => renderStep(step, bell));
  const samples = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let position = 0;
  for (const part of parts) {
    samples.set(part, position);
    position += part.length;
  }
  return samples;
}

function renderStep({ frequencies, seconds }: ToneStep, bell: boolean): Float32Array {
  const length = Math.round(seconds * toneSampleRate);
  const samples = new Float32Array(length);
  if (frequencies.length === 0) return samples;
  for (let index = 0; index < length; index += 1) {
    const time = index / toneSampleRate;
    const left = (length - index) / toneSampleRate;
    const fade = Math.min(1, time / edge, left / edge) * (bell ? Math.exp(-time / bellDecay) : 1);
    let sum = 0;
    for (const frequency of frequencies) sum += Math.sin(2 * Math.PI * frequency * time);
    samples[index] = (loudness * fade * sum) / frequencies.length;
  }
  return samples;
}
