import type { CallId, CallState } from './call/call-state.js';
import type { ConnectionState } from './connection/connection-state.js';
import type { DevicesState } from './devices/devices-state.js';
import type { ErrorCode } from './kernel/errors.js';
import type { RegistrationState } from './registration/registration-state.js';

/** Degraded but going: shown until it is over, then gone. */
export interface Warning {
  readonly code: ErrorCode;
  /** Epoch milliseconds. */
  readonly since: number;
  readonly callId?: CallId;
}

export interface Account {
  readonly uri: string;
  readonly displayName?: string;
}

/** Everything one can know of the phone: one frozen value that survives `structuredClone`. */
export interface PhoneState {
  readonly account: Account;
  /** Names this page, where several share the phone. */
  readonly page?: string;
  readonly connection: ConnectionState;
  readonly registration: RegistrationState;
  /** Live calls, and those that ended and were not dismissed yet. */
  readonly calls: Readonly<Record<CallId, CallState>>;
  /** Ids of `calls`, oldest first. */
  readonly order: readonly CallId[];
  readonly devices: DevicesState;
  readonly warnings: readonly Warning[];
}

export function initialPhoneState(account: Account): PhoneState {
  return {
    account,
    connection: { status: 'offline' },
    registration: { status: 'unregistered' },
    calls: {},
    order: [],
    devices: { permission: 'unknown', microphones: [], speakers: [], canChooseSpeaker: false },
    warnings: [],
  };
}
