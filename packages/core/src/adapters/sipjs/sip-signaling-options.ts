import type { Clock } from '../../kernel/clock.js';
import type { LazyPart } from '../../kernel/lazy-part.js';
import type { Log } from '../../kernel/log.js';
import type { Random } from '../../kernel/random.js';
import type { CredentialsSource } from '../../ports/credentials.js';
import type { NetworkPort } from '../../ports/network.js';
import type { SipServer } from '../../ports/sip-server.js';
import type { StoragePort } from '../../ports/storage.js';
import type { SipKeepingPart } from './keeping-session.js';
import type { SipExtensionsPart } from './extension-session.js';
import type { ServersPart } from './transport/servers-part.js';
import type { WebSocketConstructor } from './transport/web-socket.js';

export interface SipSignalingOptions {
  /** By priority and weight; plain `ws:` or `wss:` URLs in their order. */
  readonly servers: readonly (string | SipServer)[];
  /** Our address of record, `sip:alice@example.org`. */
  readonly uri: string;
  readonly displayName?: string;
  readonly credentials?: CredentialsSource;
  /** True where `register` will be called: then only the registrar's realm is ever answered. Default true. */
  readonly registers?: boolean;
  /** Believes P-Asserted-Identity and Remote-Party-ID of the server (RFC 3325). Default false. */
  readonly trustIdentity?: boolean;
  /** What becomes of a REFER: `ask` makes it a `transfer-request` fact, `never` refuses it and leaves it out of Allow. Default `ask`. */
  readonly followTransfers?: 'never' | 'ask';
  /** Calls a second that are looked at. Default 1. */
  readonly callRate?: number;
  /** What it takes to keep and to resume calls; loaded by whoever does so. */
  readonly keeping: LazyPart<SipKeepingPart>;
  /** What few sessions need: INFO, transfers, refreshes; loaded when a call is up. */
  readonly extensions: LazyPart<SipExtensionsPart>;
  /** What it takes to move between several servers, and to find out why one refuses. */
  readonly serversPart: LazyPart<ServersPart>;
  /** Keeps the identity of this device, which is no secret. */
  readonly storage: StoragePort;
  readonly network?: NetworkPort;
  readonly clock: Clock;
  readonly log?: Log;
  readonly random?: Random;
  /** Default the platform's. */
  readonly WebSocket?: WebSocketConstructor;
  /** User-Agent header. Default `Cadran`. */
  readonly userAgent?: string;
}
