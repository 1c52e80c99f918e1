import { CadranError } from '../../kernel/errors.js';
import { onGesture } from './gesture.js';

export type Output = 'speaker' | 'ringer';

/** One stream that is heard, on one audio element that belongs to it. */
export interface Sound {
  play(stream: MediaStream): void;
  setMuted(muted: boolean): void;
  /** Falls silent until the next `play`. */
  pause(): void;
  close(): void;
}

export interface PlaybackOptions {
  readonly onBlocked: (blocked: boolean) => void;
  /** Runs at each attempt to unlock, within the gesture. */
  readonly onUnlock: () => void;
}

/** Everything that is heard: which device it goes to, and whether the browser lets it. */
export class Playback {
  readonly #options: PlaybackOptions;
  readonly #elements = new Map<HTMLAudioElement, Output>();
  readonly #blocked = new Set<HTMLAudioElement>();
  readonly #sinks: Record<Output, string> = { speaker: '', ringer: '' };
  #gestures: AbortController | undefined;

  constructor(options: PlaybackOptions) {
    this.#options = options;
  }

  static get canChooseOutput(): boolean {
    return typeof HTMLMediaElement !== 'undefined' && 'setSinkId' in HTMLMediaElement.prototype;
  }

  open(output: Output): Sound {
    // Never attached to the page: it plays just as well, and no style or script of the page comes near it.
    const element = document.createElement('audio');
    this.#elements.set(element, output);
    const sink = this.#sinks[output];
    if (sink !== '') void setSink(element, sink).catch(() => undefined);
    return {
      play: (stream) => {
        if (element.srcObject !== stream) element.srcObject = stream;
        void this.#play(element);
      },
      setMuted: (muted) => {
        element.muted = muted;
      },
      pause: () => {
        element.pause();
        this.#settle(element);
      },
      close: () => {
        this.#elements.delete(element);
        element.pause();
        element.srcObject = null;
        this.#settle(element);
      },
    };
  }

  /** Sends everything of one output to a device; the empty string is the system's default. Rejects with `devices/not-found`; all of it then goes where it went before. */
  async choose(output: Output, sink: string): Promise<void> {
    const before = this.#sinks[output];
    if (before === sink) return;
    try {
      await this.#move(output, sink);
    } catch (error) {
      // Not half of it here and half there.
      await this.#move(output, before).catch(() => undefined);
      throw error;
    }
  }

  /** Tries again to play what was blocked. */
  async unlock(): Promise<void> {
    this.#options.onUnlock();
    await Promise.all([...this.#blocked].map((element) => this.#play(element)));
  }

  dispose(): void {
    for (const element of this.#elements.keys()) {
      element.pause();
      element.srcObject = null;
    }
    this.#elements.clear();
    this.#blocked.clear();
    this.#gestures?.abort();
  }

  async #move(output: Output, sink: string): Promise<void> {
    this.#sinks[output] = sink;
    const elements = [...this.#elements].filter(([, its]) => its === output);
    await Promise.all(elements.map(([element]) => setSink(element, sink)));
  }

  async #play(element: HTMLAudioElement): Promise<void> {
    try {
      await element.play();
      this.#settle(element);
    } catch (error) {
      const refused = error instanceof DOMException && error.name === 'NotAllowedError';
      if (refused && this.#elements.has(element)) this.#block(element);
    }
  }

  #block(element: HTMLAudioElement): void {
    this.#blocked.add(element);
    if (this.#blocked.size > 1 || this.#gestures) return;
    this.#gestures = new AbortController();
    onGesture(() => void this.unlock(), this.#gestures.signal);
    this.#options.onBlocked(true);
  }

  #settle(element: HTMLAudioElement): void {
    if (!this.#blocked.delete(element) || this.#blocked.size > 0) return;
    this.#gestures?.abort();
    this.#gestures = undefined;
    this.#options.onBlocked(false);
  }
}

async function setSink(element: HTMLAudioElement, sink: string): Promise<void> {
  if (!Playback.canChooseOutput) return;
  try {
    await element.setSinkId(sink);
  } catch (error) {
    throw new CadranError('devices/not-found', { cause: error });
  }
}
