import type { Clock } from '../../kernel/clock.js';
import type { Peer } from './peer.js';

/** How long candidates stay good: addresses and NAT bindings change under them. Milliseconds. */
const lifetime = 30_000;

export interface PreparedPeer {
  readonly peer: Peer;
  /** Settles when the offer is set, or when that failed and the peer is closed. */
  readonly ready: Promise<unknown>;
}

interface Prepared extends PreparedPeer {
  readonly since: number;
  readonly cancel: () => void;
}

/** An offer that is gathered before anybody asks, on a connection without a track: a click then needs only to send it. */
export class PreparedOffer {
  readonly #newPeer: () => Peer;
  readonly #clock: Clock;
  #prepared: Prepared | undefined;

  constructor(newPeer: () => Peer, clock: Clock) {
    this.#newPeer = newPeer;
    this.#clock = clock;
  }

  /** Sees to it that an offer is ready, and renews one that is past half its life. Never rejects. */
  async prepare(): Promise<void> {
    const now = this.#clock.now();
    if (this.#prepared && now - this.#prepared.since < lifetime / 2) {
      await this.#prepared.ready;
      return;
    }
    this.discard();
    try {
      const peer = this.#newPeer();
      const ready = peer.offer('sendrecv').catch(() => this.#forget(peer));
      const cancel = this.#clock.schedule(() => this.#forget(peer), lifetime);
      this.#prepared = { peer, since: now, ready, cancel };
      await ready;
    } catch {
      // Whatever stands in the way, the offer itself will meet again and report.
    }
  }

  /** Hands the prepared connection over; it belongs to the caller from then on. */
  take(): PreparedPeer | undefined {
    const prepared = this.#prepared;
    this.#prepared = undefined;
    prepared?.cancel();
    return prepared;
  }

  discard(): void {
    if (this.#prepared) this.#forget(this.#prepared.peer);
  }

  #forget(peer: Peer): void {
    peer.close();
    if (this.#prepared?.peer !== peer) return;
    this.#prepared.cancel();
    this.#prepared = undefined;
  }
}
