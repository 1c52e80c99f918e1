import { Dialog } from 'sip.js/lib/core/dialogs/dialog.js';
import { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js';
import type { IncomingRequestMessage } from 'sip.js/lib/core/messages/incoming-request-message.js';
import { InviteServerTransaction } from 'sip.js/lib/core/transactions/invite-server-transaction.js';
import type { UserAgentCore } from 'sip.js/lib/core/user-agent-core/user-agent-core.js';
import { UserAgentServer } from 'sip.js/lib/core/user-agents/user-agent-server.js';
import { contactOf, syntheticContact } from './dialog-target.js';
import { descriptionBody } from './session-description.js';

/** An INVITE that wants to become a call: what is said to it, and the dialog that this makes (RFC 3261 §13.3). */
export class InviteServer extends UserAgentServer {
  #dialog: SessionDialog | undefined;

  constructor(core: UserAgentCore, message: IncomingRequestMessage) {
    super(InviteServerTransaction, core, message);
    // RFC 2543 §6.13: who gives no Contact is reached where the call came from.
    if (!contactOf(message)) syntheticContact(message, message.from.uri);
  }

  /** Our tag of the dialog. sip.js draws it from Math.random; until the first response it is ours to choose. */
  get localTag(): string {
    return this.toTag;
  }

  set localTag(tag: string) {
    this.toTag = tag;
  }

  override dispose(): void {
    if (this.#dialog?.early) this.#dialog.dispose();
    super.dispose();
  }

  /** Says 180; again where it was not heard. */
  ring(extraHeaders: readonly string[] = []): SessionDialog {
    this.#dialog ??= this.#makeDialog(true);
    this.progress({ statusCode: 180, extraHeaders: [...this.#dialogHeaders(), ...extraHeaders] });
    return this.#dialog;
  }

  /** Says 200 with a description, until it is acknowledged. */
  answer(sdp: string, extraHeaders: readonly string[] = []): SessionDialog {
    this.#dialog?.confirm();
    this.#dialog ??= this.#makeDialog(false);
    const headers = [...this.#dialogHeaders(), ...extraHeaders];
    this.accept({ statusCode: 200, extraHeaders: headers, body: descriptionBody(sdp) });
    return this.#dialog;
  }

  #makeDialog(early: boolean): SessionDialog {
    const state = Dialog.initialDialogStateForUserAgentServer(this.message, this.toTag, early);
    const transaction = this.transaction as unknown as InviteServerTransaction;
    return new SessionDialog(transaction, this.core, state);
  }

  #dialogHeaders(): string[] {
    const routes = this.message.getHeaders('Record-Route').map((route) => `Record-Route: ${route}`);
    return [...routes, `Contact: ${this.core.configuration.contact.toString()}`];
  }
}
