import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { ConnectionState } from '../../../connection/connection-state.js';
import { createManualClock, settle } from '../../fake/manual-clock.js';
import { loadedPart } from '../../../kernel/lazy-part.js';
import type { Frame } from './frame-kind.js';
import { openWithoutSip } from './open-without-sip.js';
import { ServerMoves } from './server-moves.js';
import type { TransportOptions } from './transport-options.js';
import { createTransport } from './transport.js';
import type { WebSocketLike } from './web-socket.js';

/** A socket whose other end is the test. */
class FakeSocket implements WebSocketLike {
  binaryType = 'blob';
  protocol = '';
  bufferedAmount = 0;
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: never) => void) | null = null;
  onclose: ((event: never) => void) | null = null;
  onerror: ((event: never) => void) | null = null;
  readonly sent: string[] = [];
  closed = false;

  constructor(
    readonly url: string,
    readonly protocols: readonly string[] = [],
  ) {}

  send(data: string): void {
    this.sent.push(data);
  }

  /** Like a dead peer: no close event follows. */
  close(): void {
    this.closed = true;
  }

  open(protocol = 'sip'): void {
    this.protocol = protocol;
    this.onopen?.({} as never);
  }

  receive(data: unknown): void {
    this.onmessage?.({ data } as never);
  }

  fail(): void {
    this.onerror?.({} as never);
    this.onclose?.({} as never);
  }
}

const a = 'wss://a.example/ws?token=secret';
const b = 'wss://b.example/ws';
const response = 'SIP/2.0 200 OK\r\n\r\n';
const request = 'OPTIONS sip:a@x.invalid SIP/2.0\r\n\r\n';
const ping = '\r\n\r\n';

function setUp(options: Partial<TransportOptions> = {}) {
  const clock = createManualClock();
  const sockets: FakeSocket[] = [];
  const states: ConnectionState[] = [];
  const frames: Frame[] = [];
  const errors: unknown[] = [];
  let watchNetwork: (online: boolean) => void = () => undefined;
  let networkSignal: AbortSignal | undefined;
  const transport = createTransport({
    servers: [a, b],
    clock,
    random: () => 0.5,
    webSocket: class extends FakeSocket {
      constructor(url: string, protocols?: string[]) {
        super(url, protocols);
        sockets.push(this);
      }
    },
    network: {
      watch(listener, { signal }) {
        watchNetwork = listener;
        networkSignal = signal;
      },
    },
    probe: () => undefined,
    serversPart: loadedPart({ ServerMoves, openWithoutSip }),
    onMessage: (frame) => frames.push(frame),
    onState: (state) => states.push(state),
    onListenerError: (error) => errors.push(error),
    ...options,
  });
  const last = (): FakeSocket => {
    const socket = sockets.filter(({ protocols }) => protocols.length > 0).at(-1);
    assert.ok(socket);
    return socket;
  };
  return {
    ...{ clock, sockets, states, frames, errors, transport, last },
    network: (online: boolean) => watchNetwork(online),
    networkSignal: () => networkSignal,
    /** Opens the socket that is being tried. */
    open() {
      transport.connect();
      last().open();
      return last();
    },
    diagnosed: () => sockets.filter(({ protocols }) => protocols.length === 0),
  };
}

describe('connecting', () => {
  test('says where it connects, without what may be secret', () => {
    const { transport, last, states } = setUp();
    assert.deepEqual(transport.state, { status: 'offline' });
    transport.connect();
    assert.equal(last().url, a);
    assert.deepEqual(last().protocols, ['sip']);
    assert.equal(last().binaryType, 'arraybuffer');
    last().open();
    const server = 'wss://a.example/ws';
    assert.deepEqual(states, [
      { status: 'connecting', server },
      { status: 'connected', server },
    ]);
    assert.equal(transport.protocol, 'WSS');
    transport.connect();
    transport.disconnect();
    assert.deepEqual(transport.state, { status: 'offline', server });
    assert.equal(last().closed, true);
  });

  test('takes the WebSocket of the platform when it is needed', () => {
    const { transport, sockets, last } = setUp({ webSocket: undefined });
    const platform = globalThis as { WebSocket?: unknown };
    const before = platform.WebSocket;
    platform.WebSocket = class extends FakeSocket {
      constructor(url: string, protocols?: string[]) {
        super(url, protocols);
        sockets.push(this);
      }
    };
    transport.connect();
    platform.WebSocket = before;
    assert.equal(last().url, a);
    transport.dispose();
  });

  test('tries the servers in order, then waits longer and longer up to a cap, for ever', async () => {
    const { transport, last, clock, states } = setUp();
    transport.connect();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 40; attempt += 1) {
      const socket = last();
      assert.equal(new URL(socket.url).hostname, attempt % 2 === 0 ? 'a.example' : 'b.example');
      socket.fail();
      const start = clock.now();
      while (last() === socket) await clock.advance(50);
      if (attempt % 2 === 0) assert.ok(clock.now() - start <= 50, 'the next server at once');
      else waits.push(clock.now() - start);
    }
    assert.deepEqual(waits.slice(0, 6), [250, 500, 1_000, 2_000, 2_500, 2_500]);
    assert.equal(states.at(-1)?.reason, 'connection/unreachable');
    assert.equal(states.at(-1)?.status, 'connecting');
    last().open();
    assert.deepEqual(transport.state, { status: 'connected', server: 'wss://a.example/ws' });
  });

  test('does not wait for a server that never answers', async () => {
    const { transport, last, clock } = setUp();
    transport.connect();
    const socket = last();
    await clock.advance(4_999);
    assert.equal(last(), socket);
    await clock.advance(2);
    assert.equal(new URL(last().url).hostname, 'b.example');
    assert.equal(socket.closed, true);
  });

  test('starts over at the first server once a connection has lasted, and only then', async () => {
    const { transport, last, clock } = setUp({ servers: [a] });
    transport.connect();
    for (const wait of [250, 500, 1_000]) {
      last().open();
      await clock.advance(9_000);
      const flapping = last();
      flapping.fail();
      assert.equal(transport.state.status, 'reconnecting');
      assert.equal(transport.state.reason, 'connection/lost');
      await clock.advance(wait - 1);
      assert.equal(last(), flapping);
      await clock.advance(1);
      assert.notEqual(last(), flapping);
    }
    last().open();
    await clock.advance(5_000);
    last().receive('\r\n');
    await clock.advance(6_000);
    const stable = last();
    stable.fail();
    await clock.advance(250);
    assert.notEqual(last(), stable);
  });
});

describe('a server that is none', () => {
  test('does not agree to speak SIP', () => {
    for (const protocol of ['', 'chat']) {
      const { transport, last } = setUp();
      transport.connect();
      last().open(protocol);
      assert.equal(transport.state.reason, 'connection/not-sip');
    }
  });

  test('speaks something else', () => {
    const { open, transport, frames } = setUp();
    open().receive('{"hello":"world"}');
    assert.equal(transport.state.reason, 'connection/not-sip');
    assert.deepEqual(frames, []);
  });

  test('is not one that stammers', () => {
    const { open, transport, frames } = setUp();
    const socket = open();
    socket.receive(new TextEncoder().encode(`\r\n${response}`).buffer);
    socket.receive('gibberish');
    assert.equal(transport.state.status, 'connected');
    assert.equal(frames.length, 2);
  });

  test('takes a socket that asks for nothing: found out once, where the platform does not say', async () => {
    const { transport, last, clock, diagnosed } = setUp({ servers: [a] });
    transport.connect();
    last().fail();
    assert.equal(transport.state.reason, 'connection/unreachable');
    await clock.advance(300);
    last().fail();
    assert.equal(diagnosed().length, 1);
    diagnosed()[0]?.open('');
    await settle();
    assert.equal(transport.state.reason, 'connection/not-sip');
    assert.equal(diagnosed()[0]?.closed, true);
    await clock.advance(600);
    last().fail();
    assert.equal(transport.state.reason, 'connection/not-sip');
    assert.equal(diagnosed().length, 1);
  });

  test('is not one that takes no socket at all', () => {
    const { transport, last, diagnosed } = setUp({ servers: [a] });
    transport.connect();
    last().fail();
    diagnosed()[0]?.fail();
    assert.equal(transport.state.reason, 'connection/unreachable');
  });
});

describe('liveness', () => {
  test('lost drops the socket without waiting for it to close', async () => {
    const { open, clock, transport, last } = setUp();
    const socket = open();
    await clock.advance(15_000);
    socket.receive('\r\n');
    await clock.advance(15_000 + 4_000);
    assert.equal(socket.closed, true);
    assert.equal(transport.state.status, 'reconnecting');
    assert.equal(transport.state.reason, 'connection/lost');
    await clock.advance(500);
    assert.notEqual(last(), socket);
    socket.receive(request);
    socket.fail();
    assert.equal(transport.state.status, 'reconnecting', 'the old socket has no say any more');
  });

  test('is not asked by CRLF of a server that hung up on it', async () => {
    let probes = 0;
    const { open, clock, last } = setUp({ servers: [a], probe: () => void (probes += 1) });
    const socket = open();
    await clock.advance(15_000);
    assert.deepEqual(socket.sent, [ping]);
    socket.fail();
    await clock.advance(1_000);
    last().open();
    await clock.advance(15_000);
    assert.equal(probes, 1);
    assert.deepEqual(last().sent, []);
  });

  test('is asked for more often during a call', async () => {
    const { open, clock, transport } = setUp();
    transport.setInCall(true);
    const socket = open();
    await clock.advance(4_000);
    assert.equal(socket.sent.length, 1);
    socket.receive('\r\n');
    await clock.advance(4_000 + 4_000);
    assert.equal(transport.state.status, 'reconnecting');
  });

  test('answers theirs', () => {
    const { open, frames } = setUp();
    const socket = open();
    socket.receive(ping);
    socket.receive(new TextEncoder().encode(ping).buffer);
    assert.deepEqual(socket.sent, ['\r\n', '\r\n']);
    assert.deepEqual(frames, []);
  });
});

describe('what the host says of the network', () => {
  test('makes us ask, and close nothing', async () => {
    for (const online of [true, false]) {
      const { open, network, clock, transport } = setUp();
      const socket = open();
      await clock.advance(3_000);
      network(online);
      assert.deepEqual(socket.sent, [ping]);
      socket.receive('\r\n');
      await clock.advance(5_000);
      assert.equal(transport.state.status, 'connected');
      network(online);
      await clock.advance(4_000);
      assert.equal(transport.state.status, 'reconnecting');
      assert.equal(transport.state.reason, online ? 'connection/lost' : 'connection/offline');
    }
  });

  test('ends a wait', async () => {
    const { transport, network, last, clock } = setUp({ servers: [a], random: () => 1 });
    transport.connect();
    last().fail();
    network(false);
    assert.equal(transport.state.reason, 'connection/offline');
    await clock.advance(499);
    const before = last();
    network(true);
    assert.notEqual(last(), before);
    await clock.advance(1_000);
    last().open();
    assert.equal(transport.state.status, 'connected');
  });

  test('connects nobody who did not ask', () => {
    const { network, sockets } = setUp();
    network(true);
    network(false);
    assert.equal(sockets.length, 0);
  });
});

describe('sending', () => {
  test('is refused where nothing is open', async () => {
    const { transport, last, open } = setUp();
    const lost = { code: 'connection/lost', retryable: true };
    await assert.rejects(transport.send('x'), lost);
    transport.connect();
    await assert.rejects(transport.send('x'), lost);
    open();
    await transport.send('x');
    assert.deepEqual(last().sent, ['x']);
    last().send = () => {
      throw new Error('closing');
    };
    await assert.rejects(transport.send('x'), lost);
    last().fail();
    await assert.rejects(transport.send('x'), lost);
  });

  test('is refused where nothing gets through, and asks why', async () => {
    const { transport, open, clock } = setUp();
    const socket = open();
    await clock.advance(15_000);
    socket.receive('\r\n');
    socket.bufferedAmount = 2_000_000;
    await assert.rejects(transport.send('x'), { code: 'connection/lost' });
    await clock.advance(4_000);
    assert.equal(transport.state.status, 'reconnecting');
  });
});

describe('a listener', () => {
  test('that throws stops nothing', async () => {
    const error = new Error('listener');
    const fail = (): never => {
      throw error;
    };
    const { open, transport, errors, clock, last } = setUp({ onState: fail, onMessage: fail });
    const socket = open();
    socket.receive(request);
    socket.receive(ping);
    assert.deepEqual(socket.sent, ['\r\n']);
    socket.fail();
    await clock.advance(1_000);
    last().open();
    assert.equal(transport.state.status, 'connected');
    assert.ok(errors.length >= 5);
    assert.equal(errors[0], error);
  });

  test('may disconnect and connect again from inside', async () => {
    const seen: string[] = [];
    const context = setUp({
      onState: (state) => {
        seen.push(state.status);
        if (state.status === 'connecting' && seen.length < 4) {
          context.transport.disconnect();
          context.transport.connect();
        }
      },
    });
    context.transport.connect();
    assert.equal(context.sockets.filter(({ closed }) => !closed).length, 1);
    context.last().open();
    assert.equal(context.transport.state.status, 'connected');
    context.transport.dispose();
    await settle();
    assert.equal(context.clock.pending, 0);
  });
});

describe('dispose', () => {
  const stages: readonly (readonly [string, (context: ReturnType<typeof setUp>) => void])[] = [
    ['before anything', () => undefined],
    ['while connecting', ({ transport }) => transport.connect()],
    ['while connected', ({ open }) => void open()],
    [
      'while asking',
      ({ open, transport }) => {
        open();
        transport.connect();
      },
    ],
    [
      'while waiting',
      ({ transport, last }) => {
        transport.connect();
        last().fail();
      },
    ],
  ];
  for (const [stage, reach] of stages) {
    test(`${stage} leaves nothing`, async () => {
      const context = setUp();
      reach(context);
      context.transport.dispose();
      assert.equal(context.clock.pending, 0);
      assert.equal(context.networkSignal()?.aborted, true);
      assert.ok(
        context.sockets.every(
          ({ closed, onclose, onmessage, onopen }) => closed && !onclose && !onmessage && !onopen,
        ),
      );
      const count = context.sockets.length;
      context.transport.connect();
      context.network(true);
      await context.clock.advance(60_000);
      assert.equal(context.sockets.length, count);
      assert.equal(context.transport.state.status, 'offline');
    });
  }
});

describe('a server address', () => {
  test('that is none is told, and skipped where there is another', () => {
    const servers = ['http://x', 'wss://user:pw@x', 'nonsense', ''];
    const none = setUp({ servers });
    none.transport.connect();
    assert.deepEqual(none.states, [{ status: 'offline', reason: 'connection/invalid-url' }]);
    const one = setUp({ servers: [...servers, b] });
    one.transport.connect();
    assert.equal(one.last().url, b);
  });

  test('that a secure page may not reach is told', () => {
    const { transport, states } = setUp({ servers: ['ws://x.example'], secureContextOnly: true });
    transport.connect();
    assert.deepEqual(states, [{ status: 'offline', reason: 'connection/insecure' }]);
  });

  test('that the platform refuses is told', async () => {
    const errors = { SecurityError: 'connection/insecure', SyntaxError: 'connection/invalid-url' };
    for (const [name, code] of Object.entries(errors)) {
      const { transport, clock } = setUp({
        webSocket: class extends FakeSocket {
          constructor(url: string) {
            super(url);
            throw Object.assign(new Error('refused'), { name });
          }
        },
      });
      transport.connect();
      await clock.advance(10_000);
      assert.equal(transport.state.reason, code);
      transport.dispose();
      assert.equal(clock.pending, 0);
    }
  });
});
