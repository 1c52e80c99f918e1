import type { Clock } from '../kernel/clock.js';
import type { DevicesPort } from '../ports/devices.js';
import { createPages } from './pages.js';
import type { Pages } from './pages.js';
import { createRoamingMedia } from './roaming-media.js';
import type { RoamingMedia } from './roaming-media.js';
import type { SoundPlacesOptions } from './sound-places.js';

/** The sound of a phone whose calls are heard in pages that come and go. */
export interface PhoneSound extends RoamingMedia {
  readonly pages: Pages;
  readonly devices: DevicesPort;
  /** A page says whether it may open the microphone without asking. */
  granted(granted: boolean): void;
}

export function createPhoneSound(
  clock: Clock,
  formerPage: SoundPlacesOptions['formerPage'] = () => undefined,
): PhoneSound {
  const pages = createPages();
  const watching = new Set<Parameters<DevicesPort['watch']>[0]>();
  return {
    ...createRoamingMedia({ pages, clock, formerPage }),
    pages,
    // Which devices there are is each page's own affair; the phone needs to know no more than this.
    devices: {
      watch(listener, { signal }) {
        watching.add(listener);
        signal.addEventListener('abort', () => watching.delete(listener), { once: true });
      },
      requestPermission: async () => undefined,
      select: async () => undefined,
    },
    granted(granted) {
      const permission = granted ? 'granted' : 'unknown';
      for (const listener of [...watching]) {
        listener({ permission, microphones: [], speakers: [], canChooseSpeaker: false });
      }
    },
  };
}
