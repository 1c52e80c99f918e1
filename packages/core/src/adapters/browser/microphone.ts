import { CadranError } from '../../kernel/errors.js';
import { createQueue } from '../../kernel/queue.js';
import type { ProvidedMicrophone, VoiceProcessing } from '../../ports/page-sound.js';
import { captureError, captureMicrophone } from './capture.js';
import { Voice } from './voice.js';
import type { MicrophoneSource, VoiceUser } from './voice.js';

export interface MicrophoneOptions {
  readonly provided?: ProvidedMicrophone | undefined;
  readonly processing: VoiceProcessing;
  /** The device the person chose, read anew at each opening; undefined for the system's default. */
  readonly chosen: () => Promise<string | undefined>;
  /** Hears the outcome of asking the person for the microphone. */
  readonly onCapture: (error?: CadranError) => void;
}

/** The microphone that all calls share: open from the first call that wants it until the last one has ended. */
export class Microphone {
  readonly #options: MicrophoneOptions;
  readonly #queue = createQueue();
  readonly #voices = new Set<Voice>();
  #source: MicrophoneSource | undefined;
  #listening = new AbortController();

  constructor(options: MicrophoneOptions) {
    this.#options = options;
  }

  /** The id of the open device, where one is open and ours. */
  get deviceId(): string | undefined {
    return this.#source?.owned ? this.#source.track.getSettings().deviceId : undefined;
  }

  /** Opens the microphone, or shares the open one. Rejects as `captureMicrophone` does. */
  open(user: VoiceUser): Promise<Voice> {
    return this.#queue.run(async () => {
      if (this.#source?.track.readyState === 'ended') this.#drop();
      if (!this.#source) this.#adopt(await this.#acquire());
      const source = this.#source;
      if (!source) throw new CadranError('media/no-microphone');
      const voice = new Voice(source, user);
      this.#voices.add(voice);
      if (source.track.muted) user.systemMuted(true);
      return voice;
    });
  }

  /** Gives a share back; with the last one the device is released and the recording indicator goes out. */
  release(voice: Voice): void {
    voice.stop();
    if (this.#voices.delete(voice) && this.#voices.size === 0) this.#drop();
  }

  /** Moves running calls to the device that is chosen now. Rejects as `captureMicrophone` does; the calls keep what they have. */
  change(): Promise<void> {
    return this.#queue.run(async () => {
      if (this.#source?.owned) await this.#replace();
    });
  }

  dispose(): void {
    for (const voice of [...this.#voices]) this.release(voice);
  }

  async #replace(): Promise<void> {
    const next = await this.#acquire();
    if (this.#voices.size === 0) {
      if (next.owned) next.track.stop();
      return;
    }
    const former = this.#source;
    this.#adopt(next);
    await Promise.allSettled([...this.#voices].map((voice) => voice.use(next)));
    if (former?.owned && former.track !== next.track) former.track.stop();
  }

  #adopt(source: MicrophoneSource): void {
    this.#listening.abort();
    this.#listening = new AbortController();
    this.#source = source;
    const { signal } = this.#listening;
    const { track } = source;
    const tell = (muted: boolean): void => {
      for (const voice of this.#voices) voice.user.systemMuted(muted);
    };
    track.addEventListener('mute', () => tell(true), { signal });
    track.addEventListener('unmute', () => tell(false), { signal });
    track.addEventListener('ended', () => void this.#queue.run(() => this.#recover()), { signal });
  }

  /** The device was pulled out, or leave to use it was withdrawn: another one, or the calls learn of it. */
  async #recover(): Promise<void> {
    if (this.#voices.size === 0 || this.#source?.track.readyState !== 'ended') return;
    try {
      if (!this.#source.owned && typeof this.#options.provided !== 'function')
        throw new CadranError('media/no-microphone', { detail: 'the provided track ended' });
      await this.#replace();
    } catch (error) {
      for (const voice of this.#voices) voice.user.lost(error);
    }
  }

  #drop(): void {
    this.#listening.abort();
    if (this.#source?.owned) this.#source.track.stop();
    this.#source = undefined;
  }

  async #acquire(): Promise<MicrophoneSource> {
    const { provided, processing, chosen, onCapture } = this.#options;
    try {
      if (provided) return { track: await providedTrack(provided), owned: false };
      const track = await captureMicrophone(await chosen(), processing);
      onCapture();
      return { track, owned: true };
    } catch (error) {
      const failure = captureError(error);
      onCapture(failure);
      throw failure;
    }
  }
}

async function providedTrack(provided: ProvidedMicrophone): Promise<MediaStreamTrack> {
  const given = typeof provided === 'function' ? await provided() : provided;
  const track = 'getAudioTracks' in given ? given.getAudioTracks()[0] : given;
  if (!(track instanceof MediaStreamTrack) || track.readyState !== 'live' || track.kind !== 'audio')
    throw new CadranError('media/no-microphone', {
      detail: 'the provided sound has no live track',
    });
  return track;
}
