import type { Clock } from '../../kernel/clock.js';
import { CadranError } from '../../kernel/errors.js';

/** Milliseconds. */
export interface DigitTiming {
  readonly duration: number;
  readonly gap: number;
}

/** How long a browser pauses for a comma (WebRTC §7.3). */
const commaPause = 2_000;
/** What the end may be late before we stop waiting for it. */
const grace = 2_000;

export interface DigitOptions {
  readonly timing: DigitTiming;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Plays digits as telephone events (RFC 4733); resolves when the last one is over.
 * Rejects with `media/unsupported` where they were not agreed, `media/failed` when the call ends meanwhile.
 */
export function playDigits(
  sender: RTCRtpSender | undefined,
  digits: string,
  { timing, clock, signal }: DigitOptions,
): Promise<void> {
  if (signal.aborted) return Promise.reject(new CadranError('media/failed', { detail: 'closed' }));
  const dtmf = sender?.dtmf;
  if (!dtmf?.canInsertDTMF)
    return Promise.reject(new CadranError('media/unsupported', { detail: 'no telephone-event' }));
  const pauses = digits.split(',').length - 1;
  const longest = digits.length * (timing.duration + timing.gap) + pauses * commaPause + grace;

  const watch = new AbortController();
  let cancel: () => void = () => undefined;
  const playing = new Promise<void>((resolve, reject) => {
    const fail = (detail: string): void => reject(new CadranError('media/failed', { detail }));
    signal.addEventListener('abort', () => fail('closed'), { signal: watch.signal });
    cancel = clock.schedule(() => fail('digits did not end'), longest);
    const onTone = ({ tone }: RTCDTMFToneChangeEvent): void => {
      if (tone === '') resolve();
    };
    dtmf.addEventListener('tonechange', onTone, { signal: watch.signal });
    dtmf.insertDTMF(digits, timing.duration, timing.gap);
  });
  return playing
    .catch((error: unknown) => {
      throw error instanceof CadranError
        ? error
        : new CadranError('media/failed', { cause: error, detail: 'digits refused' });
    })
    .finally(() => {
      watch.abort();
      cancel();
    });
}
