import type { Device, PermissionStatus } from '../../ports/devices.js';
import { mediaDevices } from './media-devices.js';

export interface DeviceList {
  readonly microphones: readonly Device[];
  readonly speakers: readonly Device[];
}

/** Names Chromium gives to whatever is the system's default; that choice is `null` here. */
const pseudoDevices = new Set(['', 'default', 'communications']);

/** The devices there are. Before permission a browser tells of them without name and id: those are left out. */
export async function listDevices(): Promise<DeviceList> {
  const devices = mediaDevices();
  if (!devices) return { microphones: [], speakers: [] };
  const all = await devices.enumerateDevices().catch(() => []);
  const ofKind = (kind: MediaDeviceKind): readonly Device[] =>
    all
      .filter((device) => device.kind === kind && !pseudoDevices.has(device.deviceId))
      .map(({ deviceId, label }) => ({ id: deviceId, label }));
  return { microphones: ofKind('audioinput'), speakers: ofKind('audiooutput') };
}

/** Whether the person lets us use the microphone, where the browser tells; `onChange` hears of later decisions. */
export async function watchPermission(
  onChange: (status: PermissionStatus) => void,
  signal: AbortSignal,
): Promise<void> {
  if (!mediaDevices()) {
    onChange('none');
    return;
  }
  try {
    const status = await navigator.permissions.query({ name: 'microphone' });
    if (signal.aborted) return;
    status.addEventListener('change', () => onChange(status.state), { signal });
    onChange(status.state);
  } catch {
    // A browser that does not know this permission says so by rejecting; then only asking will tell.
    onChange('unknown');
  }
}
