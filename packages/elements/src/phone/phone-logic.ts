import {
  CadranError,
  type Credentials,
  type IceServer,
  type PhoneOptions,
  type SipServer,
} from '@cadran/core';

/** What a page's `config` URL answers, and what the attributes say: the part of the options that is plain data. */
export interface PhoneConfig {
  readonly servers?: PhoneOptions['servers'];
  readonly uri?: string;
  readonly displayName?: string;
  readonly credentials?: Credentials;
  readonly iceServers?: readonly IceServer[];
}

const longestText = 2048;
const longestList = 16;

/** Checks the JSON of a `config` URL; throws `config/invalid` with what is wrong. Members we do not know are left out. */
export function parseConfig(json: string): PhoneConfig {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new CadranError('config/invalid', { cause, detail: 'not JSON' });
  }
  const config = record(value, 'the answer');
  return {
    servers: list(config['servers'], 'servers', server),
    uri: text(config['uri'], 'uri'),
    ...optional('displayName', config['displayName'], text),
    ...optional('credentials', config['credentials'], credentials),
    ...optional('iceServers', config['iceServers'], (value, name) => list(value, name, iceServer)),
  };
}

/** The options a phone is made with, later parts winning; undefined when no server or no address is known. */
export function phoneOptions(...parts: readonly Partial<PhoneOptions>[]): PhoneOptions | undefined {
  const options = parts.reduce<Partial<PhoneOptions>>(
    (all, part) => ({ ...all, ...withoutGaps(part) }),
    {},
  );
  const { servers, uri } = options;
  return servers?.length && uri ? { ...options, servers, uri } : undefined;
}

/** Whether a phone made with `one` would be the same as with `other`: data by content, functions and ports by identity. */
export function isSameOptions(one: PhoneOptions, other: PhoneOptions): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]) as Set<keyof PhoneOptions>;
  return [...names].every((name) => isSameOption(name, one[name], other[name]));
}

function isSameOption(name: keyof PhoneOptions, one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  const isData = name === 'servers' || name === 'iceServers' || name === 'credentials';
  if (!isData || typeof one !== 'object' || typeof other !== 'object') return false;
  return JSON.stringify(one) === JSON.stringify(other);
}

function withoutGaps(part: Partial<PhoneOptions>): Partial<PhoneOptions> {
  return Object.fromEntries(
    Object.entries<unknown>(part).filter(([, value]) => value !== undefined),
  );
}

function credentials(value: unknown, name: string): Credentials {
  const given = record(value, name);
  if (given['token'] !== undefined) return { token: text(given['token'], 'token') };
  const username = text(given['username'], 'username');
  if (given['ha1'] === undefined) {
    const password = text(given['password'], 'password');
    return { username, password, ...optional('realm', given['realm'], text) };
  }
  const ha1 = text(given['ha1'], 'ha1');
  return {
    username,
    ha1,
    realm: text(given['realm'], 'realm'),
    ...(given['algorithm'] === 'SHA-256' ? { algorithm: 'SHA-256' } : {}),
  };
}

/** Its numbers are the phone's to check. */
function server(value: unknown, name: string): string | SipServer {
  if (typeof value === 'string') return text(value, name);
  const given = record(value, name);
  return { ...given, url: text(given['url'], 'url') };
}

function iceServer(value: unknown, name: string): IceServer {
  const given = record(value, name);
  const urls = given['urls'];
  return {
    urls: typeof urls === 'string' ? text(urls, 'urls') : list(urls, 'urls', text),
    ...optional('username', given['username'], text),
    ...optional('credential', given['credential'], text),
  };
}

function optional<Name extends string, Value>(
  name: Name,
  value: unknown,
  read: (value: unknown, name: string) => Value,
): Partial<Record<Name, Value>> {
  if (value === undefined || value === null) return {};
  return { [name]: read(value, name) } as Record<Name, Value>;
}

function record(value: unknown, name: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(name);
  return value as Record<string, unknown>;
}

function list<Item>(
  value: unknown,
  name: string,
  read: (value: unknown, name: string) => Item,
): readonly Item[] {
  if (!Array.isArray(value) || value.length > longestList) throw wrong(name);
  return value.map((item) => read(item, name));
}

function text(value: unknown, name: string): string {
  if (typeof value !== 'string' || value.length === 0 || value.length > longestText)
    throw wrong(name);
  return value;
}

function wrong(name: string): CadranError {
  return new CadranError('config/invalid', {
    detail: `${name} is missing or not what it should be`,
  });
}
