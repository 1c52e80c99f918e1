import type { Body } from 'sip.js/lib/core/messages/body.js';
import type { IncomingMessage } from 'sip.js/lib/core/messages/incoming-message.js';
import { wellFormed } from './codec/sanitize.js';
import { mediaType } from './request-screen.js';

/** The SDP of a message, where it carries one for the session itself (RFC 3261 §20.11). */
export function descriptionOf(message: IncomingMessage): string | undefined {
  const type = mediaType(message.getHeader('Content-Type'));
  const disposition = mediaType(message.getHeader('Content-Disposition')) ?? 'session';
  if (type !== 'application/sdp' || disposition !== 'session') return undefined;
  return message.body || undefined;
}

/** A body as sip.js takes it; only `session` takes part in offer and answer (RFC 3261 §20.11). */
export function descriptionBody(sdp: string): Body {
  return {
    contentDisposition: 'session',
    contentType: 'application/sdp',
    content: wellFormed(sdp),
  };
}
