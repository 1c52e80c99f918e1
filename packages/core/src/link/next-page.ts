import { within } from '../kernel/clock.js';
import type { Clock } from '../kernel/clock.js';
import { createDeferred } from '../kernel/deferred.js';
import { createScope } from '../kernel/scope.js';
import { lifelineOf, watchLifeline } from './lifeline.js';
import type { Page, Pages } from './pages.js';

/** Milliseconds a navigation may take before another tab takes the sound. */
export const NAVIGATION_TIME = 3_000;

/**
 * The page for a call of another home: the one that had its sound there, else the one its person turned to, who may be on
 * the way to the next page, else any.
 */
export async function nextPage(
  pages: Pages,
  clock: Clock,
  former: string | undefined,
): Promise<Page> {
  const back = former === undefined ? undefined : await pageNamed(pages, clock, former);
  return (
    back ?? pages.heeded ?? (await heededSoon(pages, clock)) ?? pages.all[0] ?? (await pages.next())
  );
}

/** Undefined once it is gone for good, or takes longer than a navigation. */
async function pageNamed(pages: Pages, clock: Clock, name: string): Promise<Page | undefined> {
  const there = (): Page | undefined => pages.all.find((page) => page.id === name);
  const found = createDeferred<Page | undefined>();
  const scope = createScope();
  const look = (): void => {
    if (there()) found.resolve(there());
  };
  scope.add(pages.listen(look));
  watchLifeline(lifelineOf(name), scope.signal, () => found.resolve(there()));
  look();
  return within(clock, NAVIGATION_TIME, found.promise).finally(() => scope.end());
}

async function heededSoon(pages: Pages, clock: Clock): Promise<Page | undefined> {
  const heeded = createDeferred<Page>();
  const stop = pages.listen((change, page) => {
    if (change === 'heeded') heeded.resolve(page);
  });
  return within(clock, NAVIGATION_TIME, heeded.promise).finally(stop);
}
