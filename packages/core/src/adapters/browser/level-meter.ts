import type { Clock } from '../../kernel/clock.js';
import type { AudioGraph } from './audio-graph.js';

/** Milliseconds between two reports. */
const interval = 50;
const samplesRead = 2048;

/** Calls `report` regularly until `signal` aborts, with the audio graph awake. */
export function whileMeasuring(
  { graph, clock }: { graph: AudioGraph; clock: Clock },
  report: () => void,
  signal: AbortSignal,
): void {
  if (signal.aborted) return;
  const release = graph.use();
  let cancel: () => void = () => undefined;
  const tick = (): void => {
    report();
    if (!signal.aborted) cancel = clock.schedule(tick, interval);
  };
  const end = (): void => {
    cancel();
    release();
  };
  cancel = clock.schedule(tick, interval);
  signal.addEventListener('abort', end, { once: true });
}

/** Reads how loud a track is, whichever track that is at the moment. */
export class LevelMeter {
  readonly #graph: AudioGraph;
  readonly #samples = new Float32Array(samplesRead);
  #track: MediaStreamTrack | undefined;
  #source: MediaStreamAudioSourceNode | undefined;
  #analyser: AnalyserNode | undefined;

  constructor(graph: AudioGraph) {
    this.#graph = graph;
  }

  /** From 0 to 1: the loudest sample of the last 40 ms or so; 0 without a track. */
  read(track: MediaStreamTrack | undefined): number {
    if (track !== this.#track) this.#attach(track);
    if (!this.#analyser || !track?.enabled) return 0;
    this.#analyser.getFloatTimeDomainData(this.#samples);
    let peak = 0;
    for (const sample of this.#samples) peak = Math.max(peak, Math.abs(sample));
    return Math.min(1, peak);
  }

  close(): void {
    this.#attach(undefined);
  }

  #attach(track: MediaStreamTrack | undefined): void {
    this.#source?.disconnect();
    this.#source = undefined;
    this.#analyser = undefined;
    this.#track = track;
    const { context } = this.#graph;
    if (!track || !context) return;
    this.#source = context.createMediaStreamSource(new MediaStream([track]));
    this.#analyser = context.createAnalyser();
    this.#analyser.fftSize = samplesRead;
    this.#source.connect(this.#analyser);
  }
}
