import type { SipMessage } from './message.js';

/** Writes a message as one frame. Content-Length is always the true one, and last. */
export function serialize(message: SipMessage): string {
  const start =
    message.kind === 'request'
      ? `${message.method} ${message.uri} SIP/2.0`
      : `SIP/2.0 ${message.status} ${message.phrase}`;
  const lines = [start];
  for (const [name, value] of message.headers) {
    if (name !== 'Content-Length') lines.push(`${name}: ${value}`);
  }
  lines.push(`Content-Length: ${Buffer.byteLength(message.body)}`, '', message.body);
  return lines.join('\r\n');
}
