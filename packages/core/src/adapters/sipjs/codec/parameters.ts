/** Values of one header line: RFC 3261 sets no bound, a hostile line could hold thousands. */
const MOST_VALUES = 70;

const token = /^[\w!%*.`'~+-]+$/;
/**
 * A name, and a value that is a token, a host, or a quoted string; what is none of them could end the header or start
 * another value.
 */
const parameter =
  /[ \t]*([\w!%*.`'~+-]+)[ \t]*(?:=[ \t]*("(?:[^"\\]|\\[^])*"|[^\s"<>,;]+)[ \t]*)?(;|$)/y;
/** Brackets that are closed and no quotes: a separator that is not there at all need not be looked for around them. */
const plain = /^[^"<>]*(?:<[^"<>]*>[^"<>]*)?$/;

export type Parameters = Record<string, string | null>;

export function isToken(text: string): boolean {
  return token.test(text);
}

/** Takes off the white space of SIP and no other: what JavaScript calls white space may be part of a value. */
export function trim(text: string): string {
  let from = 0;
  let to = text.length;
  while (isSpace(text, from)) from += 1;
  while (isSpace(text, to - 1)) to -= 1;
  return text.slice(from, to);
}

/** Space and tab, RFC 3261 §25.1. */
export function isSpace(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 32 || code === 9;
}

/**
 * Splits at a separator that stands outside quotes and angle brackets, and trims the parts.
 * Undefined for a quote or bracket that is never closed, and for more parts than a header may have.
 */
export function splitOutside(text: string, separator: ',' | ';'): string[] | undefined {
  if (!text.includes(separator) && plain.test(text)) return [trim(text)];
  const parts: string[] = [];
  let from = 0;
  let quoted = false;
  let bracketed = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (quoted) {
      if (character === '\\') at += 1;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '<') bracketed = true;
    else if (character === '>') bracketed = false;
    else if (character === separator && !bracketed) {
      if (parts.push(trim(text.slice(from, at))) >= MOST_VALUES) return undefined;
      from = at + 1;
    }
  }
  parts.push(trim(text.slice(from)));
  return quoted || bracketed ? undefined : parts;
}

/**
 * Reads `name=value;name;...`. Names come in lower case; quoted values keep their quotes, so that they can go out as they came.
 * Undefined when one is malformed, empty or given twice (RFC 3261 §7.3.1).
 */
export function parseParameters(text: string): Parameters | undefined {
  return readParameters(text, parameter);
}

/** The same by another grammar: a sticky pattern of a name, its value and the semicolon or end that follows. */
export function readParameters(text: string, pattern: RegExp): Parameters | undefined {
  const parameters: Parameters = {};
  pattern.lastIndex = 0;
  for (let count = 0; count < MOST_VALUES; count += 1) {
    const found = pattern.exec(text);
    const [, written = '', value = null, end] = found ?? [];
    const name = written.toLowerCase();
    // `__proto__` is a token like any other, but not to sip.js, which keeps parameters in a plain object.
    if (!found || name === '__proto__' || Object.hasOwn(parameters, name)) return undefined;
    parameters[name] = value;
    if (end === '') return parameters;
  }
  return undefined;
}

/** Parameters as they go out, each behind a semicolon. */
export function writeParameters(parameters: Parameters): string {
  return Object.entries(parameters)
    .map(([name, value]) => (value === null ? `;${name}` : `;${name}=${value}`))
    .join('');
}

/** The text of a quoted string without its quotes and escapes; anything else as it is. */
export function unquote(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replace(/\\([^])/g, '$1') : text;
}
