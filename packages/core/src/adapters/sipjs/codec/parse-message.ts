import type { IncomingMessage } from 'sip.js/lib/core/messages/incoming-message.js';
import type { IncomingRequestMessage } from 'sip.js/lib/core/messages/incoming-request-message.js';
import type { IncomingResponseMessage } from 'sip.js/lib/core/messages/incoming-response-message.js';

import { bounds, decodeFrame, headLines, type FrameText } from './frame.js';
import { readHeaders } from './headers.js';
import { SipRequest, SipResponse } from './message.js';
import { Refusal } from './refusal.js';
import { parseStartLine } from './start-line.js';
import { replyTo, type StatelessReply } from './stateless-reply.js';

export type ParsedFrame =
  | { readonly kind: 'request'; readonly message: IncomingRequestMessage }
  | { readonly kind: 'response'; readonly message: IncomingResponseMessage }
  /** Nothing but line ends, RFC 5626 §3.5.1. */
  | { readonly kind: 'keep-alive' }
  | {
      readonly kind: 'malformed';
      /** For the log; holds nothing of the message. */
      readonly reason: string;
      /** How to answer, where an answer may be sent. */
      readonly reply?: StatelessReply;
    };

/** Reads one WebSocket frame, which holds one SIP message (RFC 7118 §5). Takes time in proportion to its size and never throws. */
export function parseMessage(frame: string | ArrayBuffer | Uint8Array): ParsedFrame {
  const size = typeof frame === 'string' ? frame.length : frame.byteLength;
  const kept = size <= bounds.frame ? frame : frame.slice(0, bounds.frame);
  const decoded = decodeFrame(kept);
  const text = decoded.text.replace(/^(?:\r\n)+/, '');
  try {
    if (/^[\r\n]*$/.test(text)) return { kind: 'keep-alive' };
    // Text is counted only where it could be too large: a unit is at most three bytes.
    if (kept !== frame || (text.length * 3 > bounds.frame && decoded.size(text) > bounds.frame))
      throw new Refusal('frame too large', 513);
    return parse(text, decoded);
  } catch (error) {
    const refusal = error instanceof Refusal ? error : new Refusal('unexpected');
    const reply = replyTo(text, refusal);
    return { kind: 'malformed', reason: refusal.message, ...(reply && { reply }) };
  }
}

function parse(text: string, frame: FrameText): ParsedFrame {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) throw new Refusal('no empty line after the headers');
  const [first = '', ...lines] = headLines(text.slice(0, end));
  const start = parseStartLine(first);
  const isRequest = 'method' in start;
  const message = Object.assign(isRequest ? new SipRequest() : new SipResponse(), start);
  message.data = text;
  readHeaders(message, lines);
  message.body = bodyOf(message, text.slice(end + 4), frame);
  return { kind: isRequest ? 'request' : 'response', message } as ParsedFrame;
}

/** RFC 3261 §18.3: bytes beyond the length are not the message's, and a message with too few is broken. */
function bodyOf(message: IncomingMessage, rest: string, frame: FrameText): string {
  const length = message.headers['Content-Length']?.[0]?.parsed as { value: number } | undefined;
  if (length === undefined) return rest;
  const size = frame.size(rest);
  if (length.value > size) throw new Refusal('body shorter than its length');
  if (length.value === size || size === rest.length) return rest.slice(0, length.value);
  return new TextDecoder().decode(new TextEncoder().encode(rest).subarray(0, length.value));
}
