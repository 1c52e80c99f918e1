import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, describe, test } from 'node:test';

import { WebSocket, WebSocketServer } from 'ws';

import type { ConnectionState } from '../../packages/core/src/connection/connection-state.js';
import { systemClock } from '../../packages/core/src/kernel/clock.js';
import { loadedPart } from '../../packages/core/src/kernel/lazy-part.js';
import { systemRandom } from '../../packages/core/src/kernel/random.js';
import type { Frame } from '../../packages/core/src/adapters/sipjs/transport/frame-kind.js';
import { openWithoutSip } from '../../packages/core/src/adapters/sipjs/transport/open-without-sip.js';
import { ServerMoves } from '../../packages/core/src/adapters/sipjs/transport/server-moves.js';
import type { TransportOptions } from '../../packages/core/src/adapters/sipjs/transport/transport-options.js';
import { createTransport } from '../../packages/core/src/adapters/sipjs/transport/transport.js';

/** Ends what a test started, last first. */
const ends: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function listen(server: Server, path = '/'): Promise<string> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
}

async function listenSip(onConnection: (socket: WebSocket) => void, protocols = ['sip']) {
  const http = createHttpServer();
  const server = new WebSocketServer({
    server: http,
    handleProtocols: (offered) => protocols.find((protocol) => offered.has(protocol)) ?? false,
  });
  server.on('connection', onConnection);
  ends.push(() => server.close());
  return listen(http);
}

function start(servers: TransportOptions['servers'], options: Partial<TransportOptions> = {}) {
  const frames: Frame[] = [];
  const waiting = new Set<() => void>();
  const wake = (): void => waiting.forEach((look) => look());
  const transport = createTransport({
    servers,
    clock: systemClock,
    random: systemRandom,
    webSocket: WebSocket,
    timing: { backoffBase: 20, backoffCap: 50, connectTimeout: 300, silence: 100, patience: 100 },
    probe: () => undefined,
    serversPart: loadedPart({ ServerMoves, openWithoutSip }),
    onMessage: (frame) => {
      frames.push(frame);
      wake();
    },
    onState: wake,
    onListenerError: assert.ifError,
    ...options,
  });
  ends.push(() => transport.dispose());
  transport.connect();
  /** Resolves when the state or the frames are as asked. */
  const until = (
    holds: (state: ConnectionState, frames: readonly Frame[]) => boolean,
  ): Promise<void> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(JSON.stringify(transport.state))), 5_000);
      const look = (): void => {
        if (!holds(transport.state, frames)) return;
        clearTimeout(timer);
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  return { transport, frames, until };
}

const message = 'OPTIONS sip:é@x SIP/2.0\r\n\r\n';

describe('over real sockets', () => {
  test('messages go both ways, as text and as bytes', async () => {
    const url = await listenSip((socket) => {
      socket.on('message', (data: Buffer) => {
        socket.send(data.toString());
        socket.send(data);
      });
    });
    const { transport, until, frames } = start([url]);
    await until(({ status }) => status === 'connected');
    await transport.send(message);
    await until((_, { length }) => length === 2);
    assert.equal(frames[0], message);
    assert.equal(new TextDecoder().decode(frames[1] as ArrayBuffer), message);
  });

  test('a server that goes away is come back to', async () => {
    let connections = 0;
    const url = await listenSip((socket) => {
      connections += 1;
      if (connections < 3) socket.terminate();
    });
    const { until } = start([url]);
    await until(({ status }) => status === 'connected' && connections === 3);
  });

  test('a server that says nothing any more is left', async () => {
    let connections = 0;
    const url = await listenSip((socket) => {
      connections += 1;
      socket.on('message', () => {
        if (connections > 1) socket.send('\r\n');
      });
    });
    const { until } = start([url]);
    await until(({ status, reason }) => status === 'reconnecting' && reason === 'connection/lost');
    await until(({ status }) => status === 'connected' && connections === 2);
  });

  test('a server is asked for a sign of life by whoever wants the connection that there is', async () => {
    let answers = true;
    const url = await listenSip((socket) => {
      socket.on('message', () => answers && socket.send('\r\n'));
    });
    const { transport, until } = start([url]);
    await until(({ status }) => status === 'connected');
    transport.connect();
    assert.equal(transport.state.status, 'probing');
    await until(({ status, reason }) => status === 'connected' && reason === undefined);
    answers = false;
    transport.connect();
    await until(({ status, reason }) => status === 'reconnecting' && reason === 'connection/lost');
  });

  test('the next server is taken when the first is down', async () => {
    const down = createServer();
    const gone = await listen(down);
    down.close();
    await once(down, 'close');
    const url = await listenSip(() => undefined);
    const { until } = start([gone, url]);
    await until(({ status, server }) => status === 'connected' && server === url);
  });

  const reasons: readonly (readonly [string, () => Promise<string>, string])[] = [
    [
      'a port where nobody listens',
      async () => {
        const server = createServer();
        const url = await listen(server);
        server.close();
        return url;
      },
      'connection/unreachable',
    ],
    ['a server that never answers', () => listen(createServer()), 'connection/unreachable'],
    [
      'a web site',
      () => listen(createHttpServer((_, reply) => reply.end('hello'))),
      'connection/not-sip',
    ],
    [
      'a socket server of another kind',
      () => listenSip(() => undefined, ['chat']),
      'connection/not-sip',
    ],
    [
      'a server that takes any protocol and chats',
      () => listenSip((socket) => socket.send('welcome'), ['sip']),
      'connection/not-sip',
    ],
  ];
  for (const [what, make, expected] of reasons) {
    test(`${what} is ${expected}`, async () => {
      const { until } = start([await make()]);
      await until(({ reason }) => reason === expected);
    });
  }

  test('dispose lets the process end while a socket is opening', async () => {
    const { transport } = start([await listen(createServer())]);
    transport.dispose();
    assert.equal(transport.state.status, 'offline');
  });
});
