import { wait } from '../kernel/clock.js';
import type { Clock } from '../kernel/clock.js';
import { CadranError } from '../kernel/errors.js';
import type { Scope } from '../kernel/scope.js';
import type { DevicesPort } from '../ports/devices.js';
import type { MediaPort } from '../ports/media.js';
import type { DevicesHandle } from './devices-handle.js';
import type { Device, DevicesState } from './devices-state.js';

/** Milliseconds a tried device is heard. */
const TEST_TIME = { speaker: 1_500, ringer: 2_500 };

interface DevicesOptions {
  readonly devices: DevicesPort | undefined;
  readonly media: Pick<MediaPort, 'playTone' | 'unlock'>;
  readonly clock: Clock;
  readonly scope: Scope;
  readonly publish: (devices: DevicesState) => void;
}

/** Microphones and speakers: puts what the port reports into the state and passes commands on. */
export function createDevices({
  devices,
  media,
  clock,
  scope,
  publish,
}: DevicesOptions): DevicesHandle {
  devices?.watch(publish, { signal: scope.signal });
  return {
    async requestPermission() {
      if (!devices) throw new CadranError('media/unsupported', { detail: 'no devices' });
      await devices.requestPermission();
    },
    async select(kind, id) {
      if (!devices) throw new CadranError('devices/not-found');
      await devices.select(kind, id);
    },
    unlockSound: () => media.unlock(),
    async test(kind) {
      await media.playTone(kind === 'ringer' ? 'ringtone' : 'ringback');
      try {
        await wait(clock, TEST_TIME[kind], scope.signal);
      } finally {
        await media.playTone(null);
      }
    },
    ...(devices && 'testMicrophone' in devices
      ? {
          async testMicrophone(listener, { signal }) {
            await devices.testMicrophone?.(listener, {
              signal: AbortSignal.any([signal, scope.signal]),
            });
          },
        }
      : {}),
  };
}

/** The devices as last reported, copied so that the port may go on changing its own; the same object when nothing changed. */
export function devicesAfter(before: DevicesState, heard: DevicesState): DevicesState {
  const copy: DevicesState = {
    ...heard,
    microphones: devicesListed(before.microphones, heard.microphones),
    speakers: devicesListed(before.speakers, heard.speakers),
  };
  const keys = new Set([...Object.keys(before), ...Object.keys(copy)]) as Set<keyof DevicesState>;
  return [...keys].every((key) => before[key] === copy[key]) ? before : copy;
}

function devicesListed(before: readonly Device[], heard: readonly Device[]): readonly Device[] {
  const same =
    before.length === heard.length &&
    before.every(({ id, label }, index) => id === heard[index]?.id && label === heard[index].label);
  return same ? before : heard.map(({ id, label }) => ({ id, label }));
}
