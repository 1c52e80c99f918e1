import type { CallContext } from './call-context.js';
import { commandFailed, requireActive, wrongState } from './call-context.js';
import { transferFailed } from './failed-transfer.js';
import { isReferring } from './select.js';
import { refer } from './referral.js';

/** Hands the call to somebody without asking there first (RFC 5589 §6). */
export async function transfer(context: CallContext, target: string): Promise<void> {
  const { env, table, apply } = context;
  const { endCall, parseTarget } = table.verbs;
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
