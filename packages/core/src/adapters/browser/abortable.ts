import { CadranError } from '../../kernel/errors.js';

/**
 * Settles as `promise` does, or rejects once `signal` aborts. A closed RTCPeerConnection never settles what it was
 * doing (WebRTC §4.4.1.2: "if connection.[[IsClosed]] is true, abort these steps"), so every wait on one needs this.
 */
export function unlessAborted<Result>(
  promise: Promise<Result>,
  signal: AbortSignal,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      reject(new CadranError('media/failed', { detail: 'the media was closed meanwhile' }));
    };
    if (signal.aborted) abort();
    const release = (): void => {
      signal.removeEventListener('abort', abort);
    };
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(release);
  });
}
