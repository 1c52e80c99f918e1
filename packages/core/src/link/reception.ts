import type { Clock } from '../kernel/clock.js';
import type { Scope } from '../kernel/scope.js';
import type { LinkPort } from './link-port.js';
import { readOpening } from './opening.js';
import type { Opening } from './opening.js';

export interface ReceptionOptions {
  readonly clock: Clock;
  readonly scope: Scope;
  /** A page said which phone it wants. What it says next waits in the port until somebody listens. */
  readonly onOpening: (opening: Opening, port: LinkPort) => void;
}

/** Milliseconds a page may take to say what it wants. */
const OPENING_TIME = 5_000;
/** Messages that wait for a phone to be made; more than any page sends by then. */
const MOST_EARLY = 256;

/** Waits at a port for its page to say which phone it wants; a page that does not is let go. */
export function receive(port: LinkPort, { clock, scope, onOpening }: ReceptionOptions): void {
  const waiting = scope.child();
  const opening = waiting.child();
  const early: { readonly data: unknown }[] = [];

  const patient: LinkPort = {
    postMessage: (message) => port.postMessage(message),
    addEventListener(type, listener, options) {
      waiting.end();
      port.addEventListener(type, listener, options);
      // Not at once: who listens is not ready for an answer before this returns. No other message comes in between.
      queueMicrotask(() => {
        for (const event of early.splice(0)) if (!options?.signal?.aborted) listener(event);
      });
    },
    close() {
      waiting.end();
      port.close();
    },
  };

  opening.add(clock.schedule(() => patient.close(), OPENING_TIME));
  port.addEventListener(
    'message',
    (event) => {
      if (opening.signal.aborted) {
        if (early.length < MOST_EARLY) early.push(event);
        return;
      }
      const said = readOpening(event.data);
      if (!said) return;
      opening.end();
      onOpening(said, patient);
    },
    { signal: waiting.signal },
  );
  port.start?.();
}
