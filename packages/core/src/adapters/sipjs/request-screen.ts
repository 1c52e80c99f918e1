import type { IncomingMessage } from 'sip.js/lib/core/messages/incoming-message.js';
import type { IncomingRequestMessage } from 'sip.js/lib/core/messages/incoming-request-message.js';
import type { ResponseOptions } from 'sip.js/lib/core/messages/outgoing-response.js';
import type { Random } from '../../kernel/random.js';
import { isWithinBounds } from './codec/sdp-bounds.js';
import { optionTags } from './option-tags.js';
import { refusedInterval } from './session-timer.js';

/** Option tags a request may require of us, RFC 3261 §20.32. */
const understood = new Set([
  '100rel',
  'replaces',
  'outbound',
  'path',
  'gruu',
  'norefersub',
  'timer',
]);

/** Body types an INFO may carry; an INVITE or UPDATE carries `application/sdp` only. */
export const acceptedInfoTypes = ['application/dtmf-relay', 'application/dtmf'];

const sessionMethods = new Set(['INVITE', 'UPDATE', 'PRACK', 'ACK']);

/**
 * The answer to a request, neither ACK nor CANCEL, that must go no further, or undefined for one that may.
 */
export function refusal(message: IncomingRequestMessage): ResponseOptions | undefined {
  return (
    refusedExtension(message) ??
    refusedBody(message) ??
    refusedAnswer(message) ??
    refusedOutsideDialog(message) ??
    refusedInterval(message)
  );
}

function refusedExtension(message: IncomingRequestMessage): ResponseOptions | undefined {
  const unknown = optionTags(message, 'Require').filter((tag) => !understood.has(tag));
  if (unknown.length === 0) return undefined;
  return { statusCode: 420, extraHeaders: [`Unsupported: ${unknown.slice(0, 16).join(', ')}`] };
}

function refusedBody(message: IncomingRequestMessage): ResponseOptions | undefined {
  if (!message.body) return undefined;
  const encoding = message.getHeader('Content-Encoding');
  if (encoding && encoding.toLowerCase() !== 'identity') {
    return { statusCode: 415, extraHeaders: ['Accept-Encoding: identity'] };
  }
  const type = mediaType(message);
  // RFC 3261 §20.15: a body without a Content-Type is malformed; sip.js throws on it.
  if (type === undefined) return { statusCode: 400, reasonPhrase: 'no Content-Type' };
  if (!sessionMethods.has(message.method)) return undefined;
  if (type !== 'application/sdp')
    return { statusCode: 415, extraHeaders: ['Accept: application/sdp'] };
  if (!isWithinBounds(message.body)) return { statusCode: 488 };
  return undefined;
}

/** Who names what an answer may be must take SDP (RFC 3261 §13.2.1); who names nothing does (§20.1). */
function refusedAnswer({ method, headers }: IncomingRequestMessage): ResponseOptions | undefined {
  const takesSdp = /(?:\*|application)\/(?:\*|sdp)\s*(?:[;,]|$)/i;
  if (method !== 'INVITE' || !headers['Accept']?.every(({ raw }) => !takesSdp.test(raw)))
    return undefined;
  return { statusCode: 406 };
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

/** What a body is, lower case and without parameters. */
export function mediaType(message: IncomingMessage): string | undefined {
  return message.parseHeader('Content-Type') as string | undefined;
}

/** The package an Event header names, lower case. */
function eventPackage(message: IncomingRequestMessage): string | undefined {
  return (message.parseHeader('Event') as { event: string } | undefined)?.event;
}
