import { CadranError } from '../../../kernel/errors.js';

/** Control characters: CR and LF start a header of their own, the others break parsers. Tab is white space. */
const control = /[\0-\x08\n-\x1f\x7f]/;

/** Lets text into a header value as it is. Throws `signaling/malformed` for a control character: nothing is ever repaired in silence. */
export function headerValue(text: string): string {
  if (control.test(text)) {
    throw new CadranError('signaling/malformed', { detail: 'control character in a header' });
  }
  return text;
}

/** A quoted string, RFC 3261 §25.1. Throws `signaling/malformed`. */
export function quote(text: string): string {
  return `"${wellFormed(headerValue(text)).replace(/["\\]/g, '\\$&')}"`;
}

/** Replaces lone surrogates, which have no UTF-8 form: sip.js throws a URIError when it counts the bytes of one. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}
