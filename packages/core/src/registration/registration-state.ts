import type { ErrorCode, SipOutcome } from '../kernel/errors.js';

export type RegistrationStatus =
  'unregistered' | 'registering' | 'registered' | 'refreshing' | 'failed';

export interface RegistrationFailure {
  readonly code: ErrorCode;
  readonly sip?: SipOutcome;
  /** Epoch milliseconds of the next attempt; absent when only a person can mend it. */
  readonly retryAt?: number;
}

export interface RegistrationState {
  readonly status: RegistrationStatus;
  readonly failure?: RegistrationFailure;
  /** Epoch milliseconds at which the server forgets us unless refreshed. */
  readonly expiresAt?: number;
}
