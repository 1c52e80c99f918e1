import type { IncomingMessage } from 'sip.js/lib/core/messages/incoming-message.js';
import { IncomingRequestMessage } from 'sip.js/lib/core/messages/incoming-request-message.js';
import { IncomingResponseMessage } from 'sip.js/lib/core/messages/incoming-response-message.js';
import { headerize } from 'sip.js/lib/core/messages/utils.js';

/** sip.js's request, whose headers were all read before: asking for one never parses anything. */
export class SipRequest extends IncomingRequestMessage {
  override parseHeader(name: string, index = 0): unknown {
    return parsedHeader(this, name, index);
  }
}

/** sip.js's response, whose headers were all read before: asking for one never parses anything. */
export class SipResponse extends IncomingResponseMessage {
  override parseHeader(name: string, index = 0): unknown {
    return parsedHeader(this, name, index);
  }
}

function parsedHeader(message: IncomingMessage, name: string, index: number): unknown {
  return message.headers[headerize(name)]?.[index]?.parsed;
}
