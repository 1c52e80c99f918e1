import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { WebSocket, WebSocketServer } from 'ws';
import { SipClient } from '../../test/sip-client.js';
import { createSwitchboard } from '../index.js';

/** The HTTP status a WebSocket handshake ends with. */
async function handshake(
  url: string,
  headers: Record<string, string> = {},
  protocol: string | undefined = 'sip',
): Promise<number> {
  const socket = new WebSocket(url, protocol === '' ? [] : [protocol], { headers });
  const opened = once(socket, 'open').then(() => 101);
  const refused = once(socket, 'unexpected-response').then(
    ([, response]) => (response as IncomingMessage).statusCode ?? 0,
  );
  socket.on('error', () => undefined);
  opened.catch(() => undefined);
  refused.catch(() => undefined);
  const status = await Promise.race([opened, refused]);
  socket.terminate();
  return status;
}

test('only the sub-protocol sip is spoken', async () => {
  const board = await createSwitchboard();
  assert.match(board.url, /^ws:\/\/127\.0\.0\.1:\d+$/);
  assert.equal(await handshake(board.url), 101);
  assert.equal(await handshake(board.url, {}, 'xmpp'), 400);
  assert.equal(await handshake(board.url, {}, ''), 400);
  await board.close();
});

test('origins off the allow-list are refused', async () => {
  const board = await createSwitchboard({ origins: ['https://crm.test'] });
  assert.equal(await handshake(board.url, { Origin: 'https://crm.test' }), 101);
  assert.equal(await handshake(board.url, { Origin: 'https://evil.test' }), 403);
  assert.equal(await handshake(board.url), 403);
  await board.close();
});

test('connections are bounded', async () => {
  const board = await createSwitchboard({ limits: { maxConnections: 1 } });
  const first = await SipClient.connect(board.url, { user: 'alice' });
  assert.equal(await handshake(board.url), 503);
  await first.close();
  await board.close();
});

test('plain HTTP is told what this is', async () => {
  const board = await createSwitchboard();
  const [response] = (await once(
    httpRequest(board.url.replace('ws', 'http')).end(),
    'response',
  )) as [IncomingMessage];
  assert.equal(response.statusCode, 426);
  response.resume();
  await board.close();
});

test('it shares the port of an HTTP server, at its own path, and leaves it running', async () => {
  const server = createServer((_, response) => response.end('the site'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const others = new WebSocketServer({ noServer: true });
  const { port } = server.address() as AddressInfo;
  const board = await createSwitchboard({ server });
  assert.equal(board.url, `ws://127.0.0.1:${port}/sip`);
  assert.equal(board.port, port);
  assert.equal(await handshake(board.url), 101);
  assert.equal(await handshake(`ws://127.0.0.1:${port}/else`), 404);
  server.on('upgrade', (request, stream, head) => {
    if (request.url === '/else') others.handleUpgrade(request, stream, head, () => undefined);
  });
  assert.equal(await handshake(`ws://127.0.0.1:${port}/else`), 101, 'left to the other listener');
  await board.close();
  assert.equal(server.listenerCount('upgrade'), 1);
  assert.equal(await (await fetch(`http://127.0.0.1:${port}/`)).text(), 'the site');
  others.close();
  server.closeAllConnections();
  server.close();
});

test('keep-alives are answered, or not where that is wanted; both frame kinds are read', async () => {
  for (const keepAlive of [true, false]) {
    const board = await createSwitchboard({ keepAlive });
    const client = await SipClient.connect(board.url, { user: 'alice' });
    client.send('\r\n\r\n');
    const options = client.request('OPTIONS', 'sip:cadran.test');
    client.send(options);
    await client.nextResponse(options);
    assert.equal(client.frames.includes('\r\n'), keepAlive);
    await client.close();
    await board.close();
  }
});

test('frames too large close the socket, and so does text that is not UTF-8', async () => {
  const board = await createSwitchboard();
  const large = await SipClient.connect(board.url, { user: 'alice' });
  const tooLarge = once(large.socket, 'close');
  large.socket.send('x'.repeat(65 * 1024));
  assert.equal((await tooLarge)[0], 1009);
  const wild = await SipClient.connect(board.url, { user: 'alice' });
  const notText = once(wild.socket, 'close');
  wild.socket.send(Buffer.from([0xff, 0xfe, 0xfd]), { binary: true });
  assert.equal((await notText)[0], 1007);
  await board.close();
});

test('a port that is taken rejects with the system error', async () => {
  const board = await createSwitchboard();
  await assert.rejects(createSwitchboard({ port: board.port }), { code: 'EADDRINUSE' });
  await board.close();
});

test('closing ends every socket, and twice is harmless', async () => {
  const board = await createSwitchboard();
  const client = await SipClient.connect(board.url, { user: 'alice' });
  const closed = once(client.socket, 'close');
  await Promise.all([board.close(), board.close()]);
  assert.equal((await closed)[0], 1001);
});

test('a mistake in the options is a TypeError', async () => {
  await assert.rejects(createSwitchboard({ domain: 'not a domain' }), TypeError);
  await assert.rejects(createSwitchboard({ algorithms: [] }), TypeError);
});
