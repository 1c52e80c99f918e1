import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { readInviteRecord } from '../../packages/core/src/ports/invite-record.js';
import type { InviteRecord } from '../../packages/core/src/ports/invite-record.js';
import type { StoragePort } from '../../packages/core/src/ports/storage.js';
import { openBoard } from './board.js';
import { assertSays, callName, description, dial, Line } from './line.js';

let board: Awaited<ReturnType<typeof openBoard>>;
let lines: Line[];

beforeEach(async () => {
  board = await openBoard();
  lines = [];
});

afterEach(async () => {
  await Promise.all(lines.map((line) => line.signaling.dispose()));
  await new Promise((resolve) => setImmediate(resolve));
  for (const line of lines) line.assertEndedOnce();
  await board.close();
});

function open(user: string, storage?: StoragePort): Line {
  const line = new Line(board.line(user, storage ? { storage } : {}));
  lines.push(line);
  return line;
}

/** Bob calls alice, at whom it rings, and her engine is gone. The next one shares the identity of the device. */
async function leftRinging(): Promise<{
  bob: Line;
  out: string;
  next: Line;
  invite: InviteRecord;
}> {
  const kept = new Map<string, string>();
  const device: StoragePort = {
    read: async (key) => kept.get(key),
    write: async (key, value) => void kept.set(key, value),
  };
  const alice = await open('alice', device).register();
  const bob = await open('bob').register();
  const { out } = await dial(bob, alice, 'sip:alice@cadran.test');
  const incoming = alice.facts.findLast((fact) => fact.type === 'incoming');
  assert.ok(incoming?.type === 'incoming' && incoming.invite);
  await alice.signaling.disconnect();
  while (board.switchboard.bindings('alice').length > 0) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  const invite = JSON.parse(JSON.stringify(incoming.invite)) as InviteRecord;
  return { bob, out, next: open('alice', device), invite };
}

describe('a call that rings and outlives its engine', () => {
  test('comes in again, and is answered', async () => {
    const { bob, next, invite, out } = await leftRinging();
    const id = callName();
    next.signaling.resume?.(id, invite);
    await next.register();
    const again = await next.next('incoming');
    assertSays(again, { id, sdp: description('caller') });
    next.signaling.ring(id);
    await next.signaling.accept(id, description('alice'));
    assertSays(await bob.next('accepted'), { id: out, sdp: description('alice') });
    bob.signaling.end(out);
    assertSays(await next.next('ended'), { id, by: 'remote', reason: 'hangup' });
  });

  test('can be left once more', async () => {
    const { next, invite } = await leftRinging();
    next.signaling.resume?.('again', invite);
    await next.register();
    const again = await next.next('incoming');
    assert.deepEqual(again.invite, invite);
    next.signaling.reject('again', 486);
    await next.next('ended');
  });

  test('declined before there is a connection, is declined at the caller', async () => {
    const { bob, next, invite, out } = await leftRinging();
    next.signaling.resume?.('again', invite);
    next.signaling.reject('again', 603);
    await next.register();
    const ended = await bob.next('ended');
    assertSays(ended, { id: out, by: 'remote', reason: 'declined' });
    assertSays(await next.next('ended'), { id: 'again', by: 'local' });
  });

  test('given up by the caller meanwhile, ends', async () => {
    const { bob, next, invite, out } = await leftRinging();
    next.signaling.resume?.('again', invite);
    bob.signaling.end(out);
    await next.register();
    assertSays(await next.next('ended'), { id: 'again', by: 'remote', reason: 'cancelled' });
  });

  test('is not read from what is no INVITE', async () => {
    const { next, invite } = await leftRinging();
    for (const request of ['', 'INVITE', invite.request.replaceAll('INVITE', 'OPTIONS')]) {
      assert.throws(() => next.signaling.resume?.('again', { ...invite, request }), {
        code: 'signaling/malformed',
      });
    }
    assert.throws(() => readInviteRecord({ ...invite, localTag: 'a;b' }), {
      code: 'signaling/malformed',
    });
    await next.register();
    assert.deepEqual(
      next.facts.filter(({ type }) => type === 'incoming'),
      [],
    );
  });
});
