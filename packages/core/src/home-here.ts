import { createPhoneFor } from './create-phone.js';
import { systemClock } from './kernel/clock.js';
import type { Scope } from './kernel/scope.js';
import { knock } from './link/knock.js';
import type { LinkPort } from './link/link-port.js';
import { hasNeighbours } from './link/neighbours.js';
import { writeOpening, writeOpeningOfGuest } from './link/opening.js';
import { createPhoneHome } from './link/phone-home.js';
import { webLocks } from './link/web-locks.js';
import { soundMoves } from './moving-part.js';
import type { PhoneOptions } from './phone-options.js';

export { knock };

/** The way of a page without a worker to its phone, which lives in one of the pages. */
export interface TabHome {
  /** False where pages cannot agree on one home: then each has a phone of its own. */
  readonly isShared: boolean;
  /** Looks for the home of the phone, and becomes it as soon as there is no other. */
  seek(): void;
}

export interface TabHomeOptions {
  readonly options: PhoneOptions;
  readonly scope: Scope;
  /** There is a home: its port, and what to say there first. */
  readonly onHome: (port: LinkPort, opening: unknown) => void;
}

export function createTabHome({ options, scope, onHome }: TabHomeOptions): TabHome {
  const account = options.uri;
  const isShared = webLocks() !== undefined && hasNeighbours();
  const home = createPhoneHome({
    create: (shared) =>
      createPhoneFor(isShared ? 'site' : 'tab', { ...options, ...shared }, soundMoves),
    clock: systemClock,
  });
  scope.add(() => void home.dispose());
  let search = scope.child();

  async function lead(): Promise<void> {
    const leading = search;
    await home.lead(account);
    // Whoever looks again waits for the same claim, and is told as well.
    if (leading.signal.aborted) return;
    leading.end();
    const { port1, port2 } = new MessageChannel();
    home.open(port1);
    onHome(port2, writeOpening(options));
  }

  return {
    isShared,
    seek() {
      search.end();
      search = scope.child();
      const onOpen = (port: LinkPort): void => onHome(port, writeOpeningOfGuest(options));
      if (isShared) knock({ account, clock: systemClock, scope: search, onOpen });
      void lead();
    },
  };
}
