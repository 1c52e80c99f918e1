import type { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js';
import type {
  OutgoingRequestDelegate,
  RequestOptions,
} from 'sip.js/lib/core/messages/outgoing-request.js';
import { InviteClientTransaction } from 'sip.js/lib/core/transactions/invite-client-transaction.js';
import { NonInviteClientTransaction } from 'sip.js/lib/core/transactions/non-invite-client-transaction.js';
import type { UserAgentClient } from 'sip.js/lib/core/user-agents/user-agent-client.js';
import { SessionClient } from './session-client.js';

/** Sends a request in a dialog, RFC 3261 §12.2.1. */
export function requestInDialog(
  dialog: SessionDialog,
  method: string,
  options: RequestOptions,
  delegate?: OutgoingRequestDelegate,
): UserAgentClient {
  const message = dialog.createOutgoingRequestMessage(method, options);
  const Transaction = method === 'INVITE' ? InviteClientTransaction : NonInviteClientTransaction;
  return new SessionClient(Transaction, dialog.userAgentCore, message, delegate);
}
