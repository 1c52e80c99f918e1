import type { Body } from 'sip.js/lib/core/messages/body.js';
import type { IncomingMessage } from 'sip.js/lib/core/messages/incoming-message.js';
import { mediaType } from './request-screen.js';

/** The SDP of a message, where it carries one. */
export function descriptionOf(message: IncomingMessage): string | undefined {
  if (!message.body || mediaType(message.getHeader('Content-Type')) !== 'application/sdp')
    return undefined;
  return message.body;
}

/** A body as sip.js takes it; only `session` takes part in offer and answer (RFC 3261 §20.11). */
export function descriptionBody(sdp: string): Body {
  return { contentDisposition: 'session', contentType: 'application/sdp', content: sdp };
}
