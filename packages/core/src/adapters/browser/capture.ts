import { CadranError } from '../../kernel/errors.js';
import type { ErrorCode } from '../../kernel/errors.js';
import type { VoiceProcessing } from '../../ports/page-sound.js';
import { mediaDevices } from './media-devices.js';

const codes: Readonly<Record<string, ErrorCode>> = {
  NotAllowedError: 'media/permission-denied',
  SecurityError: 'media/permission-denied',
  NotFoundError: 'media/no-microphone',
  OverconstrainedError: 'media/no-microphone',
  NotReadableError: 'media/device-busy',
  AbortError: 'media/device-busy',
};

/**
 * Opens a microphone; `deviceId` is a wish, and one that is not there gives way to the system's default.
 * Rejects with `media/permission-denied`, `media/no-microphone`, `media/device-busy` or `media/insecure-context`.
 */
export async function captureMicrophone(
  deviceId: string | undefined,
  processing: VoiceProcessing,
): Promise<MediaStreamTrack> {
  // Outside a secure context a browser has no mediaDevices at all.
  const devices = mediaDevices();
  if (!devices) throw new CadranError('media/insecure-context');
  try {
    return await openTrack(devices, deviceId, processing);
  } catch (error) {
    const failure = captureError(error);
    if (deviceId === undefined || failure.code !== 'media/no-microphone') throw failure;
    return captureMicrophone(undefined, processing);
  }
}

export function captureError(error: unknown): CadranError {
  if (error instanceof CadranError) return error;
  const name = String((error as { name?: unknown } | null)?.name);
  const code = codes[name] ?? 'media/failed';
  return new CadranError(code, {
    cause: error,
    detail: name,
    retryable: code === 'media/device-busy',
  });
}

async function openTrack(
  devices: MediaDevices,
  deviceId: string | undefined,
  processing: VoiceProcessing,
): Promise<MediaStreamTrack> {
  const audio: MediaTrackConstraints = {
    echoCancellation: processing.echoCancellation ?? true,
    noiseSuppression: processing.noiseSuppression ?? true,
    autoGainControl: processing.autoGainControl ?? true,
    ...(deviceId === undefined ? {} : { deviceId: { exact: deviceId } }),
  };
  const stream = await devices.getUserMedia({ audio });
  const [track] = stream.getAudioTracks();
  if (!track) throw new CadranError('media/no-microphone');
  return track;
}
