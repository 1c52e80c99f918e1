import type { Clock } from '../kernel/clock.js';
import { within } from '../kernel/clock.js';
import type { Scope } from '../kernel/scope.js';
import { createDoors } from './doors.js';
import type { LinkPort } from './link-port.js';
import { meetNeighbours } from './neighbours.js';
import { webLocks } from './web-locks.js';

/** The right to be the home of an account's phone: of all workers and tabs of an origin, one has it at a time. */
export interface HomeClaim {
  readonly account: string;
  /**
   * Asks for it, and resolves true once it is ours; false when another home keeps it for longer than `patience`
   * milliseconds. It is waited for even then.
   */
  take(patience?: number): Promise<boolean>;
  /** Asks the home that has it to hand the phone over. */
  want(): void;
  /** Lets the next one have it. */
  release(): void;
}

export interface HomeClaimOptions {
  readonly account: string;
  readonly clock: Clock;
  readonly scope: Scope;
  /** A page comes in that found this home by knocking. */
  readonly onPage: (port: LinkPort) => void;
  /** A home that started later asks for the phone. */
  readonly onWanted: () => void;
}

export function createHomeClaim(options: HomeClaimOptions): HomeClaim {
  const { account, clock, scope, onPage, onWanted } = options;
  let asking: { readonly granted: Promise<true>; readonly scope: Scope } | undefined;
  let isOurs = false;

  const doors = createDoors(scope, onPage);
  const neighbours = meetNeighbours(account, scope, (cry) => {
    if (!isOurs) return;
    if (cry.cry === 'wanted') onWanted();
    else if (cry.cry === 'knock') doors.answer(cry.door);
  });

  function ask(): Promise<true> {
    const waiting = scope.child();
    const granted = new Promise<true>((resolve) => {
      const hold = (): Promise<void> => {
        isOurs = true;
        resolve(true);
        neighbours.cry({ cry: 'home' });
        return new Promise((free) => waiting.add(free));
      };
      const locks = webLocks();
      // Where there are no locks nobody can be told from another: each place is a home of its own.
      if (!locks) void hold();
      else {
        const { signal } = waiting;
        locks.request(`cadran home ${account}`, { signal }, hold).catch(() => undefined);
      }
    });
    asking = { granted, scope: waiting };
    return granted;
  }

  return {
    account,
    async take(patience) {
      const granted = asking?.granted ?? ask();
      if (patience === undefined) return granted;
      return (await within(clock, patience, granted)) === true;
    },
    want: () => neighbours.cry({ cry: 'wanted' }),
    release() {
      isOurs = false;
      asking?.scope.end();
      asking = undefined;
    },
  };
}
