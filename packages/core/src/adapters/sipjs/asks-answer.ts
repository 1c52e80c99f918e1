import type { IncomingRequestMessage } from 'sip.js/lib/core/messages/incoming-request-message.js';

/** Whether a caller asks to be answered by nobody's hand: RFC 5373 §4.1, or as the telephones on desks have it. */
export function asksAnswer(message: IncomingRequestMessage): boolean {
  const headers = ['Answer-Mode', 'Priv-Answer-Mode', 'Call-Info', 'Alert-Info'];
  const said = headers.flatMap((name) => message.getHeaders(name)).join('\n');
  return /^\s*auto|answer-after|auto[- ]?answer|ring[- ]?answer/im.test(said);
}
