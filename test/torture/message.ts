/** What a phone does with a message: the status it answers, a call that rings, or nothing at all. */
export type Answer = number | 'rings' | 'silence';

/** One message of RFC 4475 or RFC 5118. */
export interface TortureMessage {
  /** As the RFC calls it. */
  readonly name: string;
  readonly section: string;
  readonly what: string;
  /** What the parser makes of it. */
  readonly kind: 'request' | 'response' | 'malformed';
  /**
   * What the RFC would have a phone do, which is no registrar and no proxy; of several that it leaves open, ours comes first.
   * A REGISTER, a MESSAGE and a method that nobody knows are answered 405 (RFC 3261 §8.2.1).
   */
  readonly answers: readonly [Answer, ...Answer[]];
  /** As it goes over the wire. */
  readonly frame: Uint8Array;
}

/** A message from a text that starts and ends with a line end of its own. */
export function frame(head: string, body: string | Uint8Array = ''): Uint8Array {
  const encoder = new TextEncoder();
  const start = encoder.encode(`${lines(head)}\r\n`);
  const rest = typeof body === 'string' ? encoder.encode(body) : body;
  const whole = new Uint8Array(start.length + rest.length);
  whole.set(start);
  whole.set(rest, start.length);
  return whole;
}

/** A text that starts with a line end of its own, with the line ends of SIP. */
export function lines(text: string): string {
  return text.slice(1).replaceAll('\n', '\r\n');
}

/** The description that most of the messages carry. */
export function session(origin: string, connection = origin, start = '0'): string {
  return lines(`
v=0
o=mhandley 29739 7272939 IN IP4 ${origin}
s=-
c=IN IP4 ${connection}
t=${start} 0
m=audio 49217 RTP/AVP 0 12
m=video 3227 RTP/AVP 31
a=rtpmap:31 LPC
`);
}
