import type { Body } from 'sip.js/lib/core/messages/body.js';
import type { IncomingMessage } from 'sip.js/lib/core/messages/incoming-message.js';
import { wellFormed } from './codec/sanitize.js';
import { isWithinBounds } from './codec/sdp-bounds.js';
import { mediaType } from './request-screen.js';

/** The SDP of a message, where it carries one for the session itself (RFC 3261 §20.11) that is no larger than is taken. */
export function descriptionOf(message: IncomingMessage): string | undefined {
  const { body } = message;
  const disposition = message.parseHeader('Content-Disposition') as { type: string } | undefined;
  const isSession = (disposition?.type ?? 'session') === 'session';
  const isTaken = mediaType(message) === 'application/sdp' && isSession && isWithinBounds(body);
  return (isTaken && body) || undefined;
}

/** A body as sip.js takes it; only `session` takes part in offer and answer (RFC 3261 §20.11). */
export function descriptionBody(sdp: string): Body {
  return {
    contentDisposition: 'session',
    contentType: 'application/sdp',
    content: wellFormed(sdp),
  };
}
