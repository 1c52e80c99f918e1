import type { Credentials } from '../ports/credentials.js';
import type { PhoneOptions } from '../phone-options.js';
import { PROTOCOL } from './protocol.js';
import { isPlainData, isRecord } from './plain-data.js';

/** The options that make a phone what it is; those of sound are each page's own. */
const SHARED = [
  'servers',
  'uri',
  'displayName',
  'register',
  'expires',
  'maxCalls',
  'maxRinging',
  'callRate',
  'callWaiting',
  'ringTimeout',
  'endedCallLinger',
  'keepTime',
  'dtmf',
  'trustIdentity',
  'autoAnswer',
  'tones',
  'followTransfers',
  'resumeCalls',
] as const satisfies readonly (keyof PhoneOptions)[];

export type SharedOptions = Pick<PhoneOptions, (typeof SHARED)[number]>;

/** What a page asks for at the door of a home: this phone, which is made unless it is there already. */
export interface Opening {
  readonly protocol: number;
  readonly options: SharedOptions;
  /** Held in memory there, and nowhere else. */
  readonly credentials?: Credentials;
  /** True when the page can be asked for credentials. */
  readonly asks: boolean;
}

export function writeOpening(options: PhoneOptions): { readonly open: Opening } {
  const { credentials } = options;
  const shared = SHARED.flatMap((key) => (options[key] === undefined ? [] : [[key, options[key]]]));
  const asks = typeof credentials === 'function';
  return {
    open: {
      protocol: PROTOCOL,
      options: Object.fromEntries(shared) as SharedOptions,
      asks,
      ...(credentials && !asks ? { credentials: { ...credentials } } : {}),
    },
  };
}

/** The same without a secret, for a way that others of the origin may hear: the home asks where it needs to. */
export function writeOpeningOfGuest(options: PhoneOptions): { readonly open: Opening } {
  const { credentials, ...others } = options;
  const { open } = writeOpening(others);
  return { open: { ...open, asks: credentials !== undefined } };
}

/** Reads what a page sent first, or undefined when it is no opening. The phone itself checks the options. */
export function readOpening(message: unknown): Opening | undefined {
  if (!isRecord(message) || !isPlainData(message) || !isRecord(message['open'])) return undefined;
  const { protocol, options, credentials, asks } = message['open'];
  if (typeof protocol !== 'number' || !isRecord(options)) return undefined;
  const known = SHARED.flatMap((key) => (options[key] === undefined ? [] : [[key, options[key]]]));
  return {
    protocol,
    options: Object.fromEntries(known) as SharedOptions,
    asks: asks === true,
    ...(isRecord(credentials) ? { credentials: credentials as unknown as Credentials } : {}),
  };
}
