import { CadranError } from '../../../kernel/errors.js';
import type { SipServer } from '../../../ports/sip-server.js';

export interface Server {
  /** What the socket is opened with. */
  readonly url: string;
  /** The same for people and logs: a query may hold a token. */
  readonly name: string;
  /** How a Via names it, RFC 7118 §5.2. */
  readonly protocol: 'WS' | 'WSS';
}

/** One of several, with its place in the order of RFC 2782 and what became of it so far; times as the list has them. */
export interface ListedServer extends Server {
  readonly priority: number;
  readonly weight: number;
  /** Its place among those of the same priority, the lowest first. */
  draw: number;
  /** In this pass through the list. */
  isTried: boolean;
  /** It asked to be left alone until then. */
  outUntil: number;
  /** Never answers CRLF, or takes it for an error: it is asked by OPTIONS at once. */
  ignoresPings: boolean;
  /** Undefined until it refused us and was asked what that meant. */
  isNotSip?: boolean;
}

/** Where `ws:` is as good as `wss:`, also to a browser. */
const loopback = /^(?:localhost|.*\.localhost|127(?:\.\d+){3}|\[::1\])$/;

/** Whether the page, or the worker of one, came over https: a browser then opens no `ws:` to other machines. */
export function isSecurePage(): boolean {
  const { location } = globalThis as { readonly location?: { readonly protocol: string } };
  return location?.protocol === 'https:';
}

/**
 * Reads the URL of a server. Throws `connection/invalid-url` for what is no WebSocket URL or carries a password, and
 * `connection/insecure` for `ws:` to another machine where only secure connections may be made.
 */
export function parseServerUrl(
  text: string,
  options: { secureContextOnly?: boolean } = {},
): Server {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const secure = url?.protocol === 'wss:';
  if (!url || !(secure || url.protocol === 'ws:') || url.username !== '' || url.password !== '') {
    throw new CadranError('connection/invalid-url', {
      detail: 'expected ws: or wss:, and no user',
    });
  }
  if (options.secureContextOnly && !secure && !loopback.test(url.hostname)) {
    throw new CadranError('connection/insecure', { detail: 'a secure page reaches wss: only' });
  }
  // The WebSocket constructor refuses a fragment.
  url.hash = '';
  const name = `${url.protocol}//${url.host}${url.pathname}`;
  return { url: url.href, name, protocol: secure ? 'WSS' : 'WS' };
}

/** The same of one in a list: a plain URL has the priority of its place there. */
export function readServer(
  given: string | SipServer,
  place: number,
  options: { secureContextOnly?: boolean },
): ListedServer {
  const server: SipServer = typeof given === 'string' ? { url: given } : given;
  const { url, priority = place, weight = 1 } = server;
  const fresh = { draw: 0, isTried: false, outUntil: 0, ignoresPings: false };
  return { ...parseServerUrl(url, options), priority, weight, ...fresh };
}
