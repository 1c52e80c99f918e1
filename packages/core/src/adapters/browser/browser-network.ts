import { every, systemClock } from '../../kernel/clock.js';
import type { Clock } from '../../kernel/clock.js';
import type { NetworkPort } from '../../ports/network.js';

/** Milliseconds between two looks at the clock. */
const heartbeat = 5_000;
/** How late a look may be, in milliseconds, before it means that the machine slept. Hidden pages get their timers once a minute. */
const lateness = { visible: 10_000, hidden: 90_000 };

/** Milliseconds between two reports of a change: Chromium tells of every new estimate of speed, too. */
const changeInterval = 10_000;

/** The network as a browser page sees it: going, coming back, changing, and the machine waking up. */
export function createBrowserNetwork(options: { clock?: Clock } = {}): NetworkPort {
  const { clock = systemClock } = options;
  return {
    watch(listener, { signal }) {
      if (signal.aborted || typeof window === 'undefined') return;
      const back = (): void => {
        if (navigator.onLine) listener(true);
      };
      window.addEventListener('online', () => listener(true), { signal });
      window.addEventListener('offline', () => listener(false), { signal });
      // A page out of the back/forward cache had its sockets closed without an event.
      window.addEventListener('pageshow', ({ persisted }) => persisted && back(), { signal });
      document.addEventListener(
        'visibilitychange',
        () => {
          if (document.visibilityState === 'visible') back();
        },
        { signal },
      );
      const changed = atMostEvery(clock, changeInterval, back);
      connectionOf(navigator)?.addEventListener('change', changed, { signal });
      watchSleep(clock, back, signal);
    },
  };
}

function atMostEvery(clock: Clock, interval: number, task: () => void): () => void {
  let last = -Infinity;
  return () => {
    // A clock that was set back does not keep us waiting for what it said before.
    if (Math.abs(clock.now() - last) < interval) return;
    last = clock.now();
    task();
  };
}

/** A machine that sleeps runs no timers: one that comes far too late tells of it. */
function watchSleep(clock: Clock, onWake: () => void, signal: AbortSignal): void {
  let due = clock.now() + heartbeat;
  const look = (): void => {
    const late = clock.now() - due;
    due = clock.now() + heartbeat;
    const allowed = document.visibilityState === 'visible' ? lateness.visible : lateness.hidden;
    if (late > allowed) onWake();
  };
  every(clock, heartbeat, look, { signal });
}

/** Network Information: in Chromium only, and in no type library. */
function connectionOf(host: Navigator): EventTarget | undefined {
  const { connection } = host as Navigator & { connection?: unknown };
  return connection instanceof EventTarget ? connection : undefined;
}
