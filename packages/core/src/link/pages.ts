import type { Exchange } from './exchange.js';

/** A page that can hold sound. */
export interface Page {
  readonly id: string;
  /** The tab it is in; the next page there takes its place. */
  readonly tab: string;
  /** Aborts when the page is gone; with `LEFT` when it said so, as who follows a link does, and else it crashed. */
  readonly signal: AbortSignal;
  readonly ask: Exchange['ask'];
}

/** Why a page is gone that said so: the next one may be on its way. */
export const LEFT = 'left';

/** What happened to a page: it is there, its person turned to it, or it is gone. */
export type PageChange = 'came' | 'heeded' | 'gone';

/** The pages that share a phone, the one heeded last first. */
export interface Pages {
  readonly all: readonly Page[];
  /** The one its person turned to last. */
  readonly heeded: Page | undefined;
  add(page: Page): void;
  /** Its person turned to this page: it was focused, became visible, or a command came from it. */
  heed(page: Page): void;
  /** Returns what ends it. */
  listen(listener: (change: PageChange, page: Page) => void): () => void;
  /** Resolves with the next page that comes. */
  next(): Promise<Page>;
}

export function createPages(): Pages {
  let all: readonly Page[] = [];
  const heeded = new Set<Page>();
  const listeners = new Set<(change: PageChange, page: Page) => void>();
  const waiting = new Set<(page: Page) => void>();

  function tell(change: PageChange, page: Page): void {
    for (const listener of [...listeners]) listener(change, page);
  }

  return {
    get all() {
      return all;
    },
    get heeded() {
      return all.find((page) => heeded.has(page));
    },
    add(page) {
      if (page.signal.aborted) return;
      all = [...all, page];
      page.signal.addEventListener(
        'abort',
        () => {
          all = all.filter((each) => each !== page);
          heeded.delete(page);
          tell('gone', page);
        },
        { once: true },
      );
      tell('came', page);
      for (const resolve of waiting) resolve(page);
      waiting.clear();
    },
    heed(page) {
      if (!all.includes(page)) return;
      all = [page, ...all.filter((each) => each !== page)];
      heeded.add(page);
      tell('heeded', page);
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    next: () => new Promise((resolve) => waiting.add(resolve)),
  };
}
