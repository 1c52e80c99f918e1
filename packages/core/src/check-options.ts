import { hasControlCharacter, parseSipUri } from './call/sip-uri.js';
import { CadranError } from './kernel/errors.js';
import type { PhoneOptions } from './phone-options.js';
import type { SipServer } from './ports/sip-server.js';

const LONGEST_NAME = 256;

const NUMBERS = {
  expires: [10, 24 * 24 * 3_600],
  maxCalls: [1, 1_000],
  maxRinging: [1, 1_000],
  callRate: [1, 1_000],
  ringTimeout: [1_000, 3_600_000],
  endedCallLinger: [0, 3_600_000],
  keepTime: [1_000, 3_600_000],
} as const;

const CHOICES = {
  dtmf: ['rtp', 'info'],
  followTransfers: ['ask', 'never'],
  iceTransportPolicy: ['all', 'relay'],
  toneRegion: ['eu', 'fr', 'us'],
} as const;

/**
 * Finds what is wrong with the options before anything starts. Throws a TypeError for what a program got wrong (a value
 * of the wrong kind), `config/invalid` or `connection/invalid-url` for what whoever configures it got wrong.
 */
export function checkOptions(options: PhoneOptions): void {
  if (typeof options !== 'object' || (options as unknown) === null) {
    throw new TypeError('createPhone expects an object of options.');
  }
  const { servers, uri, displayName, credentials } = options;
  checkServers(servers);
  if (typeof uri !== 'string') throw mistake('uri', 'a text');
  if (parseSipUri(uri)?.user === undefined) throw invalid('uri is not of the form sip:name@domain');
  checkDisplayName(displayName);
  checkNumbers(options);
  checkChoices(options);
  checkCredentials(credentials);
}

function checkServers(servers: PhoneOptions['servers']): void {
  if (!Array.isArray(servers)) throw mistake('servers', 'a list of URLs');
  if (servers.length === 0) throw invalid('no server');
  for (const each of servers as readonly unknown[]) {
    const server = Object(typeof each === 'string' ? { url: each } : each) as Partial<SipServer>;
    const { url, priority = 0, weight = 0 } = server;
    if (typeof url !== 'string') throw mistake('servers', 'a list of URLs');
    // 16 bits, as in the DNS (RFC 2782).
    if (![priority, weight].every((each) => each === (each & 65_535))) {
      throw invalid('priority and weight are from 0 to 65535');
    }
    if (!isWebSocketUrl(url)) {
      throw new CadranError('connection/invalid-url', { detail: 'a server is a ws: or wss: URL' });
    }
  }
}

function isWebSocketUrl(text: string): boolean {
  return URL.canParse(text) && /^wss?:$/.test(new URL(text).protocol);
}

/** It goes into headers: a line break would start one of its own. */
function checkDisplayName(name = ''): void {
  if (typeof name !== 'string') throw mistake('displayName', 'a text');
  if (name.length <= LONGEST_NAME && !hasControlCharacter(name)) return;
  throw invalid(`displayName is one line of at most ${LONGEST_NAME} characters`);
}

function checkNumbers(options: PhoneOptions): void {
  for (const [name, [least, most]] of Object.entries(NUMBERS)) {
    const value = options[name as keyof typeof NUMBERS] ?? least;
    if (typeof value !== 'number') throw mistake(name, 'a number');
    if (!(value >= least && value <= most)) throw invalid(`${name} is from ${least} to ${most}`);
  }
}

function checkChoices(options: PhoneOptions): void {
  for (const [name, choices] of Object.entries(CHOICES)) {
    const value = options[name as keyof typeof CHOICES] ?? choices[0];
    if (!(choices as readonly string[]).includes(value)) throw mistake(name, choices.join(' or '));
  }
}

function checkCredentials(credentials: PhoneOptions['credentials']): void {
  if (credentials === undefined || typeof credentials === 'function') return;
  const isToken = 'token' in credentials && typeof credentials.token === 'string';
  const isSecret =
    'username' in credentials &&
    typeof credentials.username === 'string' &&
    ('password' in credentials || 'ha1' in credentials);
  if (!isToken && !isSecret) {
    throw mistake('credentials', '{ username, password }, { username, ha1, realm } or { token }');
  }
}

function mistake(option: string, what: string): TypeError {
  return new TypeError(`The option '${option}' is ${what}.`);
}

function invalid(detail: string): CadranError {
  return new CadranError('config/invalid', { detail });
}
