import { NameAddrHeader } from 'sip.js/lib/grammar/name-addr-header.js';

import {
  parseParameters,
  splitOutside,
  trim,
  unquote,
  writeParameters,
  type Parameters,
} from './parameters.js';
import { quote } from './sanitize.js';
import { parseUri, type SipUri } from './uri.js';

/** A `"name" <uri>;parameters` value whose name is plain text: escapes are taken out on the way in and put back on the way out. */
export class NameAddress extends NameAddrHeader {
  declare uri: SipUri;

  constructor(uri: SipUri, displayName: string, parameters: Parameters) {
    super(uri, displayName, {});
    this.parameters = parameters;
  }

  override clone(): NameAddress {
    return new NameAddress(this.uri.clone(), this.displayName, { ...this.parameters });
  }

  override toString(): string {
    const name = this.displayName === '' ? '' : `${quote(this.displayName)} `;
    return `${name}<${this.uri.toString()}>${writeParameters(this.parameters)}`;
  }
}

/** Reads one address; undefined when it is malformed or more than one. */
export function parseNameAddress(text: string): NameAddress | undefined {
  const name = /^"(?:[^"\\]|\\[^])*"[ \t]*(?=<)|^[^"<>,;]*(?=<)/.exec(text)?.[0];
  return name === undefined ? parseBareAddress(text) : parseBracketed(name, text);
}

/** Reads a list of addresses, as Contact and Record-Route are; undefined when one is malformed. */
export function parseNameAddressList(text: string): NameAddress[] | undefined {
  const addresses = splitOutside(text, ',')?.map(parseNameAddress);
  return addresses?.every((address) => address !== undefined) ? addresses : undefined;
}

function parseBracketed(name: string, text: string): NameAddress | undefined {
  const end = text.indexOf('>', name.length);
  const uri = parseUri(text.slice(name.length + 1, end < 0 ? 0 : end));
  const rest = trim(text.slice(end + 1));
  const parameters = rest === '' ? {} : rest.startsWith(';') && parseParameters(rest.slice(1));
  return uri && parameters ? new NameAddress(uri, plainName(name), parameters) : undefined;
}

/** Without brackets, parameters belong to the header and the URI may hold no comma, question mark or semicolon: RFC 3261 §20.10. */
function parseBareAddress(text: string): NameAddress | undefined {
  const [, address = '', rest] = /^([^\s,?;"<>]+)[ \t]*(?:;([^]*))?$/.exec(text) ?? [];
  const uri = parseUri(address);
  const parameters = rest === undefined ? {} : parseParameters(rest);
  return uri && parameters ? new NameAddress(uri, '', parameters) : undefined;
}

/** A name is for people, and goes into headers of ours: the control characters that a quoted pair may hold are for neither. */
function plainName(name: string): string {
  return unquote(trim(name)).replace(/[\0-\x08\n-\x1f\x7f]/g, '');
}
