import type { IncomingMessage } from 'sip.js/lib/core/messages/incoming-message.js';
import type { IncomingResponseMessage } from 'sip.js/lib/core/messages/incoming-response-message.js';
import { optionTags } from './option-tags.js';

/** The RAck header of the PRACK that a provisional response asks for (RFC 3262 §7.2), or undefined when it asks for none. */
export function rackHeader(message: IncomingResponseMessage): string | undefined {
  const sequence = message.getHeader('RSeq')?.trim() ?? '';
  if (!requiresReliability(message) || !/^\d{1,10}$/.test(sequence)) return undefined;
  return `RAck: ${sequence} ${message.cseq} ${message.method}`;
}

/** True when a caller takes no other provisional responses than reliable ones (RFC 3262 §3). */
export function requiresReliability(message: IncomingMessage): boolean {
  return optionTags(message, 'Require').includes('100rel');
}
