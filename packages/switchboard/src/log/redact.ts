import type { SipMessage } from '../message/message.js';
import { cloneMessage } from '../message/message.js';

/** Takes out of a message what must not stand in a log: proofs of a password and bearer tokens. */
export function redact<M extends SipMessage>(message: M): M {
  const copy = cloneMessage(message);
  for (const name of ['Authorization', 'Proxy-Authorization']) {
    const values = copy.headers.getAll(name);
    copy.headers.delete(name);
    for (const value of values) copy.headers.add(name, redactCredentials(value));
  }
  return copy;
}

function redactCredentials(value: string): string {
  const scheme = /^\S{1,32}/.exec(value)?.[0] ?? '';
  if (scheme.toLowerCase() !== 'digest') return `${scheme} (redacted)`;
  return value.replace(/\b(response|cnonce)\s*=\s*("[^"]*"|[^,\s]*)/gi, '$1="(redacted)"');
}
