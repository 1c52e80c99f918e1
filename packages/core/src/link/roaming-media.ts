import { CadranError } from '../kernel/errors.js';
import type { CallId, MediaFact, MediaPort, Tone } from '../ports/media.js';
import type { Page, Pages } from './pages.js';
import { isText } from './plain-data.js';
import { createSoundPlaces } from './sound-places.js';
import type { SoundPlaces, SoundPlacesOptions } from './sound-places.js';

export interface RoamingMedia {
  readonly media: MediaPort;
  readonly places: SoundPlaces;
  /** Takes what a page reports of the calls it holds. */
  hear(page: Page, fact: MediaFact): void;
}

/** Sound that lives in pages which come and go: each call's in one of them at a time. */
export function createRoamingMedia(options: Omit<SoundPlacesOptions, 'tell'>): RoamingMedia {
  const { pages } = options;
  const listeners = new Set<(fact: MediaFact) => void>();
  function tell(fact: MediaFact): void {
    for (const listener of [...listeners]) listener(fact);
  }
  // The engine hears of a page after the command that brought it there, as of every other fact.
  const places = createSoundPlaces({
    ...options,
    tell: (fact) => queueMicrotask(() => tell(fact)),
  });

  const { order, describe, orderIfThere } = asking(places);

  const media: MediaPort = {
    listen(listener, { signal }) {
      listeners.add(listener);
      signal.addEventListener('abort', () => listeners.delete(listener), { once: true });
    },
    // Pages prepare by themselves: an offer gathered in another one is of no use to them.
    prepare: async () => undefined,
    offer: (id, options) => describe(id, 'media.offer', options),
    answer: (id, offer, options) => describe(id, 'media.answer', offer, options),
    accept: (id, answer, options) => order(id, 'media.accept', answer, options),
    rollback: (id) => orderIfThere(id, 'media.rollback'),
    openMicrophone: (id) => order(id, 'media.openMicrophone'),
    setMuted: (id, muted) => orderIfThere(id, 'media.setMuted', muted),
    setHeld: (id, held) => orderIfThere(id, 'media.setHeld', held),
    sendDtmf: (id, digits, timing) => order(id, 'media.sendDtmf', digits, timing),
    playTone: createTones(pages),
    unlock: async () => undefined,
    async close(id) {
      const closing = orderIfThere(id, 'media.close');
      places.forget(id);
      // A page that is gone has closed everything already.
      await closing.catch(() => undefined);
    },
    dispose: async () => listeners.clear(),
  };

  return {
    media,
    places,
    hear(page, fact) {
      const isItsOwn = 'id' in fact ? places.has(fact.id) && places.of(fact.id) === page : true;
      if (isItsOwn) tell(fact);
    },
  };
}

/** Ways to ask the page that holds the sound of a call. */
function asking(places: SoundPlaces) {
  const ask = async (id: CallId, verb: string, ...given: readonly unknown[]): Promise<unknown> => {
    const page = places.has(id) ? places.of(id) : await places.first(id);
    if (!page) throw noPage();
    return reach(page, verb, id, ...given);
  };
  const order = async (id: CallId, verb: string, ...given: readonly unknown[]): Promise<void> => {
    await ask(id, verb, ...given);
  };
  const describe = async (
    id: CallId,
    verb: string,
    ...given: readonly unknown[]
  ): Promise<string> => {
    const sdp = await ask(id, verb, ...given);
    if (!isText(sdp)) throw new CadranError('media/failed', { detail: 'no description' });
    return sdp;
  };
  /** For what only undoes or silences: without a page there is nothing to undo. */
  const orderIfThere: typeof order = async (id, verb, ...given) => {
    if (places.has(id) && places.of(id)) await order(id, verb, ...given);
  };
  return { order, describe, orderIfThere };
}

/** A tone sounds in one page: the one its person is at, and another when that one goes. */
function createTones(pages: Pages): MediaPort['playTone'] {
  let wanted: Tone | null = null;
  let at: Page | undefined;

  async function sound(): Promise<void> {
    const page = pages.all[0];
    if (wanted === null || !page) return;
    at = page;
    await page.ask('media.playTone', wanted);
  }

  pages.listen((change, page) => {
    if (change === 'gone' && page === at) at = undefined;
    if (!at) sound().catch(() => undefined);
  });

  return async (tone) => {
    if (tone?.startsWith('key-')) {
      await pages.all[0]?.ask('media.playTone', tone);
      return;
    }
    const former = at;
    wanted = tone;
    at = undefined;
    if (former && (tone === null || former !== pages.all[0])) {
      await former.ask('media.playTone', null).catch(() => undefined);
    }
    await sound();
  };
}

async function reach(page: Page, verb: string, ...given: readonly unknown[]): Promise<unknown> {
  try {
    return await page.ask(verb, ...given);
  } catch (error) {
    const isMedia = error instanceof CadranError && error.code.startsWith('media/');
    throw isMedia ? error : noPage(error);
  }
}

function noPage(cause?: unknown): CadranError {
  return new CadranError('media/no-page', { retryable: true, cause });
}
