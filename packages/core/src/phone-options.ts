import type { Clock } from './kernel/clock.js';
import type { Log } from './kernel/log.js';
import type { Credentials, CredentialsSource } from './ports/credentials.js';
import type { DevicesPort } from './ports/devices.js';
import type { IceServer } from './ports/ice-server.js';
import type { MediaPort } from './ports/media.js';
import type { NetworkPort } from './ports/network.js';
import type { PageSoundOptions } from './ports/page-sound.js';
import type { SipServer } from './ports/sip-server.js';
import type { StoragePort } from './ports/storage.js';

export type { Credentials, CredentialsSource, IceServer };

/** Any class that makes WHATWG WebSockets; declared here so that the core needs no DOM types. */
export type WebSocketConstructor = new (url: string, protocols?: string | string[]) => object;

/** Those of sound are for browser pages; a `media` of one's own takes none of them. */
export interface PhoneOptions extends PageSoundOptions {
  /** `ws:` or `wss:` URLs, tried in order, or servers with a priority and a weight of their own. */
  readonly servers: readonly (string | SipServer)[];
  /** Our address of record, `sip:alice@example.org`. */
  readonly uri: string;
  readonly displayName?: string;
  readonly credentials?: CredentialsSource;
  /** Registers as soon as there is a connection. Default true. */
  readonly register?: boolean;
  /** Seconds to ask the registrar for. Default 600. */
  readonly expires?: number;
  /** Calls at once; a further incoming one is told busy (486), a further outgoing one rejects. Default 8. */
  readonly maxCalls?: number;
  /** Calls a second that are looked at, five times as many at once; the rest is a flood and told 503. Default 1. */
  readonly callRate?: number;
  /** Calls that ring here at once; a further caller is told busy. Default 3. */
  readonly maxRinging?: number;
  /** False tells a second caller busy. Default true. */
  readonly callWaiting?: boolean;
  /** Milliseconds an incoming call rings before it is told 480. Default 180,000. */
  readonly ringTimeout?: number;
  /** Milliseconds an ended call stays in the state. Default 5,000. */
  readonly endedCallLinger?: number;
  /**
   * Goes on with calls of the page before this one in the same tab, after a reload or a navigation: what it takes is kept
   * in the browser's storage, sealed, without passwords or keys of sound, and deleted with the calls. Default true in a
   * browser; elsewhere there is no page before.
   */
  readonly resumeCalls?: boolean;
  /** Milliseconds a call waits for another page when the one that held its sound is gone. Default 20,000. */
  readonly keepTime?: number;
  /** How digits travel unless a call says otherwise. Default `rtp` (RFC 4733). */
  readonly dtmf?: 'rtp' | 'info';
  /** Believes P-Asserted-Identity and Remote-Party-ID of the server (RFC 3325). Default false. */
  readonly trustIdentity?: boolean;
  /**
   * Whom to answer without anybody's hand when they ask for that (RFC 5373): addresses that a trusted server asserts, so it
   * needs `trustIdentity`. Two seconds before, `call.autoAnswerAt` says so; only with no other call, and a microphone that is
   * granted. Default nobody.
   */
  readonly autoAnswer?: readonly string[];
  /**
   * What becomes of a far side that wants to transfer us (RFC 3515): `ask` the person, by `call.transferRequest`, or
   * `never`, which refuses it unasked. Nothing is dialled without consent in either case. Default `ask`.
   */
  readonly followTransfers?: 'never' | 'ask';
  /** Plays ringtone, ringback and busy. Default true. */
  readonly tones?: boolean;
  readonly media?: MediaPort;
  readonly devices?: DevicesPort;
  readonly network?: NetworkPort;
  readonly storage?: StoragePort;
  /** A WebSocket implementation where the platform has none, as Node 20. */
  readonly WebSocket?: WebSocketConstructor;
  readonly clock?: Clock;
  readonly log?: Log;
}
