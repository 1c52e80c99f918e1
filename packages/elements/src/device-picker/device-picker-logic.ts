import type { Device, DeviceKind, DevicesState } from '@cadran/core';

import { displayText } from '../internal/display-text.js';

/** What to show of the devices, before which of them. */
export type PickerStage = 'no-media' | 'ask' | 'denied' | 'choose';

export function pickerStage({ permission, microphones }: DevicesState): PickerStage {
  if (permission === 'none') return 'no-media';
  if (permission === 'denied') return 'denied';
  // Where the browser does not say, names of devices show that it was allowed once.
  const hasNames = microphones.some(({ label }) => label !== '');
  return permission === 'granted' || (permission === 'unknown' && hasNames) ? 'choose' : 'ask';
}

/** One choice as it is drawn. */
export interface DeviceChoice {
  readonly devices: readonly Device[];
  /** Empty is the system's default. */
  readonly chosen: string;
  /** The device that was chosen is not plugged in. */
  readonly isGone: boolean;
}

export function deviceChoice(kind: DeviceKind, state: DevicesState): DeviceChoice {
  const all = kind === 'microphone' ? state.microphones : state.speakers;
  // Before permission a browser lists nameless devices, without an id to choose them by.
  const devices = all.filter(({ id }) => id !== '');
  const wanted = state[kind];
  const isThere = devices.some(({ id }) => id === wanted);
  return {
    devices,
    chosen: isThere ? (wanted ?? '') : '',
    isGone: wanted !== undefined && !isThere,
  };
}

/** A device's name without the vendor and product number that some browsers add: `(0b0e:24b8)`. */
export function deviceName(label: string): string {
  return displayText(label.replace(/\s*\([\da-f]{4}:[\da-f]{4}\)$/i, ''));
}

/** Loudness as an ear takes it: from -60 dB (0) to full scale (1). */
export function meterLevel(level: number): number {
  const decibels = 20 * Math.log10(Math.max(level, 0.001));
  return Math.min(1, Math.max(0, 1 + decibels / 60));
}
