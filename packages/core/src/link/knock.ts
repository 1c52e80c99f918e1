import type { Clock } from '../kernel/clock.js';
import { randomName, systemRandom } from '../kernel/random.js';
import type { Scope } from '../kernel/scope.js';
import type { LinkPort } from './link-port.js';
import { meetNeighbours, openDoor } from './neighbours.js';

export interface KnockingOptions {
  readonly account: string;
  readonly clock: Clock;
  readonly scope: Scope;
  /** A home opened. */
  readonly onOpen: (port: LinkPort) => void;
}

/** Milliseconds between two knocks: who just became the home may not have heard the first. */
const KNOCK_TIME = 500;

/** Looks for the home of a phone in other tabs and workers: knocks until one opens, or until the scope ends. */
export function knock({ account, clock, scope, onOpen }: KnockingOptions): void {
  let attempt = scope.child();
  let isIn = false;
  // Who is in stays: that a home ended is told by its lifeline, not by somebody who says to be the next.
  const neighbours = meetNeighbours(account, scope, ({ cry }) => {
    if (cry === 'home' && !isIn) again();
  });

  /** Each knock is at a door of its own: an answer to an earlier one comes to nobody. */
  function again(): void {
    attempt.end();
    const name = randomName(systemRandom, 'door');
    const door = scope.signal.aborted ? undefined : openDoor(name);
    if (!door) return;
    const trying = (attempt = scope.child());
    trying.add(() => {
      if (!isIn) door.close();
    });
    trying.add(clock.schedule(again, KNOCK_TIME));
    door.addEventListener(
      'message',
      () => {
        isIn = true;
        trying.end();
        onOpen(door);
      },
      { signal: trying.signal },
    );
    neighbours.cry({ cry: 'knock', door: name });
  }

  again();
}
