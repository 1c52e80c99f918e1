import { toCadranError } from '../kernel/errors.js';
import type { CallContext } from './call-context.js';
import type { TransferState } from './call-state.js';

/** Leaves the failed transfer readable, with what SIP said of it. */
export function transferFailed({ get, apply }: CallContext, error: unknown): void {
  const before = get().transfer;
  if (!before) return;
  const { sip } = toCadranError(error, 'call/transfer-failed');
  const failed: TransferState = { ...before, status: 'failed', ...(sip ? { sip } : {}) };
  apply({ type: 'transferring', transfer: failed });
}
