import type { Device, DevicesState, PermissionStatus } from '../devices/devices-state.js';

export type { Device, DevicesState, PermissionStatus };

export type DeviceKind = 'microphone' | 'speaker' | 'ringer';

/** Microphones and speakers, and leave to use them. */
export interface DevicesPort {
  /** Reports the devices now and whenever they change. Ends with `signal`. */
  watch(listener: (devices: DevicesState) => void, options: { signal: AbortSignal }): void;
  /** Asks the person for the microphone, so that devices have names. Rejects with `media/*`. */
  requestPermission(): Promise<void>;
  /** Chooses a device for running and later calls; `null` is the system's default. Rejects with `devices/not-found`. */
  select(kind: DeviceKind, id: string | null): Promise<void>;
  /**
   * Opens the microphone, or shares the open one, and reports how loud it is (0 to 1) at most 20 times a second, until
   * `signal` aborts. Resolves when it is open; rejects with `media/*`. Absent where nothing can be measured.
   */
  testMicrophone?(
    listener: (level: number) => void,
    options: { signal: AbortSignal },
  ): Promise<void>;
}
