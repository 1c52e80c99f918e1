import type { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js';
import { SessionState } from 'sip.js/lib/core/session/session.js';
import type { EndCause } from '../../ports/signaling.js';
import type { CallHost } from './call-host.js';
import { closedDialog } from './dialog-delegate.js';
import { reasonValue } from './end-reason.js';

/**
 * Ends a dialog with BYE, now or as soon as it may be sent: a callee waits for the ACK or for its time to run out
 * (RFC 3261 §15), and nobody can send without a connection.
 */
export function hangUp(host: CallHost, dialog: SessionDialog, cause?: EndCause): void {
  const extraHeaders =
    cause?.status === undefined ? [] : [`Reason: ${reasonValue(cause.status, cause.text)}`];
  const bye = (): void => {
    if (dialog.sessionState === SessionState.Terminated) return;
    host.connection.whenUp(
      () => {
        if (host.engine.dialogs.has(dialog.id)) dialog.bye(undefined, { extraHeaders });
      },
      () => dialog.dispose(),
    );
  };
  const waiting = dialog.sessionState === SessionState.AckWait;
  dialog.delegate = waiting ? { ...closedDialog, onAck: bye, onAckTimeout: bye } : closedDialog;
  if (!waiting) bye();
}
