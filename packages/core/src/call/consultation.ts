import { CadranError } from '../kernel/errors.js';
import type { CallContext } from './call-context.js';
import { transferFailed } from './failed-transfer.js';

/** Lets each of the two calls of an attended transfer hear of the other's end. */
export function followConsultation(original: CallContext, consultation: CallContext): void {
  void consultation.over.then(() => heardConsultationOver(original, consultation));
  void original.over.then(() => consultation.apply({ type: 'consultation-over' }));
}

/**
 * The one consulted is gone. When the wire took that call over for the transfer, all is well; else the transfer has
 * failed, and the waiting call stays on hold: nobody's microphone opens by what somebody else does.
 */
function heardConsultationOver(original: CallContext, consultation: CallContext): void {
  const { transfer } = original.get();
  if (transfer?.consultation !== consultation.id || transfer.status !== 'consulting') return;
  const sip = consultation.get().ended?.sip;
  transferFailed(original, new CadranError('call/transfer-failed', sip ? { sip } : {}));
}
