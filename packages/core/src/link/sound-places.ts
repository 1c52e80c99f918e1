import type { Clock } from '../kernel/clock.js';
import type { CallId, MediaFact } from '../ports/media.js';
import { NAVIGATION_TIME, nextPage } from './next-page.js';
import { LEFT } from './pages.js';
import type { Page, Pages } from './pages.js';

/** Which page holds the sound of which call, and who is next when one goes. */
export interface SoundPlaces {
  /** The page of a call, where one holds its sound now. */
  of(id: CallId): Page | undefined;
  /**
   * The page for a call that has had none here: the one that had its sound before, else the one its person turned to, who
   * may be on the way to the next page, else any.
   */
  first(id: CallId): Promise<Page>;
  /** Gives the sound of a call to a page; the one that had it lets go. */
  move(id: CallId, page: Page): void;
  has(id: CallId): boolean;
  forget(id: CallId): void;
}

interface Place {
  page: Page | undefined;
  /** The tab it was in last. */
  tab: string;
  /** Ends the wait for a page that is being loaded in the same tab. */
  stopWaiting: () => void;
}

export interface SoundPlacesOptions {
  readonly pages: Pages;
  readonly clock: Clock;
  readonly tell: (fact: MediaFact) => void;
  /** The page that had the sound of a call when the phone lived elsewhere. */
  readonly formerPage: (id: CallId) => string | undefined;
}

export function createSoundPlaces(options: SoundPlacesOptions): SoundPlaces {
  const { pages, clock, tell, formerPage } = options;
  const places = new Map<CallId, Place>();

  function put(id: CallId, page: Page): void {
    const former = places.get(id);
    if (former?.page === page) return;
    former?.stopWaiting();
    if (former?.page) void former.page.ask('media.close', id).catch(() => undefined);
    places.set(id, { page, tab: page.tab, stopWaiting: () => undefined });
    tell({ type: 'page', id, page: page.id });
  }

  function lose(id: CallId, place: Place, isLeft: boolean): void {
    place.page = undefined;
    tell({ type: 'page-gone', id });
    const next = (): void => {
      place.stopWaiting = () => undefined;
      const heeded = pages.all[0];
      if (heeded) put(id, heeded);
    };
    // Who crashed is not on the way to the next page.
    if (isLeft) place.stopWaiting = clock.schedule(next, NAVIGATION_TIME);
    else next();
  }

  function offer(page: Page, isWanted: (place: Place) => boolean): void {
    for (const [id, place] of places) if (!place.page && isWanted(place)) put(id, page);
  }

  pages.listen((change, page) => {
    if (change === 'gone') {
      for (const [id, place] of places)
        if (place.page === page) lose(id, place, page.signal.reason === LEFT);
    } else if (change === 'heeded') {
      // A navigation turns its person to no other tab; closing a tab does.
      offer(page, () => true);
    } else {
      offer(page, ({ tab }) => tab === page.tab || pages.all.length === 1);
    }
  });

  return {
    of: (id) => places.get(id)?.page,
    async first(id) {
      const page = await nextPage(pages, clock, formerPage(id));
      put(id, page);
      return page;
    },
    move: put,
    has: (id) => places.has(id),
    forget(id) {
      places.get(id)?.stopWaiting();
      places.delete(id);
    },
  };
}
