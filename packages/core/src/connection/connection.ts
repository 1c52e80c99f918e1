import type { WarningBoard } from '../kernel/warnings.js';
import type { ConnectionState } from './connection-state.js';

/** While a connection that was there is being repaired people are told; calls that are up go on. */
export function warnOfConnection(warnings: WarningBoard, { status }: ConnectionState): void {
  if (status === 'reconnecting') warnings.raise('connection/lost');
  else warnings.clear('connection/lost');
}
