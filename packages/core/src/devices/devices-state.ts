/** `unknown` where the browser does not say, `none` where there is no media at all (Node). */
export type PermissionStatus = 'unknown' | 'prompt' | 'granted' | 'denied' | 'none';

export interface Device {
  readonly id: string;
  /** As the system names it; empty until permission is granted. */
  readonly label: string;
}

export interface DevicesState {
  readonly permission: PermissionStatus;
  readonly microphones: readonly Device[];
  readonly speakers: readonly Device[];
  /** The chosen device; absent means the system's default. */
  readonly microphone?: string;
  readonly speaker?: string;
  readonly ringer?: string;
  /** False where the browser cannot send sound to a chosen device. */
  readonly canChooseSpeaker: boolean;
}
