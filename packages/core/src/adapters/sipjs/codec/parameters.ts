/** Values of one header line: RFC 3261 sets no bound, a hostile line could hold thousands. */
const MOST_VALUES = 70;

const token = /^[\w!%*.`'~+-]+$/;
/** A token, a host, or a quoted string; what is none of them could end the header or start another value. */
const parameterValue = /^(?:"(?:[^"\\]|\\[^])*"|[^\s"<>,;]+)$/;

export type Parameters = Record<string, string | null>;

export function isToken(text: string): boolean {
  return token.test(text);
}

/**
 * Splits at a separator that stands outside quotes and angle brackets, and trims the parts.
 * Undefined for a quote or bracket that is never closed, and for more parts than a header may have.
 */
export function splitOutside(
  text: string,
  separator: ',' | ';' | '&',
  most = MOST_VALUES,
): string[] | undefined {
  if (!text.includes(separator) && !/["<]/.test(text)) return [text.trim()];
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
      if (parts.push(text.slice(from, at).trim()) >= most) return undefined;
      from = at + 1;
    }
  }
  parts.push(text.slice(from).trim());
  return quoted || bracketed ? undefined : parts;
}

/**
 * Reads `name=value;name;...`. Names come in lower case; quoted values keep their quotes, so that they can go out as they came.
 * Undefined when one is malformed, empty or given twice (RFC 3261 §7.3.1).
 */
export function parseParameters(text: string): Parameters | undefined {
  const parameters: Parameters = {};
  for (const part of splitOutside(text, ';') ?? ['']) {
    const equals = part.indexOf('=');
    const name = (equals < 0 ? part : part.slice(0, equals)).trimEnd().toLowerCase();
    const value = equals < 0 ? null : part.slice(equals + 1).trimStart();
    // `__proto__` is a token like any other, but not to sip.js, which keeps parameters in a plain object.
    if (!isToken(name) || name === '__proto__' || Object.hasOwn(parameters, name)) return undefined;
    if (value !== null && !parameterValue.test(value)) return undefined;
    parameters[name] = value;
  }
  return parameters;
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
