import type { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js';
import type { IncomingRequestMessage } from 'sip.js/lib/core/messages/incoming-request-message.js';
import type { IncomingInviteRequest } from 'sip.js/lib/core/messages/methods/invite.js';
import type { UserAgentServer } from 'sip.js/lib/core/user-agents/user-agent-server.js';
import type { CallHost } from './call-host.js';
import { hangUp } from './hang-up.js';
import { exchangeOpen } from './request-screen.js';
import { RemoteOffer } from './remote-offer.js';
import { descriptionOf } from './session-description.js';
import { grantHeaders } from './session-timer.js';
import type { CallLife } from './call-life.js';

/**
 * What the far side offers in one confirmed dialog, one offer at a time, and what is in force (RFC 3264 §4). Our own offers
 * are an extension's.
 */
export class Negotiation {
  /** The description of ours that is in force; unknown in a call that was resumed, until something is agreed here. */
  agreed: string | undefined;
  readonly #host: CallHost;
  readonly #call: CallLife;
  readonly #dialog: SessionDialog;
  readonly #onAccepting: (message: IncomingRequestMessage) => void;
  #theirs: RemoteOffer | undefined;

  /** `onAccepting` hears of an INVITE or UPDATE that gets its 2xx. */
  constructor(
    host: CallHost,
    call: CallLife,
    dialog: SessionDialog,
    onAccepting: (message: IncomingRequestMessage) => void,
  ) {
    this.#host = host;
    this.#call = call;
    this.#dialog = dialog;
    this.#onAccepting = onAccepting;
  }

  /** An offer of theirs that is open. */
  get theirs(): RemoteOffer | undefined {
    return this.#theirs;
  }

  onInvite(request: IncomingInviteRequest): void {
    request.trying();
    this.#receiveOffer(request, 'INVITE');
  }

  onUpdate(request: UserAgentServer): void {
    if (descriptionOf(request.message) === undefined) {
      request.accept({ statusCode: 200, extraHeaders: this.#granting(request.message) });
    } else if (this.#dialog.reinviteUserAgentClient) {
      request.reject({ statusCode: 491 });
    } else {
      this.#receiveOffer(request, 'UPDATE');
    }
  }

  /** Answers an `offer` fact; one that is over already is let go. */
  answer(exchange: string, sdp: string | null): void {
    if (this.#theirs?.id === exchange) this.#theirs.answer(sdp);
    else this.#host.note('debug', 'an answer came after its offer was over');
  }

  onAck(message: IncomingRequestMessage): void {
    this.#theirs?.onAck(message);
  }

  close(): void {
    this.#theirs?.close();
  }

  #receiveOffer(
    request: IncomingInviteRequest | UserAgentServer,
    method: 'INVITE' | 'UPDATE',
  ): void {
    if (this.#theirs) {
      // RFC 3261 §14.2, RFC 3311 §5.2: theirs before this one is still open.
      request.reject(exchangeOpen(this.#host.random));
      return;
    }
    this.#theirs = new RemoteOffer(this.#host, request, method, {
      onAccepting: () => this.#granting(request.message),
      onAnswered: (sdp) => {
        if (this.#theirs) this.#tellAnswered(this.#theirs.id, sdp);
      },
      onSettled: (agreed) => {
        this.#theirs = undefined;
        if (agreed !== undefined) this.agreed = agreed;
      },
      onUnacknowledged: () => {
        this.#call.finish({ by: 'system', reason: 'connection-lost' });
        hangUp(this.#host, this.#dialog, { status: 408, text: 'No ACK' });
      },
    });
    const sdp = descriptionOf(request.message);
    this.#call.tell({
      type: 'offer',
      id: this.#call.id,
      exchange: this.#theirs.id,
      ...(sdp === undefined ? {} : { sdp }),
    });
  }

  #tellAnswered(exchange: string, sdp: string | undefined): void {
    if (sdp !== undefined) {
      this.#call.tell({ type: 'offer-answered', id: this.#call.id, exchange, sdp });
      return;
    }
    // They asked for our offer and never answered it: nothing is agreed any more (RFC 3261 §13.2.1).
    this.#call.finish({ by: 'system', reason: 'media-failed' });
    hangUp(this.#host, this.#dialog, { status: 488, text: 'No answer in ACK' });
  }

  /** The headers of a 2xx of ours; what it says of the session's time is in force with it. */
  #granting(message: IncomingRequestMessage): string[] {
    this.#onAccepting(message);
    return [...this.#host.engine.dialogHeaders, ...grantHeaders(message)];
  }
}
