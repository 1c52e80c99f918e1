import { CadranError } from '../../kernel/errors.js';
import type { Device, DevicesPort, DevicesState } from '../../ports/devices.js';
import { createScript, scriptOf } from './script.js';
import type { FakeScript } from './script.js';

export interface FakeDevices extends DevicesPort, FakeScript {
  /** Plugs something in or out, or changes the permission; what is left out stays. */
  change(change: Partial<DevicesState>): void;
  readonly open: { readonly listeners: number };
}

const MICROPHONES: readonly Device[] = [
  { id: 'built-in', label: 'Built-in microphone' },
  { id: 'headset', label: 'Headset' },
];
const SPEAKERS: readonly Device[] = [
  { id: 'built-in-speaker', label: 'Built-in speaker' },
  { id: 'headset-speaker', label: 'Headset' },
];

/** Two microphones and two speakers that nobody hears; the permission is granted unless `initial` says otherwise. */
export function createFakeDevices(initial: Partial<DevicesState> = {}): FakeDevices {
  const script = createScript();
  const listeners = new Set<(devices: DevicesState) => void>();
  let devices: DevicesState = {
    permission: 'granted',
    microphones: MICROPHONES,
    speakers: SPEAKERS,
    canChooseSpeaker: true,
    ...initial,
  };

  function change(part: Partial<DevicesState>): void {
    devices = { ...devices, ...part };
    for (const listener of [...listeners]) listener(devices);
  }

  return {
    ...scriptOf(script),
    change,
    get open() {
      return { listeners: listeners.size };
    },
    watch(listener, { signal }) {
      if (signal.aborted) return;
      listeners.add(listener);
      signal.addEventListener('abort', () => listeners.delete(listener), { once: true });
      listener(devices);
    },
    requestPermission: () =>
      script.perform('requestPermission', [], () => change({ permission: 'granted' })),
    select(kind, id) {
      return script.perform('select', [kind, id], () => {
        const choices = kind === 'microphone' ? devices.microphones : devices.speakers;
        if (id !== null && !choices.some((each) => each.id === id)) {
          throw new CadranError('devices/not-found');
        }
        const { [kind]: _, ...others } = devices;
        devices = others;
        change(id === null ? {} : { [kind]: id });
      });
    },
  };
}
