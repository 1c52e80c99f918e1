import type { Scope } from '../kernel/scope.js';
import type { LinkPort } from './link-port.js';
import { openDoor } from './neighbours.js';

/** The doors of a home, one for each page that knocked. */
export interface Doors {
  answer(door: string): void;
}

/** Doors that may be open at once: more tabs than a person has, fewer than a flood would open. */
const MOST_DOORS = 128;

export function createDoors(scope: Scope, onPage: (port: LinkPort) => void): Doors {
  let open = 0;
  return {
    answer(name) {
      const door = open < MOST_DOORS ? openDoor(name) : undefined;
      if (!door) return;
      open += 1;
      const end = scope.child();
      end.add(() => {
        open -= 1;
        door.close();
      });
      door.postMessage({ tell: 'open' });
      onPage({
        postMessage: (message) => door.postMessage(message),
        addEventListener: (...how) => door.addEventListener(...how),
        close: () => end.end(),
      });
    },
  };
}
