import { until } from './until.js';

/** Below this a track counts as silent, of 1. */
const silence = 0.003;

/** Listens to what a connection receives. */
export interface Ear {
  /** Waits until a sound of this frequency is heard. */
  hear(frequency: number, what: string): Promise<void>;
  /** Waits until any sound is heard. */
  hearSomething(what: string): Promise<void>;
  /** Waits for a stretch of silence, `length` in milliseconds: longer than a word, or than the pauses of a sound that beeps. */
  hearNothing(what: string, length?: number): Promise<void>;
  close(): Promise<void>;
}

let running: Promise<boolean> | undefined;

/** Whether Web Audio runs here. Firefox leaves it suspended on a machine without any audio device. */
export function webAudioRuns(): Promise<boolean> {
  running ??= (async () => {
    const context = new AudioContext();
    const runs = await until(() => context.state === 'running', 'web audio', 2_000).then(
      () => true,
      () => false,
    );
    await context.close();
    return runs;
  })();
  return running;
}

export async function listenTo(receiver: RTCRtpReceiver): Promise<Ear> {
  return (await webAudioRuns()) ? new SpectrumEar(receiver.track) : new LevelEar(receiver);
}

/** Tells how loud a track is and which frequency stands out. */
export class SpectrumEar implements Ear {
  readonly #context = new AudioContext();
  readonly #analyser = this.#context.createAnalyser();
  readonly #source: MediaStreamAudioSourceNode;

  constructor(track: MediaStreamTrack) {
    this.#analyser.fftSize = 4096;
    this.#analyser.smoothingTimeConstant = 0;
    this.#source = this.#context.createMediaStreamSource(new MediaStream([track]));
    this.#source.connect(this.#analyser);
  }

  /** Root mean square of the last 85 ms, 0 to 1. */
  level(): number {
    const samples = new Float32Array(this.#analyser.fftSize);
    this.#analyser.getFloatTimeDomainData(samples);
    return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
  }

  /** The frequencies in Hz that stand out, the loudest first and the rest within 12 dB of it; none in silence. */
  pitches(): number[] {
    if (this.level() < silence) return [];
    const bins = new Float32Array(this.#analyser.frequencyBinCount);
    this.#analyser.getFloatFrequencyData(bins);
    const at = (index: number): number => bins[index] ?? -Infinity;
    const peaks = [...bins.keys()]
      .filter((index) => at(index) > at(index - 1) && at(index) >= at(index + 1))
      .sort((one, other) => at(other) - at(one));
    const loudest = at(peaks[0] ?? 0);
    return peaks
      .filter((index) => at(index) > loudest - 12)
      .map((index) => (index * this.#context.sampleRate) / this.#analyser.fftSize);
  }

  /** Whether this frequency is the loudest. */
  hears(frequency: number): boolean {
    return isNear(this.pitches()[0], frequency);
  }

  hearsAll(...frequencies: number[]): boolean {
    const heard = this.pitches();
    return frequencies.every((frequency) => heard.some((pitch) => isNear(pitch, frequency)));
  }

  hear(frequency: number, what: string): Promise<void> {
    return until(() => this.hears(frequency), `${what} at ${frequency} Hz`);
  }

  hearSomething(what: string): Promise<void> {
    return until(() => this.level() > silence, what);
  }

  hearNothing(what: string, length?: number): Promise<void> {
    return quiet(() => this.level(), what, length);
  }

  async close(): Promise<void> {
    this.#source.disconnect();
    await this.#context.close();
  }
}

function isNear(pitch: number | undefined, frequency: number): boolean {
  return pitch !== undefined && Math.abs(pitch - frequency) < 20;
}

/** Tells only how loud the received sound is, as the connection itself measures it. */
class LevelEar implements Ear {
  readonly #receiver: RTCRtpReceiver;

  constructor(receiver: RTCRtpReceiver) {
    this.#receiver = receiver;
  }

  hear(_frequency: number, what: string): Promise<void> {
    return this.hearSomething(what);
  }

  hearSomething(what: string): Promise<void> {
    return until(async () => (await this.#level()) > silence, what);
  }

  hearNothing(what: string, length?: number): Promise<void> {
    return quiet(() => this.#level(), what, length);
  }

  async close(): Promise<void> {
    // Nothing is held.
  }

  async #level(): Promise<number> {
    let level = 0;
    (await this.#receiver.getStats()).forEach((entry: { type: string; audioLevel?: number }) => {
      if (entry.type === 'inbound-rtp') level = entry.audioLevel ?? 0;
    });
    return level;
  }
}

async function quiet(
  level: () => number | Promise<number>,
  what: string,
  length = 300,
): Promise<void> {
  let since = performance.now();
  await until(async () => {
    if ((await level()) >= silence) since = performance.now();
    return performance.now() - since > length;
  }, what);
}
