import type { Transport } from 'sip.js/lib/core/transport.js';
import type { ConnectionState } from '../../../connection/connection-state.js';

/** Keeps one connection to the best server that takes it, for as long as it is wanted. Never gives up. */
export interface SipTransport extends Transport {
  readonly state: ConnectionState;
  /** Where there is a connection, asks the server for a sign of life; the state is `probing` until there is one. */
  connect(): void;
  disconnect(): void;
  /** Rejects with `connection/lost` when there is no connection, or when nothing gets through it. */
  send(message: string): Promise<void>;
  /** Leaves the server for so many seconds where there is another, once no call is up. */
  leave(seconds?: number): void;
  /** Asks more often while somebody is on the phone, and leaves no server that works. */
  setInCall(inCall: boolean): void;
  dispose(): void;
}
