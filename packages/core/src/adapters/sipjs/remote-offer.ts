import type { IncomingRequestMessage } from 'sip.js/lib/core/messages/incoming-request-message.js';
import type { IncomingInviteRequest } from 'sip.js/lib/core/messages/methods/invite.js';
import type { UserAgentServer } from 'sip.js/lib/core/user-agents/user-agent-server.js';
import { createDeferred } from '../../kernel/deferred.js';
import { transactionTimeout, type CallHost } from './call-host.js';
import { randomToken } from './random-token.js';
import { descriptionBody, descriptionOf } from './session-description.js';

export interface RemoteOfferEvents {
  /** It is accepted: the headers of the 2xx. */
  onAccepting(): string[];
  /** The ACK of an exchange that they began without an offer came, with their answer if they kept to the rule. */
  onAnswered(sdp: string | undefined): void;
  /** The exchange is over; `agreed` is our description that it put in force, if it did. */
  onSettled(agreed?: string): void;
  onUnacknowledged(): void;
}

/** Milliseconds that a person may take to answer, where the transaction itself knows no limit. */
const longestThought = 180_000;

/** One renegotiation that the far side began, with a re-INVITE or an UPDATE. It is answered exactly once. */
export class RemoteOffer {
  readonly id = randomToken(12);
  readonly #host: CallHost;
  readonly #request: IncomingInviteRequest | UserAgentServer;
  readonly #method: 'INVITE' | 'UPDATE';
  readonly #events: RemoteOfferEvents;
  readonly #late: boolean;
  #answered: string | undefined;
  #open = true;
  readonly #over = createDeferred<undefined>();
  #cancelGuard: () => void;

  constructor(
    host: CallHost,
    request: IncomingInviteRequest | UserAgentServer,
    method: 'INVITE' | 'UPDATE',
    events: RemoteOfferEvents,
  ) {
    this.#host = host;
    this.#request = request;
    this.#method = method;
    this.#events = events;
    this.#late = descriptionOf(request.message) === undefined;
    request.delegate = { onCancel: () => this.#refuse(487) };
    // RFC 3311 §5.2: an UPDATE cannot wait for a person; the sender gives up after 64*T1.
    const patience = method === 'INVITE' ? longestThought : transactionTimeout() - 2_000;
    this.#cancelGuard = host.schedule(
      () => this.#refuse(method === 'INVITE' ? 488 : 504),
      patience,
    );
  }

  /** Resolves when the ACK of our answer came or never will; undefined while the offer is unanswered. */
  get acknowledged(): Promise<unknown> | undefined {
    return this.#answered === undefined ? undefined : this.#over.promise;
  }

  answer(sdp: string | null): void {
    if (!this.#open) return;
    if (sdp === null) {
      this.#refuse(488);
      return;
    }
    this.#open = false;
    this.#answered = sdp;
    this.#cancelGuard();
    const extraHeaders = this.#events.onAccepting();
    this.#request.accept({ statusCode: 200, extraHeaders, body: descriptionBody(sdp) });
    if (this.#method === 'UPDATE') {
      this.#settle(sdp);
      return;
    }
    // RFC 3261 §14.2: a 2xx that nobody acknowledges ends the call. sip.js waits for ever, and refuses all later offers.
    this.#cancelGuard = this.#host.schedule(() => {
      this.#settle();
      this.#events.onUnacknowledged();
    }, transactionTimeout());
  }

  onAck(message: IncomingRequestMessage): void {
    if (this.#answered === undefined || message.cseq !== this.#request.message.cseq) return;
    this.#cancelGuard();
    if (this.#late) this.#events.onAnswered(descriptionOf(message));
    this.#settle(this.#answered);
  }

  /** The call is over: RFC 3261 §15.1.2 has what is pending answered with 487. */
  close(): void {
    if (this.#open) this.#refuse(487);
    this.#cancelGuard();
    this.#over.resolve(undefined);
  }

  #refuse(status: number): void {
    if (!this.#open) return;
    this.#open = false;
    this.#cancelGuard();
    this.#request.reject({ statusCode: status });
    this.#settle();
  }

  #settle(agreed?: string): void {
    this.#events.onSettled(agreed);
    this.#over.resolve(undefined);
  }
}
