import type { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js';
import type { CallId, DialogRecord, EndCause } from '../../ports/signaling.js';
import type { CallHost } from './call-host.js';
import { EstablishedSession } from './established-session.js';
import { hangUp } from './hang-up.js';
import { SipCall } from './sip-call.js';

/** A call that another engine had: its dialog goes on here, and nothing of it is under way. */
export class ResumedCall extends SipCall {
  readonly role: DialogRecord['role'];
  override readonly session: EstablishedSession;

  constructor(
    host: CallHost,
    id: CallId,
    role: DialogRecord['role'],
    dialog: SessionDialog,
    onEnd: (call: SipCall) => void,
  ) {
    super(host, id, onEnd);
    this.role = role;
    this.session = new EstablishedSession(host, this, dialog, { caller: role === 'caller' });
  }

  dialogs(): SessionDialog[] {
    return [this.session.dialog];
  }

  end(cause?: EndCause): void {
    if (this.ended) return;
    this.finish({ by: 'local', reason: 'hangup' });
    hangUp(this.host, this.session.dialog, cause);
  }
}
