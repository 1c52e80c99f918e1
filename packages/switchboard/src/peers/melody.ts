import type { AudioSource } from './audio-source.js';

/** Seconds of one quaver. */
const STEP = 0.24;

/** Broken chords over C, A minor, F and G, as semitones above middle C. */
const BARS: readonly (readonly number[])[] = [
  [0, 7, 12, 16, 19, 16, 12, 7],
  [-3, 4, 9, 12, 16, 12, 9, 4],
  [-7, 0, 5, 9, 12, 9, 5, 0],
  [-5, 2, 7, 11, 14, 11, 7, 2],
];

/** A slow tune above them, one note every four quavers; `undefined` rests. */
const TUNE: readonly (number | undefined)[] = [28, 26, 24, undefined, 21, 24, 26, 23];

/** A soft, endless little piece for plucked strings. */
export function melody(): AudioSource {
  const steps = BARS.flat();
  return (seconds) => {
    const now = Math.floor(seconds / STEP);
    let sum = 0;
    // A plucked note has died away after two seconds: only the newest can be heard.
    for (let back = 0; back < 8 && now - back >= 0; back += 1) {
      const step = now - back;
      const age = seconds - step * STEP;
      sum += 0.14 * pluck(steps[step % steps.length] ?? 0, age);
      const note = step % 4 === 0 ? TUNE[(step / 4) % TUNE.length] : undefined;
      if (note !== undefined) sum += 0.16 * pluck(note, age);
    }
    return Math.max(-1, Math.min(1, sum));
  };
}

function pluck(semitones: number, age: number): number {
  const hertz = 261.63 * 2 ** (semitones / 12);
  const phase = 2 * Math.PI * hertz * age;
  const attack = Math.min(1, age / 0.008);
  const body = Math.sin(phase) * Math.exp(-2.4 * age);
  const shine = 0.35 * Math.sin(2 * phase) * Math.exp(-4.5 * age);
  return attack * (body + shine);
}
