import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { ConnectionState } from '../../../connection/connection-state.js';
import { loadedPart } from '../../../kernel/lazy-part.js';
import type { SipServer } from '../../../ports/sip-server.js';
import { createManualClock, settle } from '../../fake/manual-clock.js';
import { openWithoutSip } from './open-without-sip.js';
import { ServerMoves } from './server-moves.js';
import { createTransport } from './transport.js';
import type { WebSocketLike } from './web-socket.js';

const minute = 60_000;

/** Servers that are there or not, and answer CRLF with CRLF. */
class Farm {
  readonly clock = createManualClock();
  readonly down = new Set<string>();
  /** Those that take a connection and say nothing. */
  readonly silent = new Set<string>();
  readonly states: ConnectionState[] = [];
  /** The hosts that were asked for a connection, in order. */
  readonly asked: string[] = [];
  readonly sockets = new Set<Socket>();
  readonly transport;

  constructor(servers: readonly (string | SipServer)[]) {
    this.transport = createTransport({
      servers,
      clock: this.clock,
      random: () => 0.5,
      webSocket: socketsOf(this),
      probe: () => undefined,
      serversPart: loadedPart({ ServerMoves, openWithoutSip }),
      onMessage: () => undefined,
      onState: (state) => this.states.push(state),
      onListenerError: assert.ifError,
    });
    this.transport.connect();
  }

  /** Where the phone is connected. */
  get host(): string {
    const { status, server } = this.transport.state;
    return status === 'connecting' || status === 'reconnecting'
      ? ''
      : new URL(server ?? '').hostname;
  }

  /** A server goes, with a close code when it says so. */
  fails(host: string, code?: number): void {
    this.down.add(host);
    for (const socket of [...this.sockets]) if (socket.host === host) socket.end(code);
  }
}

class Socket implements WebSocketLike {
  binaryType = '';
  readonly protocol = 'sip';
  readonly bufferedAmount = 0;
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: never) => void) | null = null;
  onclose: ((event: never) => void) | null = null;
  onerror: ((event: never) => void) | null = null;
  readonly host: string;

  constructor(
    url: string,
    private readonly farm: Farm,
  ) {
    this.host = new URL(url).hostname;
    farm.asked.push(this.host);
    farm.sockets.add(this);
    queueMicrotask(() => {
      if (farm.down.has(this.host)) this.end();
      else if (!farm.silent.has(this.host)) this.onopen?.({} as never);
    });
  }

  send(data: string): void {
    if (data === '\r\n\r\n') queueMicrotask(() => this.onmessage?.({ data: '\r\n' } as never));
  }

  close(): void {
    this.farm.sockets.delete(this);
  }

  end(code?: number): void {
    this.farm.sockets.delete(this);
    this.onclose?.({ code } as never);
  }
}

function socketsOf(farm: Farm) {
  return class extends Socket {
    constructor(url: string) {
      super(url, farm);
    }
  };
}

/** On its second server, because the first was not there. */
async function onSecond(): Promise<Farm> {
  const farm = new Farm(['wss://a', 'wss://b']);
  farm.down.add('a');
  await farm.clock.advance(1_000);
  assert.equal(farm.host, 'b');
  farm.asked.length = farm.states.length = 0;
  return farm;
}

describe('the first server, when it is back', () => {
  test('is returned to after a while, without a gap', async () => {
    const farm = await onSecond();
    farm.down.clear();
    await farm.clock.advance(2 * minute - 2_000);
    assert.deepEqual(farm.asked, [], 'not at once');
    await farm.clock.advance(minute);
    assert.equal(farm.host, 'a');
    assert.deepEqual(farm.asked, ['a']);
    assert.deepEqual(
      farm.states.map(({ status, server }) => `${status} ${server ?? ''}`),
      ['reconnecting wss://a/', 'connected wss://a/'],
    );
    assert.equal(farm.sockets.size, 1, 'the other connection is given up');
    await farm.clock.advance(60 * minute);
    assert.deepEqual(farm.asked, ['a'], 'and that was that');
  });

  test('is not returned to in a call, but after it', async () => {
    const farm = await onSecond();
    farm.down.clear();
    farm.transport.setInCall(true);
    await farm.clock.advance(10 * minute);
    assert.deepEqual(farm.asked, []);
    farm.transport.setInCall(false);
    await farm.clock.advance(1);
    assert.equal(farm.host, 'a');
  });

  test('loses its chance to a call that begins before it answered', async () => {
    const farm = await onSecond();
    farm.down.clear();
    farm.silent.add('a');
    while (farm.asked.length === 0) await farm.clock.advance(1_000);
    assert.equal(farm.sockets.size, 2);
    farm.transport.setInCall(true);
    assert.equal(farm.sockets.size, 1);
    assert.equal(farm.host, 'b');
    await farm.clock.advance(10 * minute);
    assert.deepEqual(farm.asked, ['a']);
  });

  test('is asked seldom while it is not', async () => {
    const farm = await onSecond();
    await farm.clock.advance(60 * minute);
    assert.equal(farm.host, 'b');
    assert.deepEqual([...new Set(farm.states.map(({ status }) => status))], []);
    assert.ok(farm.asked.length >= 3 && farm.asked.length <= 5, String(farm.asked.length));
  });

  test('that fails again soon is left alone for twice as long each time', async () => {
    const farm = await onSecond();
    const returns: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      farm.down.clear();
      const from = farm.clock.now();
      while (farm.host !== 'a') await farm.clock.advance(10_000);
      returns.push(farm.clock.now() - from);
      await farm.clock.advance(15_000);
      farm.fails('a');
      await farm.clock.advance(1_000);
      assert.equal(farm.host, 'b');
    }
    for (const [round, time] of returns.entries()) {
      if (round > 0) assert.ok(time >= 1.9 * (returns[round - 1] ?? 0), returns.join());
    }
  });
});

describe('a server that wants to be left', () => {
  test('is left at once for another, and not returned to before its time', async () => {
    const farm = new Farm(['wss://a', 'wss://b']);
    await farm.clock.advance(1_000);
    farm.transport.leave(600);
    await farm.clock.advance(1);
    assert.equal(farm.host, 'b');
    await farm.clock.advance(9.9 * minute);
    assert.deepEqual(farm.asked, ['a', 'b']);
    await farm.clock.advance(5 * minute);
    assert.equal(farm.host, 'a');
  });

  test('is kept where there is no other, or none that is there', async () => {
    const alone = new Farm(['wss://a']);
    await alone.clock.advance(1_000);
    alone.transport.leave(600);
    await alone.clock.advance(minute);
    assert.deepEqual(alone.asked, ['a']);
    assert.deepEqual(alone.transport.state, { status: 'connected', server: 'wss://a/' });

    const farm = new Farm(['wss://a', 'wss://b']);
    farm.down.add('b');
    await farm.clock.advance(1_000);
    farm.transport.leave(30);
    await farm.clock.advance(2 * minute);
    assert.equal(farm.host, 'a');
    assert.deepEqual(farm.asked, ['a', 'b']);
    assert.equal(farm.transport.state.status, 'connected');
  });

  test('keeps what is up, says so, and is left after it', async () => {
    const farm = new Farm(['wss://a', 'wss://b']);
    await farm.clock.advance(1_000);
    farm.transport.setInCall(true);
    farm.transport.leave(600);
    await settle();
    assert.deepEqual(farm.transport.state, {
      status: 'draining',
      server: 'wss://a/',
      reason: 'registration/rejected',
    });
    await farm.clock.advance(5 * minute);
    assert.deepEqual(farm.asked, ['a']);
    farm.transport.setInCall(false);
    await farm.clock.advance(1);
    assert.equal(farm.host, 'b');
  });

  test('is kept after a call that outlasted its wish', async () => {
    const farm = new Farm(['wss://a', 'wss://b']);
    await farm.clock.advance(1_000);
    farm.transport.setInCall(true);
    farm.transport.leave(60);
    await farm.clock.advance(minute + 1);
    assert.equal(farm.transport.state.status, 'connected');
    farm.transport.setInCall(false);
    await farm.clock.advance(10 * minute);
    assert.deepEqual(farm.asked, ['a']);
  });

  for (const code of [1012, 1013]) {
    test(`and closes with ${code} is not the next to be tried`, async () => {
      const farm = new Farm(['wss://a', 'wss://b']);
      await farm.clock.advance(minute);
      farm.fails('a', code);
      farm.down.clear();
      await farm.clock.advance(1);
      assert.equal(farm.host, 'b');
      await farm.clock.advance(minute - 1_000);
      farm.fails('b');
      farm.down.clear();
      await farm.clock.advance(1_000);
      assert.equal(farm.host, 'b', 'not before its time while another is there');
    });
  }

  test('does not make a phone wander between servers that all want to be left', async () => {
    const farm = new Farm(['wss://a', 'wss://b', 'wss://c']);
    await farm.clock.advance(1_000);
    for (let round = 0; round < 20; round += 1) {
      farm.transport.leave(300);
      await farm.clock.advance(10);
    }
    assert.deepEqual(farm.asked, ['a', 'b', 'c']);
    assert.equal(farm.transport.state.status, 'connected');
  });
});
