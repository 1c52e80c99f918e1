import { CadranError } from '../../../kernel/errors.js';

export interface Server {
  /** What the socket is opened with. */
  readonly url: string;
  /** The same for people and logs: a query may hold a token. */
  readonly name: string;
  /** How a Via names it, RFC 7118 §5.2. */
  readonly protocol: 'WS' | 'WSS';
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
