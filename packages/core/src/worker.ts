/**
 * The entry of a SharedWorker that holds one phone for all pages of a site. It is loaded by `createSharedPhone` and by
 * `<cadran-phone shared>`; an application only serves the file.
 */
import { createWorkerNetwork } from './adapters/browser/worker-network.js';
import { createPhoneFor } from './create-phone.js';
import { systemClock } from './kernel/clock.js';
import type { LinkPort } from './link/link-port.js';
import { createPhoneHome } from './link/phone-home.js';
import { soundMoves } from './moving-part.js';

/** The global scope of a SharedWorker, as far as it matters here. */
interface WorkerScope {
  addEventListener(
    type: 'connect',
    listener: (event: { readonly ports: readonly LinkPort[] }) => void,
  ): void;
}

const home = createPhoneHome({
  create: (options) =>
    createPhoneFor('site', { network: createWorkerNetwork(), ...options }, soundMoves),
  clock: systemClock,
});

(globalThis as unknown as WorkerScope).addEventListener('connect', ({ ports }) => {
  for (const port of ports) home.open(port);
});
