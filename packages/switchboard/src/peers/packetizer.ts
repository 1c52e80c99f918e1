import { randomInt } from 'node:crypto';
import type { PeerTransport } from './transport.js';

/** Numbers outgoing packets so that they stay one RTP stream, whatever their origin (RFC 3550 §5.1). */
export class Packetizer {
  readonly ssrc = randomInt(1, 2 ** 32);
  #sequence = randomInt(0, 2 ** 15);
  #offset = randomInt(0, 2 ** 31);
  #last: number | undefined;
  #origin: unknown;

  /**
   * Sends one payload. `timestamp` counts in the origin's own time; a new origin is joined to the
   * stream where the old one ended.
   */
  send(
    transport: PeerTransport,
    payload: Buffer,
    packet: { origin: unknown; payloadType: number; timestamp: number; marker: boolean },
  ): void {
    if (packet.origin !== this.#origin) {
      this.#origin = packet.origin;
      if (this.#last !== undefined) this.#offset = this.#last + 960 - packet.timestamp;
    }
    this.#sequence = (this.#sequence + 1) & 0xffff;
    this.#last = packet.timestamp + this.#offset;
    transport.send(payload, {
      payloadType: packet.payloadType,
      sequenceNumber: this.#sequence,
      timestamp: this.#last >>> 0,
      ssrc: this.ssrc,
      marker: packet.marker,
    });
  }
}
