const EVENTS = '0123456789*#ABCD';

/** Reads digits out of RFC 4733 packets: every digit comes many times, and counts once. */
export class TelephoneEvents {
  #timestamp: number | undefined;

  /** The digit that starts with this packet, if one does. */
  receive(payload: Buffer, timestamp: number): string | undefined {
    // RFC 4733 §2.3: four octets; all packets of one event carry the timestamp of its start.
    if (payload.length < 4 || timestamp === this.#timestamp) return undefined;
    this.#timestamp = timestamp;
    return EVENTS[payload[0] ?? 255];
  }
}

/** The digit in the body of an INFO (`application/dtmf-relay` or `application/dtmf`). */
export function digitOfInfo(contentType: string, body: string): string | undefined {
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase();
  if (type === 'application/dtmf') return /^\s*([0-9*#A-D])\s*$/i.exec(body)?.[1]?.toUpperCase();
  if (type !== 'application/dtmf-relay') return undefined;
  return /^Signal\s*=\s*([0-9*#A-D])\s*$/im.exec(body)?.[1]?.toUpperCase();
}
