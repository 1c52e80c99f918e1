import type { Headers } from './headers.js';

/** A SIP request. `body` is text: every frame on a SIP WebSocket is UTF-8 (RFC 7118 §4). */
export interface SipRequest {
  readonly kind: 'request';
  method: string;
  uri: string;
  headers: Headers;
  body: string;
}

/** A SIP response. */
export interface SipResponse {
  readonly kind: 'response';
  status: number;
  phrase: string;
  headers: Headers;
  body: string;
}

/** One SIP message. */
export type SipMessage = SipRequest | SipResponse;

/** A copy that shares nothing with the original. */
export function cloneMessage<M extends SipMessage>(message: M): M {
  return { ...message, headers: message.headers.clone() };
}

/** The method of a request, or the one a response belongs to. */
export function methodOf(message: SipMessage): string {
  if (message.kind === 'request') return message.method;
  return (message.headers.get('CSeq') ?? '').split(' ').at(-1) ?? '';
}

/** The sequence number in CSeq. */
export function sequenceOf(message: SipMessage): number {
  return Number.parseInt(message.headers.get('CSeq') ?? '', 10);
}
