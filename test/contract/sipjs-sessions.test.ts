import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { createManualClock } from '../../packages/core/src/adapters/fake/manual-clock.js';
import { openBoard } from './board.js';
import { assertSays, callName, converse, description, Line } from './line.js';

let board: Awaited<ReturnType<typeof openBoard>>;
let clocks: ReturnType<typeof createManualClock>[];
let lines: Line[];
beforeEach(async () => {
  board = await openBoard();
  clocks = [];
  lines = [];
});
afterEach(async () => {
  await Promise.all([...lines.map(({ signaling }) => signaling.dispose()), pass(30)]);
  await new Promise((resolve) => setImmediate(resolve));
  for (const line of lines) line.assertEndedOnce();
  await board.close();
});

/** A registered line whose time is the test's. */
async function registered(user: string): Promise<Line> {
  const clock = createManualClock();
  clocks.push(clock);
  const line = new Line(board.line(user, { clock }));
  lines.push(line);
  return line.register();
}

/** Lets time pass on all lines alike, slowly enough for the server's answers to be in time. */
async function pass(seconds: number): Promise<void> {
  for (let passed = 0; passed < seconds; passed += 2) {
    await Promise.all(clocks.map((clock) => clock.advance(2_000)));
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** How often requests of a method reached the server. */
function counted(method: string): () => number {
  let count = 0;
  board.switchboard.intercept(({ message, direction }) => {
    if (direction === 'in' && message.kind === 'request' && message.method === method) count += 1;
    return undefined;
  });
  return () => count;
}

describe('a session over the switchboard', () => {
  test('is refreshed by the one who called, and goes on', async () => {
    const [alice, bob] = [await registered('alice'), await registered('bob')];
    const updates = counted('UPDATE');
    const call = await converse(alice, bob);
    await pass(2_000);
    assert.equal(updates(), 2, 'every quarter of an hour');
    assert.deepEqual([...alice.ends(call.out), ...bob.ends(call.in)], []);
  });

  test('that can no longer be refreshed is over on both sides, before it runs out', async () => {
    const [alice, bob] = [await registered('alice'), await registered('bob')];
    await converse(alice, bob);
    board.switchboard.intercept(({ message, direction }) =>
      direction === 'in' && message.kind === 'request' && /UPDATE|INVITE|BYE/.test(message.method)
        ? 'drop'
        : undefined,
    );
    await pass(1_790);
    for (const line of [alice, bob])
      assertSays(await line.next('ended'), { by: 'system', reason: 'connection-lost' });
  });
});

describe('a redirect over the switchboard', () => {
  test('rings at the person it names, and not at those of strangers', async () => {
    const [alice, bob] = [await registered('alice'), await registered('bob')];
    const carol = await registered('carol');
    board.switchboard.intercept(({ message, direction }) => {
      if (direction !== 'in' || message.kind !== 'response' || message.status !== 486)
        return undefined;
      message.headers.set('Contact', '<sip:x@elsewhere.test>, <sip:carol@cadran.test>;q=0.5');
      return { rewrite: { ...message, status: 302 } };
    });
    const out = callName();
    alice.signaling.invite(out, { target: 'sip:bob@cadran.test', sdp: description('alice') });
    bob.signaling.reject((await bob.next('incoming')).id, 486);
    const incoming = await carol.next('incoming');
    const accepted = carol.signaling.accept(incoming.id, description('carol'));
    assertSays(await alice.next('accepted'), { id: out, sdp: description('carol') });
    await accepted;
    alice.signaling.end(out);
    await carol.next('ended');
  });
});
