import type { DeviceKind } from '../ports/devices.js';

export interface DevicesHandle {
  /** Asks the person for the microphone. Rejects with `media/permission-denied`, `media/no-microphone` or `media/insecure-context`. */
  requestPermission(): Promise<void>;
  /** Chooses a device for running and later calls; `null` is the system's default. Rejects with `devices/not-found`. */
  select(kind: DeviceKind, id: string | null): Promise<void>;
  /** Plays what the browser blocked; call it from a click or a key press. */
  unlockSound(): Promise<void>;
  /** Plays the ringtone (`ringer`) or a short tone (`speaker`) until the returned promise's time is over, to hear the chosen device. */
  test(kind: 'speaker' | 'ringer'): Promise<void>;
  /**
   * Opens the microphone and reports how loud it is (0 to 1) at most 20 times a second, past the state because it changes so
   * fast, until `signal` aborts. Resolves when it is open; rejects with `media/*`. Absent where nothing can be measured.
   */
  testMicrophone?(
    listener: (level: number) => void,
    options: { readonly signal: AbortSignal },
  ): Promise<void>;
}
