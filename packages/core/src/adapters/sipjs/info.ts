import type { IncomingInfoRequest } from 'sip.js/lib/core/messages/methods/info.js';
import type { ExtensionSession } from './extension-session.js';

/** RFC 4733 §3.2 numbers the keys; some devices write the number for `*`, `#` and the letters. */
const numberedKeys = ['*', '#', 'A', 'B', 'C', 'D'];

/**
 * Takes an INFO of the far side. Digits become a fact; a package that we never asked for gets 469 (RFC 6086 §4.2.2), a
 * body that we cannot read 415.
 */
export function receiveInfo(
  { call, shared }: ExtensionSession,
  request: IncomingInfoRequest,
): void {
  const { message } = request;
  const { acceptedInfoTypes, mediaType } = shared;
  if (message.hasHeader('Info-Package')) {
    request.reject({ statusCode: 469, extraHeaders: ['Recv-Info: '] });
    return;
  }
  const type = mediaType(message);
  if (!message.body) {
    request.accept();
    return;
  }
  if (type === undefined || !acceptedInfoTypes.includes(type)) {
    request.reject({ statusCode: 415, extraHeaders: [`Accept: ${acceptedInfoTypes.join(', ')}`] });
    return;
  }
  const digits = type === 'application/dtmf' ? digitsOf(message.body) : signalOf(message.body);
  if (digits === undefined) {
    request.reject({ statusCode: 400 });
    return;
  }
  request.accept();
  call.tell({ type: 'digits', id: call.id, digits });
}

/** `Signal=5` and `Duration=160` on lines of their own, the widespread form of Cisco's. */
function signalOf(body: string): string | undefined {
  const signal = /^\s*signal\s*=\s*(\S{1,2})\s*$/im.exec(body.slice(0, 256))?.[1];
  return signal === undefined ? undefined : digitsOf(signal);
}

function digitsOf(text: string): string | undefined {
  const digits = text.trim().toUpperCase();
  if (/^1[0-5]$/.test(digits)) return numberedKeys[Number(digits) - 10];
  return /^[0-9A-D*#]{1,32}$/.test(digits) ? digits : undefined;
}
