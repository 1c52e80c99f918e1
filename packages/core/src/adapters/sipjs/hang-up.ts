import type { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js';
import { SessionState } from 'sip.js/lib/core/session/session.js';
import type { EndCause } from '../../ports/signaling.js';
import type { CallHost } from './call-host.js';
import { closedDialog } from './dialog-delegate.js';
import { reasonValue } from './end-reason.js';
import { requestInDialog } from './in-dialog-request.js';

/** Ends a dialog with BYE, as soon as it may: a callee waits for the ACK, or for its time to run out (RFC 3261 §15). */
export function hangUp(host: CallHost, dialog: SessionDialog, cause?: EndCause): void {
  const bye = (): void => sayBye(host, dialog, cause);
  if (dialog.sessionState !== SessionState.AckWait) bye();
  else dialog.delegate = { ...closedDialog, onAck: bye, onAckTimeout: bye };
}

/** Sends the BYE, or waits for a connection to send it over; the dialog is gone in either case. */
export function sayBye(host: CallHost, dialog: SessionDialog, cause?: EndCause): void {
  const extraHeaders =
    cause?.status === undefined ? [] : [`Reason: ${reasonValue(cause.status, cause.text)}`];
  dialog.delegate = closedDialog;
  host.connection.whenUp(
    () => {
      if (!host.engine.dialogs.has(dialog.id)) return;
      requestInDialog(dialog, 'BYE', { extraHeaders });
      dialog.dispose();
    },
    () => dialog.dispose(),
  );
}
