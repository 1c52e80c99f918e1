import { every, systemClock } from '../../kernel/clock.js';
import type { Clock } from '../../kernel/clock.js';
import type { NetworkPort } from '../../ports/network.js';

/** Milliseconds between two looks at the clock, and how late one may be before it means that the machine slept. */
const HEARTBEAT = 5_000;
const LATENESS = 10_000;

/** The network as a worker sees it: its timers run however hidden its pages are. */
export function createWorkerNetwork({ clock = systemClock }: { clock?: Clock } = {}): NetworkPort {
  return {
    watch(listener, { signal }) {
      if (signal.aborted) return;
      globalThis.addEventListener('online', () => listener(true), { signal });
      globalThis.addEventListener('offline', () => listener(false), { signal });
      let due = clock.now() + HEARTBEAT;
      const look = (): void => {
        const late = clock.now() - due;
        due = clock.now() + HEARTBEAT;
        if (late > LATENESS) listener(true);
      };
      every(clock, HEARTBEAT, look, { signal });
    },
  };
}
