import type { CallContext } from './call-context.js';
import { commandFailed, isOver, requireActive, wrongState } from './call-context.js';
import type { CallId, TransferState } from './call-state.js';
import { followConsultation } from './consultation.js';
import { transferFailed } from './failed-transfer.js';
import { hold, resume } from './hold.js';
import { isReferring } from './select.js';
import { refer } from './referral.js';
import { requireNoTransfer } from './transfer.js';

/** First half of an attended transfer (RFC 5589 §7): this call on hold, a second one to whom it shall go. */
export async function consult(context: CallContext, target: string): Promise<CallId> {
  const { id, env, table, apply, get, wire } = context;
  const { dial, parseTarget } = table.verbs;
  parseTarget(target, env.account);
  requireActive(context);
  requireNoTransfer(context);
  const transfer: TransferState = { kind: 'attended', status: 'consulting', target };
  wire.heldBeforeConsultation = get().hold === 'held';
  apply({ type: 'transferring', transfer });
  try {
    await hold(context);
  } catch (error) {
    apply({ type: 'transferring', transfer: undefined });
    throw commandFailed('call/transfer-failed', error);
  }
  try {
    const consultation = dial(table, { target, consultationFor: id });
    apply({ type: 'transferring', transfer: { ...transfer, consultation: consultation.id } });
    followConsultation(context, consultation);
    return consultation.id;
  } catch (error) {
    apply({ type: 'transferring', transfer: undefined });
    if (!wire.heldBeforeConsultation) await resume(context);
    throw error;
  }
}

/** Second half: the far side takes our place in the call with the one consulted (RFC 3891), and we leave both. */
export async function completeTransfer(context: CallContext): Promise<void> {
  const { original, consultation } = partners(context);
  const { endCall } = context.table.verbs;
  requireActive(original);
  requireActive(consultation);
  if (isReferring(original.get())) throw wrongState('transferring');
  setStatus(original, 'referring');
  try {
    const target = consultation.wire.target ?? consultation.get().remote.uri;
    await refer(original, target, { replaces: consultation.id });
  } catch (error) {
    transferFailed(original, error);
    throw commandFailed('call/transfer-failed', error);
  }
  await Promise.all([
    endCall(original, { by: 'local', reason: 'hangup' }),
    endCall(consultation, { by: 'local', reason: 'hangup' }),
  ]);
}

/** Gives the transfer up: hangs up on the one consulted and takes the waiting call back. */
export async function cancelTransfer(context: CallContext): Promise<void> {
  const { original, consultation } = partners(context);
  const { hangup } = context.table.verbs;
  if (isReferring(original.get())) throw wrongState('transferring');
  original.apply({ type: 'transferring', transfer: undefined });
  await hangup(consultation);
  if (isOver(original) || original.wire.heldBeforeConsultation) return;
  await resume(original);
}

/** Both calls of an attended transfer, whichever of them was asked. */
function partners(context: CallContext): { original: CallContext; consultation: CallContext } {
  const { table, get } = context;
  const original = table.find(get().consultationFor ?? context.id);
  const id = original?.get().transfer?.consultation;
  const consultation = id === undefined ? undefined : table.find(id);
  if (!original || !consultation || isOver(consultation)) throw wrongState('no consultation');
  return { original, consultation };
}

function setStatus({ get, apply }: CallContext, status: TransferState['status']): void {
  const { transfer } = get();
  if (!transfer) return;
  const { sip: _, ...rest } = transfer;
  apply({ type: 'transferring', transfer: { ...rest, status } });
}
