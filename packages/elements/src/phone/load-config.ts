import { CadranError } from '@cadran/core';

import { parseConfig, type PhoneConfig } from './phone-logic.js';

const longestAnswer = 65_536;
const patience = 10_000;
const firstPause = 2_000;
const longestPause = 60_000;

/**
 * Loads a `config` URL of the page's own origin, again and again while it cannot be reached; `onFailure` hears of each try
 * that failed. Rejects with `config/invalid`, or with the signal's reason.
 */
export async function loadConfig(
  url: string,
  { signal, onFailure }: { signal: AbortSignal; onFailure: (error: CadranError) => void },
): Promise<PhoneConfig> {
  const address = ownAddress(url);
  for (let pause = firstPause; ; pause = Math.min(pause * 2, longestPause)) {
    try {
      return parseConfig(await fetchText(address, signal));
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof CadranError && error.code === 'config/invalid') throw error;
      onFailure(new CadranError('config/unreachable', { cause: error, retryable: true }));
    }
    await onlineOrAfter(pause, signal);
  }
}

/** The answer holds a password: it may only come from where the page itself comes from. */
function ownAddress(url: string): URL {
  const address = URL.canParse(url, document.baseURI) ? new URL(url, document.baseURI) : undefined;
  if (address?.origin === location.origin) return address;
  throw new CadranError('config/invalid', { detail: 'config is not a URL of this origin' });
}

async function fetchText(address: URL, signal: AbortSignal): Promise<string> {
  const response = await fetch(address, {
    mode: 'same-origin',
    credentials: 'same-origin',
    cache: 'no-store',
    headers: { Accept: 'application/json' },
    signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
  });
  if (!response.ok)
    throw new CadranError('config/unreachable', { detail: `HTTP ${response.status}` });
  return readBounded(response);
}

async function readBounded(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  const reader = response.body?.getReader();
  let text = '';
  for (let size = 0; reader;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > longestAnswer) {
      await reader.cancel();
      throw new CadranError('config/invalid', { detail: 'the answer is too long' });
    }
    text += decoder.decode(value, { stream: true });
  }
  return text + decoder.decode();
}

/** Waits about `pause` milliseconds, spread so that a thousand pages do not return at once, or until the network is back. */
function onlineOrAfter(pause: number, signal: AbortSignal): Promise<void> {
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
  return new Promise((resolve, reject) => {
    const waiting = new AbortController();
    const timer = setTimeout(end, pause * (0.5 + random / 2 ** 33));
    function end(): void {
      clearTimeout(timer);
      waiting.abort();
      if (signal.aborted) reject(signal.reason as Error);
      else resolve();
    }
    addEventListener('online', end, { signal: waiting.signal });
    signal.addEventListener('abort', end, { signal: waiting.signal });
  });
}
