import type { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js';
import type { ReInviteUserAgentClient } from 'sip.js/lib/core/user-agents/re-invite-user-agent-client.js';
import type { UserAgentClient } from 'sip.js/lib/core/user-agents/user-agent-client.js';
import { CadranError, toCadranError } from '../../kernel/errors.js';
import type { ExtensionSession } from './extension-session.js';
import { refreshHeaders } from './session-refresh.js';
import { sendNow } from './send-in-dialog.js';

/**
 * Sends a re-INVITE with our offer and resolves with the answer (RFC 3261 §14.1). Rejects with `signaling/glare`,
 * `signaling/rejected`, `signaling/timeout` or `connection/lost`; 408 and 481 end the call as well.
 */
export async function sendOffer(session: ExtensionSession, sdp: string): Promise<string> {
  const { dialog, shared } = session;
  let early: string | undefined;
  let acknowledged: string | undefined;
  const options = { body: shared.descriptionBody(sdp), extraHeaders: refreshHeaders(session) };
  const { client, accepted } = sendNow(session, 'INVITE', options, {
    onProgress(message) {
      const rack = shared.rackHeader(message);
      // It comes again until the PRACK is there (RFC 3262 §4); of a first INVITE sip.js itself lets no copy through.
      if (!rack || rack === acknowledged) return;
      acknowledged = rack;
      early ??= shared.descriptionOf(message);
      session.request('PRACK', { extraHeaders: [rack] });
    },
    onAccept(message) {
      session.agreed(message);
      dialog.ack();
    },
    onFailure: () => markOpen(dialog, undefined),
  });
  markOpen(dialog, client);
  const message = await accepted.catch((error: unknown) => {
    throw refusedOffer(toCadranError(error, 'signaling/rejected'));
  });
  const answer = shared.descriptionOf(message) ?? early;
  if (answer === undefined) throw new CadranError('signaling/rejected', { detail: 'no answer' });
  return answer;
}

/** Notes which re-INVITE of ours the dialog is to acknowledge, and that no other may be made until it is over. */
function markOpen(dialog: SessionDialog, client: UserAgentClient | undefined): void {
  // sip.js declares a class of its own here, of which it asks the transaction only.
  dialog.reinviteUserAgentClient = client as ReInviteUserAgentClient | undefined;
}

function refusedOffer(error: CadranError): CadranError {
  const { sip } = error;
  // RFC 3261 §14.2: 500 with Retry-After says that an exchange is still open there, as 491 does.
  if (sip?.status === 491 || (sip?.status === 500 && sip.retryAfter !== undefined)) {
    return new CadranError('signaling/glare', { retryable: true, sip });
  }
  return sip?.status === 408 ? new CadranError('signaling/timeout', { sip }) : error;
}
