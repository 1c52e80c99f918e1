import type { ErrorCode, PhoneState } from '@cadran/core';

import type { Strings } from './locale/strings.js';

/** A key of the strings that says why no call can be made now. */
export type LineProblem =
  ErrorCode | Extract<keyof Strings, 'connecting' | 'reconnecting' | 'notConfigured'>;

/** Why no call can be made now; undefined when one can. A line that does not sign in may call. */
export function lineProblem({ connection, registration }: PhoneState): LineProblem | undefined {
  const { status, reason } = connection;
  if (status === 'offline') return reason ?? 'connection/offline';
  if (status === 'connecting' || status === 'reconnecting') return reason ?? status;
  return registration.status === 'failed' ? registration.failure?.code : undefined;
}
