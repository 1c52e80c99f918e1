import type { IncomingMessage } from 'sip.js/lib/core/messages/incoming-message.js';

/** The option tags of a Require or Supported header, in lower case (RFC 3261 §19.2). */
export function optionTags(message: IncomingMessage, header: 'Require' | 'Supported'): string[] {
  return message
    .getHeaders(header)
    .join()
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean);
}
