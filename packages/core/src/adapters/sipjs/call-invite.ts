import { Dialog } from 'sip.js/lib/core/dialogs/dialog.js';
import { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js';
import type { TransportError } from 'sip.js/lib/core/exceptions/transport-error.js';
import type { IncomingResponseMessage } from 'sip.js/lib/core/messages/incoming-response-message.js';
import type { OutgoingRequestMessage } from 'sip.js/lib/core/messages/outgoing-request-message.js';
import { InviteClientTransaction } from 'sip.js/lib/core/transactions/invite-client-transaction.js';
import { TransactionState } from 'sip.js/lib/core/transactions/transaction-state.js';
import type { UserAgentCore } from 'sip.js/lib/core/user-agent-core/user-agent-core.js';
import { SessionClient } from './session-client.js';

/** Of how many devices the ringing is heard: each is a dialog, and a server could make them up without end. */
const mostForks = 32;

/** Who hears of an INVITE. */
export interface InviteListener {
  onTrying(): void;
  onProgress(message: IncomingResponseMessage, dialog: SessionDialog): void;
  /** A 2xx, which has been acknowledged; each device that answers has a dialog of its own. */
  onAccept(message: IncomingResponseMessage, dialog: SessionDialog): void;
  onFailure(message: IncomingResponseMessage): void;
}

/** The INVITE of a call of ours, and the dialogs it makes (RFC 3261 §13.2.2). */
export class CallInvite extends SessionClient {
  /** The caller hung up: a challenge is no longer answered, or the far side would ring for nobody. */
  givenUp = false;
  readonly #listener: InviteListener;
  readonly #early = new Map<string, SessionDialog>();

  constructor(core: UserAgentCore, message: OutgoingRequestMessage, listener: InviteListener) {
    super(InviteClientTransaction, core, message);
    this.#listener = listener;
  }

  override dispose(): void {
    this.#forgetEarly();
    super.dispose();
  }

  /** Once there was a response it is the far side that waits: the connection comes back. */
  protected override onTransportError(error: TransportError): void {
    if (this.transaction.state === TransactionState.Calling) super.onTransportError(error);
  }

  protected override authenticationGuard(message: IncomingResponseMessage): boolean {
    return this.givenUp || super.authenticationGuard(message);
  }

  protected override receiveResponse(message: IncomingResponseMessage): void {
    if (!this.authenticationGuard(message)) return;
    const status = message.statusCode ?? 0;
    if (status === 100) this.#listener.onTrying();
    else if (status < 200) this.#receiveProgress(message);
    else if (status < 300) this.#receiveAnswer(message);
    else {
      this.#forgetEarly();
      this.#listener.onFailure(message);
    }
  }

  #receiveProgress(message: IncomingResponseMessage): void {
    const known = this.#early.get(message.toTag);
    if (!known && this.#early.size === mostForks) return;
    const dialog = known ?? this.#makeDialog(message);
    this.#early.set(message.toTag, dialog);
    // A reliable one that comes again, or before its turn, is not heard (RFC 3262 §4).
    if (dialog.reliableSequenceGuard(message)) this.#listener.onProgress(message, dialog);
  }

  #receiveAnswer(message: IncomingResponseMessage): void {
    const early = this.#early.get(message.toTag);
    this.#early.delete(message.toTag);
    early?.confirm();
    early?.recomputeRouteSet(message);
    const dialog = early ?? this.#makeDialog(message);
    dialog.ack();
    this.#listener.onAccept(message, dialog);
  }

  #makeDialog(message: IncomingResponseMessage): SessionDialog {
    const state = Dialog.initialDialogStateForUserAgentClient(this.message, message);
    return new SessionDialog(
      this.transaction as unknown as InviteClientTransaction,
      this.core,
      state,
    );
  }

  #forgetEarly(): void {
    for (const dialog of this.#early.values()) dialog.dispose();
    this.#early.clear();
  }
}
