import type { ErrorCode, PhoneState } from '@cadran/core';

import type { Strings } from './locale/strings.js';

/** A key of the strings that says why no call can be made now. */
export type LineProblem =
  ErrorCode | Extract<keyof Strings, 'connecting' | 'reconnecting' | 'notConfigured'>;

/** Why no call can be made now; undefined when one can. A line that does not sign in may call. */
export function lineProblem({ connection, registration }: PhoneState): LineProblem | undefined {
  if (connection.status === 'offline') return connection.reason ?? 'connection/offline';
  if (connection.status !== 'connected') return connection.reason ?? connection.status;
  return registration.status === 'failed' ? registration.failure?.code : undefined;
}
