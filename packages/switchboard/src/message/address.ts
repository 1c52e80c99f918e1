import { parseParameters, unquote, type Parameters } from './parameters.js';

/** A name-addr or addr-spec with its header parameters (From, To, Contact, Route, Refer-To). */
export interface Address {
  readonly displayName: string | undefined;
  readonly uri: string;
  readonly parameters: Parameters;
}

/** A quoted name cannot hold an angle bracket that ends it early, so quotes are walked first. */
const QUOTED_NAME = /^"((?:[^"\\]|\\.)*)"\s*(?=<)/;

/** Parses one address; `undefined` when it is not one. */
export function parseAddress(text: string): Address | undefined {
  const quoted = QUOTED_NAME.exec(text);
  const rest = quoted === null ? text : text.slice(quoted[0].length);
  const open = rest.indexOf('<');
  if (open < 0) {
    // Without brackets every parameter belongs to the header, not to the URI (RFC 3261 §20).
    const semicolon = rest.indexOf(';');
    const uri = (semicolon < 0 ? rest : rest.slice(0, semicolon)).trim();
    if (uri === '' || /[\s"<>,]/.test(uri)) return undefined;
    return address(undefined, uri, semicolon < 0 ? '' : rest.slice(semicolon));
  }
  const close = rest.indexOf('>', open);
  const name = rest.slice(0, open).trim();
  const tail = close < 0 ? '' : rest.slice(close + 1).trim();
  if (close < 0 || (tail !== '' && !tail.startsWith(';'))) return undefined;
  if (quoted !== null ? name !== '' : /["<>@,;]/.test(name)) return undefined;
  const displayName = quoted === null ? name : unquote(`"${quoted[1] ?? ''}"`);
  return address(displayName, rest.slice(open + 1, close).trim(), tail);
}

function address(name: string | undefined, uri: string, parameters: string): Address | undefined {
  if (!/^[a-z][a-z0-9+.-]*:[^\s<>"]+$/i.test(uri)) return undefined;
  return {
    displayName: name === undefined || name === '' ? undefined : name,
    uri,
    parameters: parseParameters(parameters),
  };
}

/** The tag of a From or To header field. */
export function tagOf(field: string | undefined): string | undefined {
  return field === undefined ? undefined : parseAddress(field)?.parameters.get('tag');
}
