import type { ErrorCode } from '../kernel/errors.js';

export type ConnectionStatus = 'offline' | 'connecting' | 'connected' | 'reconnecting';

export interface ConnectionState {
  readonly status: ConnectionStatus;
  /** The server in use or being tried, without any query string. */
  readonly server?: string;
  /** Why there is no connection, when there is none. */
  readonly reason?: ErrorCode;
}
