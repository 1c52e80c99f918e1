import { once } from 'node:events';
import { createServer } from 'node:http';
import { WebSocket, WebSocketServer } from 'ws';

/**
 * Stands between pages and a server as a network does: each frame takes half a round trip, a connection two, and it
 * breaks when told to. One relay a contender, so that what one library does to its server does not touch the others.
 */
export async function createRelay(target, { roundTrip = 0 } = {}) {
  const relay = new Relay(target, roundTrip);
  await relay.listen(0);
  return relay;
}

class Relay {
  #target;
  #roundTrip;
  #pairs = new Set();
  #http;
  #port;
  /** When the server last said yes to a REGISTER, in milliseconds of `performance.now()`. */
  registeredAt = -Infinity;

  constructor(target, roundTrip) {
    this.#target = target;
    this.#roundTrip = roundTrip;
  }

  get url() {
    return `ws://127.0.0.1:${this.#port}`;
  }

  async listen(port) {
    // A connection of TCP and the upgrade to WebSocket are a round trip each.
    const verifyClient = (_, admit) => setTimeout(admit, 2 * this.#roundTrip, true);
    this.#http = createServer();
    const sockets = new WebSocketServer({
      server: this.#http,
      verifyClient,
      handleProtocols: () => 'sip',
    });
    sockets.on('connection', (page) => this.#join(page));
    this.#http.listen(port, '127.0.0.1');
    await once(this.#http, 'listening');
    this.#port = this.#http.address().port;
  }

  /** The server closes every connection, and takes new ones. */
  close() {
    for (const { page } of this.#pairs) page.close(1001);
  }

  /** What is sent over the present connections arrives nowhere any more; new ones work. */
  blackhole() {
    for (const pair of this.#pairs) pair.isLost = true;
  }

  /** The server is gone: no connection, and none to be had. */
  async leave() {
    for (const { page } of this.#pairs) page.terminate();
    const closed = once(this.#http, 'close');
    this.#http.close();
    await closed;
  }

  async comeBack() {
    await this.listen(this.#port);
  }

  dispose() {
    for (const { page, server } of this.#pairs) {
      page.terminate();
      server.terminate();
    }
    this.#http.close();
  }

  #join(page) {
    const server = new WebSocket(this.#target, ['sip']);
    const opened = once(server, 'open');
    const pair = { page, server, isLost: false };
    this.#pairs.add(pair);
    const later = (task) => setTimeout(() => !pair.isLost && task(), this.#roundTrip / 2);
    page.on('message', (frame) => later(() => opened.then(() => server.send(String(frame)))));
    server.on('message', (frame) => later(() => this.#deliver(page, String(frame))));
    page.on('close', () => {
      this.#pairs.delete(pair);
      server.terminate();
    });
    server.on('close', () => page.close(1001));
    server.on('error', () => page.terminate());
  }

  #deliver(page, text) {
    if (/^SIP\/2\.0 200 [^]*\nCSeq: *\d+ REGISTER/i.test(text))
      this.registeredAt = performance.now();
    page.send(text);
  }
}
