/** Samples a second of every source. */
const SAMPLE_RATE = 8000;
/** Samples of one 20 ms frame. */
export const FRAME = 160;

/** Gives the sample at a time in seconds from -1 to 1, or `undefined` after its end. */
export type AudioSource = (seconds: number) => number | undefined;

/** The next 20 ms of a source; `undefined` when it has ended. */
export function frameOf(source: AudioSource, index: number): Float32Array | undefined {
  const frame = new Float32Array(FRAME);
  for (let at = 0; at < FRAME; at += 1) {
    const sample = source((index * FRAME + at) / SAMPLE_RATE);
    if (sample === undefined) return at === 0 ? undefined : frame;
    frame[at] = sample;
  }
  return frame;
}

/** A steady sum of sine waves, `duration` seconds long. */
export function tone(
  frequencies: readonly number[],
  duration = Number.POSITIVE_INFINITY,
): AudioSource {
  const level = 0.4 / frequencies.length;
  return (seconds) => {
    if (seconds >= duration) return undefined;
    // A ramp of 5 ms at each end: an abrupt sine clicks.
    const ramp = Math.min(1, seconds / 0.005, (duration - seconds) / 0.005);
    return frequencies.reduce(
      (sum, hertz) => sum + level * ramp * Math.sin(2 * Math.PI * hertz * seconds),
      0,
    );
  };
}

/** Sources one after the other, each given with its duration in seconds. */
export function sequence(parts: readonly { source: AudioSource; duration: number }[]): AudioSource {
  return (seconds) => {
    let start = 0;
    for (const { source, duration } of parts) {
      if (seconds < start + duration) return source(seconds - start) ?? 0;
      start += duration;
    }
    return undefined;
  };
}
