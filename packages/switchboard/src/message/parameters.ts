/**
 * Splits at a separator outside quotes and outside angle brackets. Linear, and bounded by `limit`
 * parts: a header of ten thousand commas costs no more than one of sixty-four.
 */
export function splitOutside(text: string, separator: string, limit = 64): string[] {
  const parts: string[] = [];
  let quoted = false;
  let bracketed = false;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (quoted) {
      if (character === '\\') at += 1;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '<') bracketed = true;
    else if (character === '>') bracketed = false;
    else if (character === separator && !bracketed) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
      if (parts.length >= limit) break;
    }
  }
  parts.push(text.slice(start).trim());
  return parts;
}

/** Parameters by lower-case name; a flag has the empty string as its value. */
export type Parameters = ReadonlyMap<string, string>;

/** Reads `;a=b;flag;c="d e"`, with or without the first semicolon. The first of two equal names wins. */
export function parseParameters(text: string, separator = ';'): Map<string, string> {
  const parameters = new Map<string, string>();
  for (const part of splitOutside(text, separator)) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = (equals < 0 ? part : part.slice(0, equals)).trim().toLowerCase();
    const value = equals < 0 ? '' : unquote(part.slice(equals + 1).trim());
    if (name !== '' && !parameters.has(name)) parameters.set(name, value);
  }
  return parameters;
}

/** Takes a quoted-string out of its quotes and escapes. */
export function unquote(text: string): string {
  if (text.length < 2 || !text.startsWith('"') || !text.endsWith('"')) return text;
  return text.slice(1, -1).replace(/\\(.)/g, '$1');
}

/** Puts text into a quoted-string (RFC 3261 §25.1). */
export function quote(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}
