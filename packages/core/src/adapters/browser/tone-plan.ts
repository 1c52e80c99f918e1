import type { Tone } from '../../ports/media.js';
import type { ToneRegion } from '../../ports/page-sound.js';

/** One stretch of a tone: frequencies in Hz that sound together, none for silence, and its length in seconds. */
export interface ToneStep {
  readonly frequencies: readonly number[];
  readonly seconds: number;
}

export interface TonePlan {
  readonly steps: readonly ToneStep[];
  /** Whether the steps begin anew when they are over. */
  readonly repeats: boolean;
  /** A bell dies away within each step; a signal tone holds. */
  readonly bell: boolean;
}

const sound = (frequencies: readonly number[], seconds: number): ToneStep => ({
  frequencies,
  seconds,
});
const silence = (seconds: number): ToneStep => ({ frequencies: [], seconds });

/** ITU-T E.180 supplement 2, as most of Europe, France and North America use them. */
const signals = {
  eu: {
    ringback: [sound([425], 1), silence(4)],
    busy: [sound([425], 0.5), silence(0.5)],
    waiting: [sound([425], 0.2), silence(0.2), sound([425], 0.2), silence(9)],
  },
  fr: {
    ringback: [sound([440], 1.5), silence(3.5)],
    busy: [sound([440], 0.5), silence(0.5)],
    waiting: [sound([440], 0.3), silence(10)],
  },
  us: {
    ringback: [sound([440, 480], 2), silence(4)],
    busy: [sound([480, 620], 0.5), silence(0.5)],
    waiting: [sound([440], 0.3), silence(10)],
  },
} satisfies Record<ToneRegion, Record<'ringback' | 'busy' | 'waiting', readonly ToneStep[]>>;

/** Our own: a rising sixth and its answer (E5, C6; D5, B5), twice, then a breath. */
const ringtone: readonly ToneStep[] = [0.24, 2].flatMap((pause) => [
  ...[659.26, 1046.5, 587.33, 987.77].map((frequency) => sound([frequency, frequency * 2], 0.22)),
  silence(pause),
]);

const keyRows = [697, 770, 852, 941];
const keyColumns = [1209, 1336, 1477, 1633];
const keypad = ['123A', '456B', '789C', '*0#D'];
const keySeconds = 0.12;

/** The pair of frequencies of a key, low then high (ITU-T Q.23); undefined for what is no key. */
export function keyFrequencies(key: string): readonly [number, number] | undefined {
  if (key.length !== 1) return undefined;
  const row = keypad.findIndex((keys) => keys.includes(key.toUpperCase()));
  const low = keyRows[row];
  const high = keyColumns[keypad[row]?.indexOf(key.toUpperCase()) ?? -1];
  return low === undefined || high === undefined ? undefined : [low, high];
}

/** How a tone sounds; undefined for a key that is none. */
export function tonePlan(tone: Tone, region: ToneRegion): TonePlan | undefined {
  if (tone === 'ringtone') return { steps: ringtone, repeats: true, bell: true };
  if (tone === 'ringback' || tone === 'busy' || tone === 'waiting')
    return { steps: signals[region][tone], repeats: true, bell: false };
  const frequencies = keyFrequencies(tone.slice('key-'.length));
  if (!frequencies) return undefined;
  return { steps: [sound(frequencies, keySeconds)], repeats: false, bell: false };
}
