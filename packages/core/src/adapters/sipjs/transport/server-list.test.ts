import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { SipServer } from '../../../ports/sip-server.js';
import { createManualClock } from '../../fake/manual-clock.js';
import { ServerList } from './server-list.js';
import { readServer } from './server-url.js';
import { usualTiming } from './transport-options.js';

/** Numbers from 0 to 1 that are the same each time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

function listOf(servers: readonly (string | SipServer)[], random = seeded(1)) {
  const clock = createManualClock();
  const read = servers.map((server, place) => readServer(server, place, {}));
  return { clock, list: new ServerList(read, { clock, random, ...usualTiming }) };
}

const hostOf = ({ current }: ServerList): string => new URL(current?.url ?? '').hostname;

/** The servers in the order in which they are tried while all fail, one pass. */
function pass(list: ServerList, count: number): string[] {
  return Array.from({ length: count }, () => {
    const host = hostOf(list);
    list.failed(false);
    list.take();
    return host;
  });
}

describe('a list of servers', () => {
  test('has plain URLs in their order', () => {
    const { list } = listOf(['wss://a', 'wss://b', 'wss://c']);
    for (let round = 0; round < 20; round += 1) assert.deepEqual(pass(list, 3), ['a', 'b', 'c']);
  });

  test('has the lowest priority first, and by their place those without one', () => {
    const { list } = listOf([
      { url: 'wss://a', priority: 9 },
      'wss://b',
      { url: 'wss://c', priority: 0 },
    ]);
    for (let round = 0; round < 20; round += 1) assert.deepEqual(pass(list, 3), ['c', 'b', 'a']);
  });

  test('shares phones by weight among those of one priority, and tries each of them once', () => {
    const { list } = listOf([
      { url: 'wss://a', priority: 1, weight: 6 },
      { url: 'wss://b', priority: 1, weight: 3 },
      { url: 'wss://c', priority: 1 },
      { url: 'wss://d', priority: 1, weight: 0 },
      { url: 'wss://e', priority: 2, weight: 9 },
    ]);
    const first: Record<string, number> = { a: 0, b: 0, c: 0, d: 0 };
    const rounds = 10_000;
    for (let round = 0; round < rounds; round += 1) {
      const order = pass(list, 5);
      assert.deepEqual([...order].sort(), ['a', 'b', 'c', 'd', 'e']);
      assert.equal(order.at(-1), 'e');
      const [winner = ''] = order;
      first[winner] = (first[winner] ?? 0) + 1;
    }
    // Six standard deviations of the largest share are 0.03.
    const expected = { a: 0.6, b: 0.3, c: 0.1, d: 0 };
    for (const [host, share] of Object.entries(expected)) {
      const seen = (first[host] ?? 0) / rounds;
      assert.ok(Math.abs(seen - share) < 0.03, `${host}: ${seen}`);
    }
  });

  test('tries each at once and then waits, longer each time, up to a cap', () => {
    const { list } = listOf(['wss://a', 'wss://b'], () => 0.5);
    const waits: number[] = [];
    for (let tried = 0; tried < 14; tried += 1) {
      waits.push(list.failed(false));
      list.take();
    }
    assert.deepEqual(
      waits.filter((_, place) => place % 2 === 0),
      Array<number>(7).fill(0),
    );
    assert.deepEqual(
      waits.filter((_, place) => place % 2 === 1),
      [250, 500, 1_000, 2_000, 2_500, 2_500, 2_500],
    );
  });

  test('starts over soon after a connection that lasted, unless it was asked to go', async () => {
    for (const isAsked of [false, true]) {
      const { list, clock } = listOf(['wss://a', 'wss://b'], () => 0.5);
      if (list.current) list.opened(list.current);
      await clock.advance(20_000);
      assert.equal(list.failed(isAsked), isAsked ? 0 : usualTiming.firstRetry / 2);
      list.take();
      assert.equal(hostOf(list), isAsked ? 'b' : 'a');
    }
  });
});
