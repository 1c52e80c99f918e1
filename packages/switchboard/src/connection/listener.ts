import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';

/** Where and to whom the switchboard opens its door. */
export interface ListenerOptions {
  /** An HTTP server that exists already; the switchboard then answers only `path` on it. */
  readonly server?: Server;
  readonly host: string;
  readonly port: number;
  /** Undefined: any path. */
  readonly path?: string;
  /** Undefined: any origin. */
  readonly origins?: readonly string[];
  readonly maxPayload: number;
  readonly maxConnections: number;
  connect(socket: WebSocket, request: IncomingMessage): void;
}

/** The HTTP side: upgrades that speak `sip` become sockets, all else is refused in HTTP. */
export interface Listener {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Opens the door; resolves when the port is bound, rejects with the system's error otherwise. */
export async function listen(options: ListenerOptions): Promise<Listener> {
  const http = options.server ?? createServer(explain);
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: options.maxPayload,
    perMessageDeflate: false,
    handleProtocols: () => 'sip',
  });
  const onUpgrade = (request: IncomingMessage, stream: Duplex, head: Buffer): void => {
    const refusal = refuse(request, options, sockets.clients.size);
    if (refusal === 404 && http.listenerCount('upgrade') > 1) return;
    if (refusal !== undefined) {
      end(stream, refusal);
      return;
    }
    sockets.handleUpgrade(request, stream, head, (socket) => {
      options.connect(socket, request);
    });
  };
  http.on('upgrade', onUpgrade);
  if (options.server === undefined) await bind(http, options.host, options.port);
  const port = (): number => (http.address() as AddressInfo | null)?.port ?? options.port;
  return {
    get port() {
      return port();
    },
    get url() {
      return `ws://${options.host}:${port()}${options.path ?? ''}`;
    },
    async close() {
      http.off('upgrade', onUpgrade);
      for (const socket of sockets.clients) socket.close(1001, 'Switchboard closed');
      await allGone(sockets);
      if (options.server === undefined) await new Promise((done) => http.close(done));
    },
  };
}

function bind(http: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once('error', reject);
    http.listen(port, host, () => {
      http.off('error', reject);
      resolve();
    });
  });
}

function refuse(
  request: IncomingMessage,
  options: ListenerOptions,
  open: number,
): 400 | 403 | 404 | 503 | undefined {
  const path = (request.url ?? '/').split('?', 1)[0];
  if (options.path !== undefined && path !== options.path) return 404;
  const origin = request.headers.origin;
  if (options.origins !== undefined && !options.origins.includes(origin ?? '')) return 403;
  const protocols = (request.headers['sec-websocket-protocol'] ?? '').split(',');
  if (!protocols.some((name) => name.trim() === 'sip')) return 400;
  return open >= options.maxConnections ? 503 : undefined;
}

const STATUS = {
  400: ['Bad Request', 'This is a SIP WebSocket: ask for the sub-protocol "sip" (RFC 7118).'],
  403: ['Forbidden', 'This origin is not on the allow-list.'],
  404: ['Not Found', 'The SIP WebSocket is at another path.'],
  503: ['Service Unavailable', 'Too many connections.'],
} as const;

function end(stream: Duplex, status: keyof typeof STATUS): void {
  const [phrase, body] = STATUS[status];
  stream.on('error', () => undefined);
  stream.end(
    `HTTP/1.1 ${status} ${phrase}\r\nConnection: close\r\nContent-Type: text/plain\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

function explain(_: IncomingMessage, response: ServerResponse): void {
  response.writeHead(426, { 'Content-Type': 'text/plain', Upgrade: 'websocket' });
  response.end('Cadran switchboard, for development and tests: a SIP WebSocket (RFC 7118).\n');
}

/** Waits for the closing handshakes, and drops whoever has not finished after half a second. */
async function allGone(sockets: WebSocketServer): Promise<void> {
  const gone = [...sockets.clients].map(
    (socket) => new Promise<void>((done) => socket.once('close', () => done())),
  );
  const deadline = setTimeout(() => {
    for (const socket of sockets.clients) socket.terminate();
  }, 500);
  await Promise.all(gone);
  clearTimeout(deadline);
  sockets.close();
}
