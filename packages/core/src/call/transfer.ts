import { toCadranError } from '../kernel/errors.js';
import type { CallContext } from './call-context.js';
import { commandFailed, requireActive, wrongState } from './call-context.js';
import type { TransferState } from './call-state.js';
import { endCall } from './end.js';
import { isReferring } from './reduce.js';
import { refer } from './referral.js';
import { parseTarget } from './target.js';

/** Hands the call to somebody without asking there first (RFC 5589 §6). */
export async function transfer(context: CallContext, target: string): Promise<void> {
  const { env, apply } = context;
  const { uri } = parseTarget(target, env.account);
  requireActive(context);
  requireNoTransfer(context);
  apply({ type: 'transferring', transfer: { kind: 'blind', status: 'referring', target } });
  try {
    await refer(context, uri);
  } catch (error) {
    transferFailed(context, error);
    throw commandFailed('call/transfer-failed', error);
  }
  await endCall(context, { by: 'local', reason: 'hangup' });
}

/** Throws `call/wrong-state` while another transfer of this call is under way. */
export function requireNoTransfer({ get }: CallContext): void {
  const call = get();
  if (isReferring(call) || call.transfer?.status === 'consulting') throw wrongState('transferring');
}

/** Leaves the failed transfer readable, with what SIP said of it. */
export function transferFailed({ get, apply }: CallContext, error: unknown): void {
  const before = get().transfer;
  if (!before) return;
  const { sip } = toCadranError(error, 'call/transfer-failed');
  const failed: TransferState = { ...before, status: 'failed', ...(sip ? { sip } : {}) };
  apply({ type: 'transferring', transfer: failed });
}
