import type { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js';
import type { IncomingRequestMessage } from 'sip.js/lib/core/messages/incoming-request-message.js';
import type { IncomingInviteRequest } from 'sip.js/lib/core/messages/methods/invite.js';
import { SessionState } from 'sip.js/lib/core/session/session.js';
import type { UserAgentServer } from 'sip.js/lib/core/user-agents/user-agent-server.js';
import { CadranError } from '../../kernel/errors.js';
import { between } from '../../kernel/random.js';
import type { EndCause } from '../../ports/signaling.js';
import { prepareCredentials, type CallHost } from './call-host.js';
import { hangUp } from './hang-up.js';
import { exchangeOpen } from './request-screen.js';
import { RemoteOffer } from './remote-offer.js';
import { descriptionOf } from './session-description.js';
import type { SessionExtensions } from './session-extensions.js';
import { grantHeaders } from './session-timer.js';
import { endedError, type CallLife } from './call-life.js';

/** How often a refresh is tried when the other side keeps renegotiating. */
const refreshAttempts = 4;

/**
 * Offer and answer of one confirmed dialog: one exchange at a time, theirs or ours (RFC 3264 §4). What to do after a glare
 * is the phone's to decide; it hears of it.
 */
export class Negotiation {
  readonly #host: CallHost;
  readonly #call: CallLife;
  readonly #dialog: SessionDialog;
  readonly #caller: boolean;
  readonly #extensions: SessionExtensions;
  /** The description of ours that is in force; unknown in a call that was resumed, until something is agreed here. */
  #agreed: string | undefined;
  #theirs: RemoteOffer | undefined;
  #ours: Promise<unknown> | undefined;
  #cancelRefresh: () => void = () => undefined;

  constructor(
    host: CallHost,
    call: CallLife,
    dialog: SessionDialog,
    start: { sdp: string | undefined; caller: boolean; extensions: SessionExtensions },
  ) {
    this.#host = host;
    this.#call = call;
    this.#dialog = dialog;
    this.#agreed = start.sdp;
    this.#caller = start.caller;
    this.#extensions = start.extensions;
  }

  /** A re-INVITE with our offer. */
  async reinvite(sdp: string): Promise<{ sdp: string }> {
    this.#cancelRefresh();
    await this.#extensions.load();
    await prepareCredentials(this.#host);
    // Only their ACK is missing: it is on its way, and waiting for it is shorter than a glare.
    await this.#theirs?.acknowledged;
    // A refresh of our own under way is no reason to fail: it takes one round trip.
    await this.#ours?.catch(() => undefined);
    if (this.#call.ended) throw endedError();
    return { sdp: await this.#offer(sdp) };
  }

  /**
   * Tells the far side our new address after the connection came back (RFC 3261 §12.2.1.1), by offering what is in force
   * already. Waits for a negotiation that is running, and starts over when it meets another.
   */
  refresh(attempt = 1): void {
    const agreed = this.#agreed;
    this.#cancelRefresh();
    if (this.#call.ended || agreed === undefined || attempt > refreshAttempts) return;
    const again = (): void => {
      // RFC 3261 §14.1: who made the Call-ID waits longer, so that one of the two gets through.
      const [low, high] = this.#caller ? [2_100, 4_000] : [0, 2_000];
      const delay = between(this.#host.random, low, high);
      this.#cancelRefresh = this.#host.schedule(() => this.refresh(attempt + 1), delay);
    };
    if (this.#busy()) again();
    else {
      this.#offer(agreed).catch((error: unknown) => {
        if (error instanceof CadranError && error.code === 'signaling/glare') again();
        else this.#host.note('info', 'a call could not be refreshed', error);
      });
    }
  }

  onInvite(request: IncomingInviteRequest): void {
    request.trying();
    this.#receiveOffer(request, 'INVITE');
  }

  onUpdate(request: UserAgentServer): void {
    if (descriptionOf(request.message) === undefined) {
      request.accept({ statusCode: 200, extraHeaders: this.#granting(request.message) });
    } else if (this.#ours) {
      request.reject({ statusCode: 491 });
    } else {
      this.#receiveOffer(request, 'UPDATE');
    }
  }

  /** Lets go of a dialog that is lost to us. */
  giveUp(cause: EndCause): void {
    // Where nothing was agreed, a BYE might still reach a far side that is there, and take away what a new call could replace.
    if (this.#agreed === undefined) this.#dialog.dispose();
    else hangUp(this.#host, this.#dialog, cause);
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
    this.#cancelRefresh();
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
        if (agreed !== undefined) this.#agreed = agreed;
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

  async #offer(sdp: string): Promise<string> {
    const { opened } = this.#extensions;
    if (!opened || this.#busy()) throw new CadranError('signaling/glare', { retryable: true });
    const offer = opened.offer(sdp);
    this.#ours = offer;
    try {
      const answer = await offer;
      this.#agreed = sdp;
      return answer;
    } finally {
      this.#ours = undefined;
    }
  }

  #busy(): boolean {
    const dialog = this.#dialog;
    return (
      this.#ours !== undefined ||
      this.#theirs !== undefined ||
      dialog.reinviteUserAgentServer !== undefined ||
      dialog.reinviteUserAgentClient !== undefined ||
      dialog.sessionState === SessionState.AckWait
    );
  }

  /** The headers of a 2xx of ours; what it says of the session's time is in force with it. */
  #granting(message: IncomingRequestMessage): string[] {
    this.#extensions.agreed(message, 'uas');
    return [...this.#host.engine.dialogHeaders, ...grantHeaders(message)];
  }
}
