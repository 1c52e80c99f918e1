import { CadranError } from '../../kernel/errors.js';
import { createScope } from '../../kernel/scope.js';
import type { DevicesPort } from '../../ports/devices.js';
import type { MediaPort } from '../../ports/media.js';
import type { BrowserMedia, BrowserMediaOptions } from './browser-media.js';

type CreateMedia = (options: BrowserMediaOptions) => BrowserMedia;

/**
 * A page's sound as a part that is loaded by itself: a phone in a worker or in Node never needs it. It is asked for at
 * once, so that it is there before anybody dials; commands wait for it in their order. Where it cannot be loaded they
 * reject with `media/not-loaded`, and the next one tries again.
 */
export function createLazyBrowserMedia(
  options: BrowserMediaOptions,
  load: () => Promise<CreateMedia>,
): BrowserMedia {
  const sound = new LazySound(options, load);
  sound.use(() => Promise.resolve()).catch(() => undefined);
  return { media: mediaOf(sound), devices: devicesOf(sound) };
}

class LazySound {
  readonly #options: BrowserMediaOptions;
  readonly #load: () => Promise<CreateMedia>;
  readonly #scope = createScope();
  readonly #waiting = new Set<(made: BrowserMedia) => void>();
  #made: BrowserMedia | undefined;
  #making: Promise<BrowserMedia> | undefined;

  constructor(options: BrowserMediaOptions, load: () => Promise<CreateMedia>) {
    this.#options = options;
    this.#load = load;
  }

  /** Does something once the sound is there. All go through one promise, one step each, which keeps them in order. */
  use<Result>(act: (it: BrowserMedia) => Promise<Result>): Promise<Result> {
    return (this.#making ??= this.#make()).then(act);
  }

  /** The same for what takes back or changes: where there is no sound, there is nothing of it. */
  async useIfThere<Result>(
    act: (it: BrowserMedia) => Promise<Result> | undefined,
  ): Promise<Result | undefined> {
    return this.#making?.then(act, () => undefined);
  }

  /** Attaches a listener now, or before anything else is done with the sound. */
  attach(to: (it: BrowserMedia) => void, { signal }: { signal: AbortSignal }): void {
    if (signal.aborted) return;
    if (this.#made) {
      to(this.#made);
      return;
    }
    this.#waiting.add(to);
    signal.addEventListener('abort', () => this.#waiting.delete(to), { once: true });
  }

  async dispose(): Promise<void> {
    this.#scope.end(new CadranError('media/failed', { detail: 'disposed' }));
    this.#waiting.clear();
    await this.#made?.media.dispose();
  }

  async #make(): Promise<BrowserMedia> {
    this.#scope.signal.throwIfAborted();
    const create = await this.#load().catch((cause: unknown) => {
      this.#making = undefined;
      throw new CadranError('media/not-loaded', { cause, retryable: true });
    });
    this.#scope.signal.throwIfAborted();
    const made = create(this.#options);
    this.#made = made;
    for (const attach of this.#waiting) attach(made);
    this.#waiting.clear();
    return made;
  }
}

function mediaOf(sound: LazySound): MediaPort {
  return {
    listen: (listener, how) => sound.attach(({ media }) => media.listen(listener, how), how),
    prepare: (...how) => sound.use(({ media }) => media.prepare(...how)).catch(() => undefined),
    offer: (...how) => sound.use(({ media }) => media.offer(...how)),
    answer: (...how) => sound.use(({ media }) => media.answer(...how)),
    accept: (...how) => sound.use(({ media }) => media.accept(...how)),
    rollback: (id) => sound.useIfThere(({ media }) => media.rollback(id)),
    openMicrophone: (id) => sound.use(({ media }) => media.openMicrophone(id)),
    setMuted: (...how) => sound.useIfThere(({ media }) => media.setMuted(...how)),
    setHeld: (...how) => sound.useIfThere(({ media }) => media.setHeld(...how)),
    sendDtmf: (...how) => sound.use(({ media }) => media.sendDtmf(...how)),
    playTone: (tone) => sound.use(({ media }) => media.playTone(tone)),
    unlock: () => sound.use(({ media }) => media.unlock()),
    watchLevels(...how) {
      void sound.useIfThere(async ({ media }) => media.watchLevels?.(...how));
    },
    statistics: (id) => sound.useIfThere(({ media }) => media.statistics?.(id)),
    close: (id) => sound.useIfThere(({ media }) => media.close(id)),
    dispose: () => sound.dispose(),
  };
}

function devicesOf(sound: LazySound): DevicesPort {
  return {
    watch: (listener, how) => sound.attach(({ devices }) => devices.watch(listener, how), how),
    requestPermission: () => sound.use(({ devices }) => devices.requestPermission()),
    select: (...how) => sound.use(({ devices }) => devices.select(...how)),
    testMicrophone: (...how) => sound.use(async ({ devices }) => devices.testMicrophone?.(...how)),
  };
}
