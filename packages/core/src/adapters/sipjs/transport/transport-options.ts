import type { ConnectionState } from '../../../connection/connection-state.js';
import type { Clock } from '../../../kernel/clock.js';
import type { LazyPart } from '../../../kernel/lazy-part.js';
import type { Random } from '../../../kernel/random.js';
import type { NetworkPort } from '../../../ports/network.js';
import type { SipServer } from '../../../ports/sip-server.js';
import type { ServersPart } from './servers-part.js';
import type { Frame } from './frame-kind.js';
import type { WebSocketConstructor } from './web-socket.js';

/** Milliseconds. */
export interface TransportTiming {
  readonly connectTimeout: number;
  /** From the last sign of life to the next question, with no call and with one. */
  readonly silence: number;
  readonly silenceInCall: number;
  /** How long an answer to a ping or a probe may take, one after the other. */
  readonly patience: number;
  /** The longest first wait after a connection that lasted was lost. */
  readonly firstRetry: number;
  readonly backoffBase: number;
  readonly backoffCap: number;
  /** How long a connection must last before the waits start over. */
  readonly stable: number;
}

export const usualTiming: TransportTiming = {
  connectTimeout: 5_000,
  silence: 15_000,
  silenceInCall: 2_500,
  patience: 2_000,
  firstRetry: 75,
  backoffBase: 500,
  backoffCap: 5_000,
  stable: 10_000,
};

export interface TransportOptions {
  /** By priority and weight; plain URLs in their order. */
  readonly servers: readonly (string | SipServer)[];
  readonly clock: Clock;
  readonly random: Random;
  /** Default: the platform's, looked up at each attempt. */
  readonly webSocket?: WebSocketConstructor | undefined;
  readonly network?: NetworkPort | undefined;
  /** Refuses `ws:` to other machines, as a browser does in a page on https. */
  readonly secureContextOnly?: boolean;
  readonly timing?: Partial<TransportTiming>;
  /** What it takes to move between several servers, and to find out why one refuses. */
  readonly serversPart: LazyPart<ServersPart>;
  /** Asks the server something that every SIP server answers (OPTIONS). */
  readonly probe: () => void;
  /** Receives every frame but keep-alives. */
  onMessage(frame: Frame): void;
  onState(state: ConnectionState): void;
  /** Receives what a listener threw. */
  onListenerError(error: unknown): void;
}
