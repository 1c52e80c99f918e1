import { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js';
import type { Session } from 'sip.js/lib/core/session/session.js';

/** The dialog behind what sip.js hands out as a `Session`, which is always one. */
export function dialogOf(session: Session): SessionDialog {
  if (session instanceof SessionDialog) return session;
  throw new TypeError('a session that is no dialog');
}
