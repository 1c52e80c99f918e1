import type { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js';
import type { IncomingRequestMessage } from 'sip.js/lib/core/messages/incoming-request-message.js';
import type {
  OutgoingResponse,
  ResponseOptions,
} from 'sip.js/lib/core/messages/outgoing-response.js';
import { InviteServerTransaction } from 'sip.js/lib/core/transactions/invite-server-transaction.js';
import type { ReInviteUserAgentServer } from 'sip.js/lib/core/user-agents/re-invite-user-agent-server.js';
import { UserAgentServer } from 'sip.js/lib/core/user-agents/user-agent-server.js';

/** A re-INVITE of the far side. It is open until it is refused, or its 200 is acknowledged (RFC 3261 §14.2). */
export class ReInviteServer extends UserAgentServer {
  readonly #dialog: SessionDialog;

  constructor(dialog: SessionDialog, message: IncomingRequestMessage) {
    super(InviteServerTransaction, dialog.userAgentCore, message);
    this.#dialog = dialog;
    // sip.js declares a class of its own here, of which it asks the transaction only.
    dialog.reinviteUserAgentServer = this as unknown as ReInviteUserAgentServer;
  }

  override accept(options: ResponseOptions): OutgoingResponse {
    const response = super.accept(options);
    this.#dialog.reConfirm();
    return response;
  }

  override reject(options: ResponseOptions): OutgoingResponse {
    this.#dialog.reinviteUserAgentServer = undefined;
    return super.reject(options);
  }
}
