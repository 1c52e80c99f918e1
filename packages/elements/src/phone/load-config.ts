import { CadranError } from '@cadran/core';

import { parseConfig, type PhoneConfig } from './phone-logic.js';
import { persist, type Persistence } from './persist.js';

const longestAnswer = 65_536;
const patience = 10_000;

/**
 * Loads a `config` URL of the page's own origin, again and again while it cannot be reached; `onFailure` hears of each try
 * that failed. Rejects with `config/invalid`, or with the signal's reason.
 */
export async function loadConfig(url: string, how: Persistence): Promise<PhoneConfig> {
  const address = ownAddress(url);
  return persist(async () => {
    const text = await fetchText(address, how.signal).catch((cause: unknown) => {
      if (cause instanceof CadranError) throw cause;
      throw new CadranError('config/unreachable', { cause, retryable: true });
    });
    return parseConfig(text);
  }, how);
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
    throw new CadranError('config/unreachable', {
      detail: `HTTP ${response.status}`,
      retryable: true,
    });
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
