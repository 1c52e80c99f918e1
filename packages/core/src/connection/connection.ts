import type { WarningBoard } from '../kernel/warnings.js';
import type { ConnectionState } from './connection-state.js';

/** The connection as the wire last said it was; the same object when it said nothing new. */
export function connectionAfter(before: ConnectionState, heard: ConnectionState): ConnectionState {
  const { status, server, reason } = heard;
  if (before.status === status && before.server === server && before.reason === reason)
    return before;
  return { status, ...(server === undefined ? {} : { server }), ...(reason ? { reason } : {}) };
}

/** While a connection that was there is being repaired people are told; calls that are up go on. */
export function warnOfConnection(warnings: WarningBoard, { status }: ConnectionState): void {
  if (status === 'reconnecting') warnings.raise('connection/lost');
  else warnings.clear('connection/lost');
}
