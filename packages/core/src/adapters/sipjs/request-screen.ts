import type { IncomingRequestMessage } from 'sip.js/lib/core/messages/incoming-request-message.js';
import type { ResponseOptions } from 'sip.js/lib/core/messages/outgoing-response.js';
import type { Random } from '../../kernel/random.js';

/** Option tags a request may require of us, RFC 3261 §20.32. */
const understood = new Set(['100rel', 'replaces', 'outbound', 'path', 'gruu', 'norefersub']);

/** Body types an INFO may carry; an INVITE or UPDATE carries `application/sdp` only. */
export const acceptedInfoTypes = ['application/dtmf-relay', 'application/dtmf'];

const sessionMethods = new Set(['INVITE', 'UPDATE', 'PRACK', 'ACK']);

/**
 * The answer to a request, neither ACK nor CANCEL, that must go no further, or undefined for one that may.
 */
export function refusal(message: IncomingRequestMessage): ResponseOptions | undefined {
  return refusedExtension(message) ?? refusedBody(message) ?? refusedOutsideDialog(message);
}

function refusedExtension(message: IncomingRequestMessage): ResponseOptions | undefined {
  const required = message.getHeaders('Require').flatMap((header) => header.split(','));
  const unknown = required
    .map((tag) => tag.trim().toLowerCase())
    .filter((tag) => tag !== '' && !understood.has(tag))
    .filter((tag) => /^[\w.!%*+`'~-]{1,64}$/.test(tag));
  if (unknown.length === 0) return undefined;
  return { statusCode: 420, extraHeaders: [`Unsupported: ${unknown.slice(0, 16).join(', ')}`] };
}

function refusedBody(message: IncomingRequestMessage): ResponseOptions | undefined {
  if (!message.body) return undefined;
  const encoding = message.getHeader('Content-Encoding');
  if (encoding !== undefined && !/^\s*identity\s*$/i.test(encoding)) {
    return { statusCode: 415, extraHeaders: ['Accept-Encoding: identity'] };
  }
  const type = mediaType(message.getHeader('Content-Type'));
  // RFC 3261 §20.15: a body without a Content-Type is malformed; sip.js throws on it.
  if (type === undefined) return { statusCode: 400, reasonPhrase: 'Missing Content-Type' };
  if (sessionMethods.has(message.method) && type !== 'application/sdp') {
    return { statusCode: 415, extraHeaders: ['Accept: application/sdp'] };
  }
  return undefined;
}

function refusedOutsideDialog(message: IncomingRequestMessage): ResponseOptions | undefined {
  if (message.toTag) return undefined;
  switch (message.method) {
    case 'BYE':
    case 'INFO':
    case 'PRACK':
    case 'UPDATE':
      return { statusCode: 481 };
    // Never followed: whoever can send us one could dial on our account.
    case 'REFER':
      return { statusCode: 603 };
    // RFC 6665 §4.1.3: 489 for a package we do not know, 481 where we know it and asked for nothing.
    case 'NOTIFY':
      return { statusCode: eventPackage(message) === 'refer' ? 481 : 489 };
    default:
      return undefined;
  }
}

/** What an offer is told while another exchange is open, RFC 3261 §14.2. */
export function exchangeOpen(random: Random): ResponseOptions {
  return { statusCode: 500, extraHeaders: [`Retry-After: ${1 + Math.floor(random() * 10)}`] };
}

/** What OPTIONS is told, RFC 3261 §11.2. */
export function capabilities(): ResponseOptions {
  const accept = ['application/sdp', ...acceptedInfoTypes].join(', ');
  return {
    statusCode: 200,
    extraHeaders: [`Accept: ${accept}`, 'Allow-Events: refer'],
  };
}

/** The type of a Content-Type value, lower case and without its parameters. */
export function mediaType(header: string | undefined): string | undefined {
  return header?.split(';', 1)[0]?.trim().toLowerCase() || undefined;
}

/** The package an Event header names, lower case. */
export function eventPackage(message: IncomingRequestMessage): string | undefined {
  return message.getHeader('Event')?.split(';', 1)[0]?.trim().toLowerCase() || undefined;
}
