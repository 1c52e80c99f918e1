import type { CallId } from './call-state.js';

/** Answers to `call.transferRequest`. Both reject with `call/not-found`, or `call/wrong-state` where nothing is asked (any more). */
export interface TransferRequestsHandle {
  /**
   * Agrees: calls the target in an ordinary call, which puts the other ones on hold, and tells the far side how that goes. The
   * far side hangs up when the target answered; where it did not, the call goes on, on hold. Resolves with the id of the
   * new call once it exists. Rejects with `connection/offline` or `call/limit-reached`; the request then still waits.
   */
  accept(id: CallId): Promise<CallId>;
  /** Refuses (603, RFC 3515 §2.4.2): the call goes on as it is. */
  refuse(id: CallId): Promise<void>;
}
