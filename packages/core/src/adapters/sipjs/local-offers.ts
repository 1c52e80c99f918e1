import type { SessionState } from 'sip.js/lib/core/session/session.js';
import { CadranError } from '../../kernel/errors.js';
import { between } from '../../kernel/random.js';
import type { ExtensionSession } from './extension-session.js';
import { sendOffer } from './local-offer.js';

/** How often a refresh is tried when the other side keeps renegotiating. */
const refreshAttempts = 4;

/** As text, for its enum would come along. */
const ackWait = 'AckWait' satisfies `${SessionState}`;

/** Our offers in one session, one at a time, and none beside one of theirs (RFC 3264 §4). What to do after a glare is the phone's to decide. */
export class LocalOffers {
  readonly #session: ExtensionSession;
  #open: Promise<unknown> | undefined;
  #cancelRefresh: () => void = () => undefined;

  constructor(session: ExtensionSession) {
    this.#session = session;
  }

  /** A re-INVITE with our offer. */
  async reinvite(sdp: string): Promise<{ sdp: string }> {
    const { call, negotiation, ready } = this.#session;
    this.#cancelRefresh();
    await ready();
    // Only their ACK is missing: it is on its way, and waiting for it is shorter than a glare.
    await negotiation.theirs?.acknowledged;
    // A refresh of our own under way is no reason to fail: it takes one round trip.
    await this.#open?.catch(() => undefined);
    if (call.ended) throw new CadranError('signaling/wrong-state', { detail: 'the call ended' });
    return { sdp: await this.#offer(sdp) };
  }

  /**
   * Tells the far side our new address after the connection came back (RFC 3261 §12.2.1.1), by offering what is in force
   * already. Waits for a negotiation that is running, and starts over when it meets another.
   */
  refresh(attempt = 1): void {
    const { host, call, caller, negotiation } = this.#session;
    const { agreed } = negotiation;
    this.#cancelRefresh();
    if (call.ended || agreed === undefined || attempt > refreshAttempts) return;
    const again = (): void => {
      // RFC 3261 §14.1: who made the Call-ID waits longer, so that one of the two gets through.
      const [low, high] = caller ? [2_100, 4_000] : [0, 2_000];
      const delay = between(host.random, low, high);
      this.#cancelRefresh = host.schedule(() => this.refresh(attempt + 1), delay);
    };
    if (this.#busy()) again();
    else {
      this.#offer(agreed).catch((error: unknown) => {
        if (error instanceof CadranError && error.code === 'signaling/glare') again();
        else host.note('info', 'a call could not be refreshed', error);
      });
    }
  }

  close(): void {
    this.#cancelRefresh();
  }

  async #offer(sdp: string): Promise<string> {
    if (this.#busy()) throw new CadranError('signaling/glare', { retryable: true });
    const offer = sendOffer(this.#session, sdp);
    this.#open = offer;
    try {
      const answer = await offer;
      this.#session.negotiation.agreed = sdp;
      return answer;
    } finally {
      this.#open = undefined;
    }
  }

  #busy(): boolean {
    const { dialog, negotiation } = this.#session;
    const state: string = dialog.sessionState;
    return (
      this.#open !== undefined ||
      negotiation.theirs !== undefined ||
      dialog.reinviteUserAgentServer !== undefined ||
      dialog.reinviteUserAgentClient !== undefined ||
      state === ackWait
    );
  }
}
