import type { Tone } from '../../ports/media.js';
import type { ToneRegion } from '../../ports/page-sound.js';
import type { AudioGraph } from './audio-graph.js';
import { nextTask } from './next-task.js';
import type { Output, Playback, Sound } from './playback.js';
import { tonePlan } from './tone-plan.js';
import type { TonePlan } from './tone-plan.js';
import { renderTone, toneSampleRate } from './tone-wave.js';

interface Line {
  readonly sound: Sound;
  readonly destination: MediaStreamAudioDestinationNode;
  readonly sources: Set<AudioBufferSourceNode>;
}

/** Plays the telephone's own sounds. They go through audio elements, because only those can be sent to a chosen device everywhere. */
export class TonePlayer {
  readonly #graph: AudioGraph;
  readonly #playback: Playback;
  readonly #region: ToneRegion;
  readonly #lines = new Map<Output, Line>();
  /** The tone that lasts, and what ends it once it sounds. */
  #lasting: Tone | null = null;
  #stop: (() => void) | undefined;

  constructor(graph: AudioGraph, playback: Playback, region: ToneRegion) {
    this.#graph = graph;
    this.#playback = playback;
    this.#region = region;
  }

  /** Resolves when it sounds: the tone of a key at once, one that lasts after the task that is about its call. */
  async play(tone: Tone | null): Promise<void> {
    if (tone?.startsWith('key-')) {
      this.#start(tone);
      return;
    }
    if (tone === this.#lasting) return;
    this.#lasting = tone;
    this.#stop?.();
    this.#stop = undefined;
    if (tone === null) return;
    // To make the first sound of a page takes longer than all of the signalling.
    await nextTask();
    if (this.#lasting === tone) this.#stop ??= this.#start(tone);
  }

  dispose(): void {
    this.#lasting = null;
    this.#stop = undefined;
    for (const line of this.#lines.values()) {
      for (const source of line.sources) source.stop();
      line.sound.close();
    }
    this.#lines.clear();
  }

  #start(tone: Tone): (() => void) | undefined {
    const plan = tonePlan(tone, this.#region);
    const { context } = this.#graph;
    if (!plan || !context) return undefined;
    const line = this.#line(tone === 'ringtone' ? 'ringer' : 'speaker', context);
    const source = createSource(context, plan);
    const release = this.#graph.use();
    line.sources.add(source);
    source.addEventListener(
      'ended',
      () => {
        source.disconnect();
        line.sources.delete(source);
        if (line.sources.size === 0) line.sound.pause();
        release();
      },
      { once: true },
    );
    source.connect(line.destination);
    source.start();
    line.sound.play(line.destination.stream);
    return () => source.stop();
  }

  #line(output: Output, context: AudioContext): Line {
    const existing = this.#lines.get(output);
    if (existing) return existing;
    const line: Line = {
      sound: this.#playback.open(output),
      destination: context.createMediaStreamDestination(),
      sources: new Set(),
    };
    this.#lines.set(output, line);
    return line;
  }
}

function createSource(context: AudioContext, plan: TonePlan): AudioBufferSourceNode {
  const samples = renderTone(plan);
  const buffer = context.createBuffer(1, samples.length, toneSampleRate);
  buffer.copyToChannel(samples, 0);
  const source = context.createBufferSource();
  source.buffer = buffer;
  // The cadence is a loop of samples and not of timers, which a page in the background gets late.
  source.loop = plan.repeats;
  return source;
}
