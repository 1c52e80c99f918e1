import type { DevicesState } from '../devices/devices-state.js';

export type DeviceKind = 'microphone' | 'speaker' | 'ringer';

/** Microphones and speakers, and leave to use them. */
export interface DevicesPort {
  /** Reports the devices now and whenever they change. Ends with `signal`. */
  watch(listener: (devices: DevicesState) => void, options: { signal: AbortSignal }): void;
  /** Asks the person for the microphone, so that devices have names. Rejects with `media/*`. */
  requestPermission(): Promise<void>;
  /** Chooses a device for running and later calls; `null` is the system's default. Rejects with `devices/not-found`. */
  select(kind: DeviceKind, id: string | null): Promise<void>;
}
