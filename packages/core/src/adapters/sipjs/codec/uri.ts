import { headerize } from 'sip.js/lib/core/messages/utils.js';
import { Parameters as SipjsParameters } from 'sip.js/lib/grammar/parameters.js';
import type { URI } from 'sip.js/lib/grammar/uri.js';

import { CadranError } from '../../../kernel/errors.js';
import { readParameters, writeParameters, type Parameters } from './parameters.js';

/** May stand in a user part as it is: unreserved and user-unreserved, RFC 3261 §25.1. */
const plainInUser = /^[\w\-.!~*'()&=+$,;?/]+$/;
const unreserved = /^[\w\-.!~*'()]$/;
/** Ends a URI wherever it stands, so it may never come out of one. */
const unsafe = /[\0- "<>\x7f]/;
/** `user:password@host:port;parameters?headers`, RFC 3261 §19.1.1. */
const sipAddress =
  /^(?:([^@:]+)(?::([^@]*))?@)?([a-z0-9_][a-z0-9_.-]*|\[[0-9a-f:.]{2,45}\])(?::(\d{1,5}))?(?:;([^?]*))?(?:\?([^]*))?$/i;
/** Of a URI; it may hold what the parameters of a header may not (`/ [ ] & : $`), but no quotes: RFC 3261 §25.1. */
const uriParameter = /([^@,?=;]+)(?:=([^@,?;]*))?(;|$)/y;
const telephoneNumber = /^(?:[\w*#().+-]|%[0-9a-f]{2})+$/i;

/** Schemes that a request can be sent to; any other URI is kept as it is written. */
export function isCallable(uri: URI): boolean {
  return /^(?:sips?|tel)$/.test(uri.scheme);
}

/**
 * To the compiler the class of sip.js, in truth only its base: the rest would be overridden but for `hasHeader` and
 * `deleteHeader`, which nobody calls.
 */
const Base = SipjsParameters as unknown as new (parameters: Parameters) => URI;

/**
 * A URI as sip.js wants it, in one form only: scheme and host in lower case, the user escaped no more than it must be
 * (RFC 3261 §19.1.4). So it reads the same in a request line, in the digest and in the ACK, and `;phone-context=` in a
 * user part stays what it is. URIs without a host, `tel:` above all, keep what they say in `user`.
 */
export class SipUri extends Base {
  readonly #place: {
    readonly scheme: string;
    readonly host: string;
    readonly port: number | undefined;
  };
  #who = '';
  readonly password: string | undefined;

  constructor(
    scheme: string,
    user: string,
    host: string,
    port?: number,
    parameters: Parameters = {},
    headers: Record<string, string[]> = {},
    password?: string,
  ) {
    super(parameters);
    this.#place = {
      scheme: scheme.toLowerCase(),
      host: host.toLowerCase(),
      port,
    };
    this.headers = {};
    for (const [name, values] of Object.entries(headers)) this.setHeader(name, values);
    this.user = user;
    this.password = password;
  }

  override get scheme(): string {
    return this.#place.scheme;
  }

  override get host(): string {
    return this.#place.host;
  }

  override get port(): number | undefined {
    return this.#place.port;
  }

  override get user(): string {
    return this.#who;
  }

  override set user(value: string) {
    this.#who = this.host === '' ? safe(value) : escapeUser(value);
  }

  override get aor(): string {
    return this.host === '' ? this.user : `${this.user}@${this.host}`;
  }

  override setParam(key: string, value: string | number | null | undefined): void {
    super.setParam(safe(key), typeof value === 'string' ? safe(value) : value);
  }

  override setHeader(name: string, value: string | string[]): void {
    this.headers[headerize(safe(name))] = [value].flat().map(safe);
  }

  override getHeader(name: string): string[] | undefined {
    return this.headers[headerize(name)];
  }

  override clearHeaders(): void {
    this.headers = {};
  }

  override clone(): SipUri {
    const { scheme, user, host, port, parameters, headers, password } = this;
    return new SipUri(scheme, user, host, port, parameters, headers, password);
  }

  override toRaw(): string {
    return this.toString();
  }

  override toString(): string {
    const password = this.password === undefined ? '' : `:${this.password}`;
    const user = this.user && this.host ? `${this.user}${password}@` : this.user;
    const headers = Object.entries(this.headers).flatMap(([name, values]) =>
      values.map((value) => `${name}=${value}`),
    );
    const port = this.port === undefined ? '' : `:${this.port}`;
    const query = headers.length === 0 ? '' : `?${headers.join('&')}`;
    return `${this.scheme}:${user}${this.host}${port}${writeParameters(this.parameters)}${query}`;
  }
}

/** Reads a URI; undefined when it is none, or when it would be another one after it went out again. */
export function parseUri(text: string): SipUri | undefined {
  const [, scheme, rest] = /^([a-z][a-z0-9+.-]*):([^]+)$/i.exec(text) ?? [];
  if (scheme === undefined || rest === undefined || unsafe.test(text)) return undefined;
  if (/^sips?$/i.test(scheme)) return parseSip(scheme, rest);
  return /^tel$/i.test(scheme) ? parseTel(rest) : new SipUri(scheme, rest, '');
}

function parseSip(scheme: string, rest: string): SipUri | undefined {
  const [, user = '', password, host, port = '', parameterText, query] =
    sipAddress.exec(rest) ?? [];
  if (host === undefined || hasBrokenEscape(user) || Number(port) > 65_535) return undefined;
  const parameters = parseUriParameters(parameterText);
  const headers = parseUriHeaders(query);
  if (!parameters || !headers) return undefined;
  const number = port === '' ? undefined : Number(port);
  const uri = new SipUri(scheme, user, host, number, {}, headers, password);
  uri.parameters = parameters;
  return uri;
}

function parseTel(rest: string): SipUri | undefined {
  const [number, parameterText] = splitAt(rest, ';');
  const parameters = parseUriParameters(parameterText);
  if (!parameters || !telephoneNumber.test(number)) return undefined;
  return new SipUri('tel', number, '', undefined, parameters);
}

function parseUriParameters(text: string | undefined): Parameters | undefined {
  return text === undefined ? {} : readParameters(text, uriParameter);
}

function parseUriHeaders(text: string | undefined): Record<string, string[]> | undefined {
  const headers: Record<string, string[]> = {};
  for (const part of text?.split('&') ?? []) {
    const [written, value] = splitAt(part, '=');
    const name = written.toLowerCase();
    if (!/^[\w\-.!~*'()%+$/[\]?:]+$/.test(name) || name === '__proto__' || value === undefined) {
      return undefined;
    }
    if (Object.hasOwn(headers, name)) headers[name]?.push(value);
    else headers[name] = [value];
  }
  return headers;
}

function splitAt(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function hasBrokenEscape(text: string): boolean {
  return /%(?![0-9a-f]{2})/i.test(text);
}

function escapeUser(text: string): string {
  if (plainInUser.test(text)) return text;
  return text.replace(/%[0-9a-f]{2}|\p{Surrogate}|[^]/giu, (part) => {
    if (part.length === 3 && part.startsWith('%')) {
      const character = String.fromCharCode(parseInt(part.slice(1), 16));
      return unreserved.test(character) ? character : part.toUpperCase();
    }
    if (plainInUser.test(part)) return part;
    return encodeURIComponent(part.replace(/\p{Surrogate}/u, '\ufffd'));
  });
}

function safe(text: string): string {
  if (unsafe.test(text)) {
    throw new CadranError('signaling/malformed', { detail: 'a URI may not hold this character' });
  }
  return text;
}
