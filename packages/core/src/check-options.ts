import { hasControlCharacter, parseSipUri } from './call/sip-uri.js';
import { CadranError } from './kernel/errors.js';
import type { PhoneOptions } from './phone-options.js';

const DTMF_WAYS: ReadonlySet<string> = new Set(['rtp', 'info']);

/**
 * Finds what is wrong with the options before anything starts. Throws a TypeError for what a program got wrong (a value
 * of the wrong kind), `config/invalid` or `connection/invalid-url` for what whoever configures it got wrong.
 */
export function checkOptions(options: PhoneOptions): void {
  if (typeof options !== 'object' || (options as unknown) === null) {
    throw new TypeError('createPhone expects an object of options.');
  }
  checkServers(options.servers);
  checkUri(options.uri);
  checkDisplayName(options.displayName);
  checkNumbers(options);
  checkCredentials(options.credentials);
  if (!DTMF_WAYS.has(options.dtmf ?? 'rtp')) {
    throw new TypeError("The option 'dtmf' is 'rtp' or 'info'.");
  }
}

function checkServers(servers: readonly string[]): void {
  if (!Array.isArray(servers) || servers.some((each) => typeof each !== 'string')) {
    throw new TypeError("The option 'servers' is a list of URLs.");
  }
  if (servers.length === 0) throw new CadranError('config/invalid', { detail: 'no server' });
  servers.forEach(checkServer);
}

function checkServer(server: string): void {
  const protocol = URL.canParse(server) ? new URL(server).protocol : '';
  if (protocol === 'ws:' || protocol === 'wss:') return;
  throw new CadranError('connection/invalid-url', { detail: 'a server is a ws: or wss: URL' });
}

function checkUri(uri: string): void {
  if (typeof uri !== 'string') throw new TypeError("The option 'uri' is a text.");
  if (parseSipUri(uri)?.user !== undefined) return;
  throw new CadranError('config/invalid', { detail: 'uri is not of the form sip:name@domain' });
}

const LONGEST_NAME = 256;

/** It goes into headers: a line break would start one of its own. */
function checkDisplayName(name: string | undefined): void {
  if (name === undefined) return;
  if (typeof name !== 'string') throw new TypeError("The option 'displayName' is a text.");
  if (name.length <= LONGEST_NAME && !hasControlCharacter(name)) return;
  const detail = `displayName is one line of at most ${LONGEST_NAME} characters`;
  throw new CadranError('config/invalid', { detail });
}

const NUMBERS = {
  expires: { least: 10, most: 24 * 24 * 3_600 },
  maxCalls: { least: 1, most: 1_000 },
  ringTimeout: { least: 1_000, most: 3_600_000 },
  endedCallLinger: { least: 0, most: 3_600_000 },
} as const;

function checkNumbers(options: PhoneOptions): void {
  for (const [name, { least, most }] of Object.entries(NUMBERS)) {
    const value = options[name as keyof typeof NUMBERS];
    if (value === undefined) continue;
    if (typeof value !== 'number') throw new TypeError(`The option '${name}' is a number.`);
    if (value >= least && value <= most) continue;
    throw new CadranError('config/invalid', { detail: `${name} is from ${least} to ${most}` });
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
    throw new TypeError(
      "The option 'credentials' is { username, password }, { username, ha1, realm } or { token }.",
    );
  }
}
