import { tagOf } from './address.js';
import { Headers } from './headers.js';
import type { SipRequest, SipResponse } from './message.js';
import { phraseFor } from './phrases.js';

/** Builds a response to a request (RFC 3261 §8.2.6). `toTag` is added where the request had none. */
export function respond(
  request: SipRequest,
  status: number,
  options: { phrase?: string; toTag?: string; headers?: Iterable<readonly [string, string]> } = {},
): SipResponse {
  const headers = new Headers();
  for (const via of request.headers.getAll('Via')) headers.add('Via', via);
  for (const name of ['From', 'To', 'Call-ID', 'CSeq']) {
    const value = request.headers.get(name);
    if (value !== undefined) headers.add(name, value);
  }
  const to = headers.get('To');
  if (to !== undefined && options.toTag !== undefined && tagOf(to) === undefined && status > 100) {
    headers.set('To', `${to};tag=${options.toTag}`);
  }
  for (const [name, value] of options.headers ?? []) headers.add(name, value);
  const phrase = options.phrase ?? phraseFor(status);
  return { kind: 'response', status, phrase, headers, body: '' };
}
