import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export type Direction = 'to-server' | 'to-client';

/** The network between a phone and its server, which can be slow, and fail. */
export interface Relay {
  /** What a phone connects to. */
  readonly url: string;
  /** Nothing gets through any more, and nobody is told, as where packets are dropped. */
  blackhole(...directions: Direction[]): void;
  /** Resets every connection, and every one that is tried. */
  refuse(): void;
  /** All is as before; what was on its way arrives, as TCP sends it again. */
  heal(): void;
  close(): Promise<void>;
}

/** A relay in front of the WebSocket server at `url`; `delay` is milliseconds each way. */
export async function openRelay(url: string, { delay = 0 } = {}): Promise<Relay> {
  const { hostname, port, pathname } = new URL(url);
  const holes = new Set<Direction>();
  const ways = new Set<Way>();
  const sockets = new Set<Socket>();
  let isRefusing = false;

  const server = createServer({ noDelay: true }, (client) => {
    if (isRefusing) {
      client.resetAndDestroy();
      return;
    }
    const upstream = connect({ host: hostname, port: Number(port), noDelay: true });
    const there = new Way(client, upstream, delay, () => holes.has('to-server'));
    const back = new Way(upstream, client, delay, () => holes.has('to-client'));
    for (const way of [there, back]) ways.add(way);
    for (const socket of [client, upstream]) sockets.add(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}${pathname}`,
    blackhole(...directions) {
      for (const each of directions.length > 0 ? directions : bothWays) holes.add(each);
    },
    refuse() {
      isRefusing = true;
      for (const socket of sockets) socket.resetAndDestroy();
      sockets.clear();
    },
    heal() {
      isRefusing = false;
      holes.clear();
      for (const way of ways) way.flush();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

const bothWays: readonly Direction[] = ['to-server', 'to-client'];

/** One direction of one connection: keeps the order, and is as late as it is told to be. */
class Way {
  readonly #waiting: { readonly due: number; readonly deliver: () => void }[] = [];
  readonly #delay: number;
  readonly #isCut: () => boolean;

  constructor(from: Socket, to: Socket, delay: number, isCut: () => boolean) {
    this.#delay = delay;
    this.#isCut = isCut;
    from.on('data', (data) => this.#push(() => to.write(data)));
    from.on('close', () => this.#push(() => to.destroy()));
    from.on('error', () => undefined);
  }

  flush(): void {
    while (!this.#isCut() && (this.#waiting[0]?.due ?? Infinity) <= performance.now()) {
      this.#waiting.shift()?.deliver();
    }
  }

  #push(deliver: () => void): void {
    this.#waiting.push({ due: performance.now() + this.#delay, deliver });
    if (this.#delay === 0) this.flush();
    // A timer may be a little early.
    else setTimeout(() => this.flush(), this.#delay + 1);
  }
}
