import { createPhone } from './create-phone.js';
import { systemClock } from './kernel/clock.js';
import type { LinkPort } from './link/link-port.js';
import { createPhoneHome } from './link/phone-home.js';
import type { PhoneHome } from './link/phone-home.js';
import type { PhoneOptions } from './phone-options.js';

/** A phone in this page that pages reach as they reach one in a worker; `door` is where the first of them comes in. */
export function createHomeHere(options: PhoneOptions, door: LinkPort): PhoneHome {
  const home = createPhoneHome({
    create: (shared) => createPhone({ ...options, ...shared }),
    clock: systemClock,
  });
  home.open(door);
  return home;
}
