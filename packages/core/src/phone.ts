import type { CallHandle } from './call/call-handle.js';
import type { CallId } from './call/call-state.js';
import type { TransferRequestsHandle } from './call/transfer-requests-handle.js';
import type { DevicesHandle } from './devices/devices-handle.js';
import type { ReadableStore } from './kernel/store.js';
import type { PhoneState } from './phone-state.js';
import type { RegistrationHandle } from './registration/registration-handle.js';

export interface DialOptions {
  readonly displayName?: string;
}

/** A telephone: a value that can live in this page, in a worker or in another window. */
export interface Phone {
  readonly state: ReadableStore<PhoneState>;
  /**
   * Places a call to an extension, a number, or a `sip:`, `sips:` or `tel:` URI.
   * Resolves when the call exists in the state, not when it is answered. While the first connection is being made the call waits for it.
   * Rejects with `call/invalid-target`, `call/limit-reached`, `connection/offline` or `phone/disposed`; what goes wrong later is in `call.ended`.
   */
  dial(target: string, options?: DialOptions): Promise<CallId>;
  /** Tells the phone that a call is likely to be dialled soon, so that it can get ready. */
  prepare(): Promise<void>;
  /** Commands of one call. Asking for a call that is gone is allowed; its commands then reject with `call/not-found`. */
  call(id: CallId): CallHandle;
  /** Answers to calls that ask to be handed on; what they ask for is in `call.transferRequest`. */
  readonly transferRequests: TransferRequestsHandle;
  readonly registration: RegistrationHandle;
  readonly devices: DevicesHandle;
  /** Ends every call, removes the registration and closes the connection. Resolves when nothing is left; safe to repeat. */
  dispose(): Promise<void>;
}
