import type { ErrorCode } from '../kernel/errors.js';

/**
 * `probing`: something speaks against the connection, and an answer of the server is awaited, for 4 seconds at most.
 * `draining`: the server wants to be left, and is as soon as no call is up. All goes on in both as in `connected`.
 */
export type ConnectionStatus =
  'offline' | 'connecting' | 'connected' | 'probing' | 'draining' | 'reconnecting';

export interface ConnectionState {
  readonly status: ConnectionStatus;
  /** The server in use or being tried, without any query string. */
  readonly server?: string;
  /** Why there is no connection, when there is none, or what speaks against the one there is. */
  readonly reason?: ErrorCode;
}

/** True when messages go both ways, as far as is known. */
export function isConnected({ status }: ConnectionState): boolean {
  return status === 'connected' || status === 'probing' || status === 'draining';
}
