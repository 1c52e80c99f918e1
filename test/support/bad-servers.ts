import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

/** A server that is there and is not what a telephone needs. */
export interface BadServer {
  readonly url: string;
  close(): Promise<void>;
}

async function listen(server: Server, onClose: () => void = () => undefined): Promise<BadServer> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `ws://127.0.0.1:${port}/`,
    async close() {
      onClose();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** An address of this machine where nobody listens. */
export async function nobody(): Promise<BadServer> {
  const { url, close } = await webSite();
  await close();
  return { url, close: () => Promise.resolve() };
}

/** Speaks HTTP, and nothing else. */
export function webSite(): Promise<BadServer> {
  return listen(createServer((_, response) => response.end('Welcome')));
}

/** Takes any WebSocket, and says `greeting` if it takes the sub-protocol `sip`, too. */
export function otherWebSocket(greeting?: string | Buffer): Promise<BadServer> {
  const server = createServer();
  const sockets = new WebSocketServer({
    server,
    handleProtocols: () => (greeting === undefined ? false : 'sip'),
  });
  sockets.on('connection', (socket) => {
    if (greeting !== undefined) socket.send(greeting);
  });
  return listen(server, () => {
    for (const socket of sockets.clients) socket.terminate();
  });
}
