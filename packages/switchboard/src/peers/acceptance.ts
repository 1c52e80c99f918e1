import type { Clock } from '../clock.js';
import type { SipRequest, SipResponse } from '../message/message.js';
import { sequenceOf } from '../message/message.js';

const T1 = 500;
const T2 = 4000;

/** A 2xx to an INVITE, repeated until its ACK comes: even on a reliable hop (RFC 3261 §13.3.1.4). */
export class Acceptance {
  readonly #clock: Clock;
  readonly #sequence: number;
  #cancel: () => void = () => undefined;

  /** `lost` hears when no ACK came in 64*T1. */
  constructor(
    clock: Clock,
    invite: SipRequest,
    private readonly response: SipResponse,
    private readonly send: (response: SipResponse) => void,
    private readonly lost: () => void,
  ) {
    this.#clock = clock;
    this.#sequence = sequenceOf(invite);
    this.#repeat(T1, 0);
  }

  acknowledge(ack: SipRequest): void {
    if (sequenceOf(ack) === this.#sequence) this.stop();
  }

  stop(): void {
    this.#cancel();
  }

  #repeat(interval: number, waited: number): void {
    this.#cancel = this.#clock.schedule(() => {
      const total = waited + interval;
      if (total >= 64 * T1) {
        this.lost();
        return;
      }
      this.send(this.response);
      this.#repeat(Math.min(2 * interval, T2, 64 * T1 - total), total);
    }, interval);
  }
}
