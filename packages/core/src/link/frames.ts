import { systemClock } from '../kernel/clock.js';
import type { Clock } from '../kernel/clock.js';
import { CadranError } from '../kernel/errors.js';
import { randomName, systemRandom } from '../kernel/random.js';
import type { Phone } from '../phone.js';
import type { Account } from '../phone-state.js';
import { connectPhone } from './connect-phone.js';
import type { ConnectOptions } from './connect-phone.js';
import type { LinkPort } from './link-port.js';
import { isRecord, isText } from './plain-data.js';
import { servePhone } from './serve-phone.js';

/** A window, as far as it matters here: declared so that the core needs no DOM types. */
export interface FrameWindow {
  postMessage(message: unknown, targetOrigin: string, transfer?: never[]): void;
}

interface WindowMessage {
  readonly data: unknown;
  readonly origin: string;
  readonly source: unknown;
  readonly ports: readonly unknown[];
}

interface ListeningWindow {
  addEventListener(
    type: 'message',
    listener: (event: WindowMessage) => void,
    options: { signal: AbortSignal },
  ): void;
}

export interface OfferOptions {
  /** Origins whose frames and windows may use the phone, exactly as browsers write them: `https://crm.example.org`. */
  readonly to: readonly string[];
  /** Takes the offer back, and the phone away from who uses it. */
  readonly signal: AbortSignal;
}

/** Milliseconds a window may take to answer. */
const ANSWER_TIME = 10_000;

/**
 * Lets frames and windows of the named origins use this page's phone by `findPhone`. They see its calls and command them;
 * the sound stays here. Each window has one link at a time. Throws a TypeError for what is no exact origin: there is no
 * wildcard.
 */
export function offerPhone(phone: Phone, { to, signal }: OfferOptions): void {
  for (const origin of to) requireOrigin(origin);
  const links = new WeakMap<object, AbortController>();
  hear(signal, ({ data, origin, source }) => {
    if (!to.includes(origin) || !isRecord(data) || data['cadran'] !== 'find') return;
    const { nonce } = data;
    if (!isText(nonce, 64) || typeof source !== 'object' || source === null) return;
    links.get(source)?.abort();
    const link = new AbortController();
    links.set(source, link);
    const { port1, port2 } = new MessageChannel();
    servePhone(phone, port1, { signal: AbortSignal.any([signal, link.signal]) });
    const { uri, displayName } = phone.state.get().account;
    const answer = { cadran: 'phone', nonce, account: { uri, displayName } };
    (source as FrameWindow).postMessage(answer, origin, [port2 as never]);
  });
}

export interface FindOptions extends Omit<ConnectOptions, 'account'> {
  /** The window whose page offers the phone, such as `parent` or `opener`. */
  readonly at: FrameWindow;
  /** The origin its page must have: nobody else is asked, and nobody else is believed. */
  readonly origin: string;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
}

/**
 * The phone that the page in another window offers (`offerPhone`), as a phone of this one. Resolves once it is linked;
 * rejects with `link/refused` when nobody answers in ten seconds, and throws a TypeError for what is no exact origin.
 */
export function findPhone(options: FindOptions): Promise<Phone> {
  const { at, origin, signal, clock = systemClock, ...rest } = options;
  requireOrigin(origin);
  const nonce = randomName(systemRandom, 'find') + randomName(systemRandom, '');
  const search = new AbortController();
  return new Promise((resolve, reject) => {
    const giveUp = (reason: Error): void => {
      search.abort();
      reject(reason);
    };
    const late = (): void => giveUp(new CadranError('link/refused', { detail: 'no answer' }));
    const cancel = clock.schedule(late, ANSWER_TIME);
    search.signal.addEventListener('abort', cancel, { once: true });
    signal?.addEventListener('abort', () => giveUp(signal.reason as Error), {
      signal: search.signal,
    });
    hear(search.signal, (event) => {
      const found = readAnswer(event, { at, origin, nonce });
      if (!found) return;
      search.abort();
      resolve(connectPhone(found.port, { ...rest, account: found.account }));
    });
    at.postMessage({ cadran: 'find', nonce }, origin);
  });
}

interface Expected {
  readonly at: FrameWindow;
  readonly origin: string;
  readonly nonce: string;
}

function readAnswer(
  { data, origin, source, ports }: WindowMessage,
  expected: Expected,
): { readonly port: LinkPort; readonly account: Account } | undefined {
  if (source !== expected.at || origin !== expected.origin) return undefined;
  if (!isRecord(data) || data['cadran'] !== 'phone' || data['nonce'] !== expected.nonce) {
    return undefined;
  }
  const [port] = ports;
  const { account } = data;
  if (!port || !isRecord(account) || !isText(account['uri'], 1_024)) return undefined;
  const { uri, displayName } = account;
  const named = isText(displayName, 1_024) ? { displayName } : {};
  return { port: port as LinkPort, account: { uri, ...named } };
}

function hear(signal: AbortSignal, listener: (event: WindowMessage) => void): void {
  if (signal.aborted) return;
  (globalThis as unknown as ListeningWindow).addEventListener('message', listener, { signal });
}

function requireOrigin(origin: string): void {
  if (URL.canParse(origin) && new URL(origin).origin === origin) return;
  throw new TypeError(`'${origin}' is not an origin such as https://crm.example.org`);
}
