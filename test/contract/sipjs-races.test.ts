import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { Fault, Passing } from '@cadran/switchboard';
import { Timers } from 'sip.js/lib/core/timers.js';
import { openBoard } from './board.js';
import { assertSays, callName, codeOf, converse, description, dial, Line } from './line.js';

const usual = { ...Timers };
let board: Awaited<ReturnType<typeof openBoard>>;
let alice: Line;
let bob: Line;

beforeEach(async () => {
  board = await openBoard();
  [alice, bob] = (await Promise.all(
    ['alice', 'bob'].map((user) => new Line(board.line(user)).register()),
  )) as [Line, Line];
});
afterEach(async () => {
  await Promise.all([alice.signaling.dispose(), bob.signaling.dispose()]);
  await new Promise((resolve) => setImmediate(resolve));
  alice.assertEndedOnce();
  bob.assertEndedOnce();
  await board.close();
  Object.assign(Timers, usual);
});

/** `200 INVITE` or `BYE`, as it passes towards a user. */
function passes(passing: Passing, kind: string, party: string): boolean {
  const { message, direction } = passing;
  if (direction !== 'out' || passing.party !== party) return false;
  const method = message.headers.get('CSeq')?.split(' ')[1] ?? '';
  return (message.kind === 'request' ? method : `${message.status} ${method}`) === kind;
}

/** Does something to the messages of a kind on their way to a user. */
function fault(kind: string, party: string, what: Fault): () => void {
  return board.switchboard.intercept((passing) =>
    passes(passing, kind, party) ? what : undefined,
  );
}

describe('races over the switchboard', () => {
  test('a 200 that CANCEL meets on its way is acknowledged and hung up', async () => {
    fault('200 INVITE', 'alice', { delay: 60 });
    const call = await dial(alice, bob);
    const accepted = codeOf(bob.signaling.accept(call.in, description('bob')));
    alice.signaling.end(call.out);
    assertSays(await alice.next('ended'), { by: 'local', reason: 'cancelled' });
    await bob.next('ended');
    assert.match(await accepted, /^(resolved|signaling\/wrong-state)$/);
    assert.equal(
      alice.facts.some(({ type }) => type === 'accepted'),
      false,
    );
  });

  test('a BYE that overtakes its ACK ends the call', async () => {
    fault('ACK', 'bob', { delay: 80 });
    const call = await dial(alice, bob);
    const accepted = codeOf(bob.signaling.accept(call.in, description('bob')));
    await alice.next('accepted');
    alice.signaling.end(call.out);
    assertSays(await bob.next('ended'), { by: 'remote', reason: 'hangup' });
    assert.equal(await accepted, 'signaling/wrong-state');
  });

  test('an ACK that never comes ends the call on both sides', async () => {
    Object.assign(Timers, { T1: 2, TIMER_L: 128 });
    fault('ACK', 'bob', 'drop');
    const call = await dial(alice, bob);
    const accepted = codeOf(bob.signaling.accept(call.in, description('bob')));
    assertSays(await bob.next('ended'), { id: call.in, by: 'system', reason: 'connection-lost' });
    assert.equal(await accepted, 'signaling/timeout');
    assertSays(await alice.next('ended'), { id: call.out, by: 'remote', reason: 'hangup' });
  });

  test('a 180 that comes after the 200 changes nothing', async () => {
    fault('180 INVITE', 'alice', { delay: 60 });
    const out = callName();
    alice.signaling.invite(out, { target: 'sip:bob@cadran.test', sdp: description('alice') });
    const incoming = await bob.next('incoming');
    bob.signaling.ring(incoming.id);
    await bob.signaling.accept(incoming.id, description('bob'));
    await alice.next('accepted');
    const theirs = bob.next('offer').then((offer) => {
      bob.signaling.answerOffer(offer.id, offer.exchange, description('bob'));
    });
    await alice.signaling.reinvite(out, description('alice'));
    await theirs;
    assert.equal(
      alice.facts.some(({ type }) => type === 'progress'),
      false,
    );
  });

  test('every message twice is every message once', async () => {
    board.switchboard.intercept(() => ({ copies: 2 }));
    const call = await converse(alice, bob);
    const theirs = bob.next('offer').then((offer) => {
      bob.signaling.answerOffer(offer.id, offer.exchange, description('bob'));
    });
    await alice.signaling.reinvite(call.out, description('alice', 'sendonly'));
    await theirs;
    await alice.signaling.info(call.out, 'application/dtmf', '1');
    bob.signaling.end(call.in);
    await alice.next('ended');
    const count = (line: Line, type: string): number =>
      line.facts.filter((fact) => fact.type === type).length;
    assert.deepEqual(
      [count(bob, 'incoming'), count(bob, 'offer'), count(bob, 'digits'), count(alice, 'accepted')],
      [1, 1, 1, 1],
    );
  });

  test('garbage in the middle of a call hurts neither it nor the others', async () => {
    const one = await converse(alice, bob);
    const stop = fault('INFO', 'bob', { rewrite: 'INFO sip:\u0000 SIP/2.0\r\nVia: \r\n\r\n' });
    Object.assign(Timers, { TIMER_F: 100 });
    assert.equal(
      await codeOf(alice.signaling.info(one.out, 'application/dtmf', '1')),
      'signaling/timeout',
    );
    stop();
    Object.assign(Timers, usual);
    await alice.signaling.info(one.out, 'application/dtmf', '2');
    assertSays(await bob.next('digits'), { id: one.in, digits: '2' });
    const two = await converse(alice, bob);
    bob.signaling.end(two.in);
    await alice.next('ended', ({ id }) => id === two.out);
  });

  test('a socket that goes silent is found out, and the call is still there', async () => {
    const call = await converse(alice, bob);
    const back = alice.facts.length;
    board.cut('alice');
    const heard = await alice.when(
      () =>
        alice.facts
          .slice(back)
          .find((fact) => fact.type === 'connection' && fact.connection.status === 'connected'),
      'another connection',
    );
    assert.ok(heard);
    const theirs = bob.next('offer').then((offer) => {
      bob.signaling.answerOffer(offer.id, offer.exchange, description('callee'));
    });
    await alice.signaling.register({ expires: 600 });
    await alice.signaling.reinvite(call.out, description('caller'));
    await theirs;
    bob.signaling.end(call.in);
    await alice.next('ended');
  });

  for (const seed of [1, 2, 3]) {
    test(`twenty calls that end anyhow, on a network of moods (${seed})`, async () => {
      const random = generator(seed);
      // A socket keeps the order: each message waits at least as long as the one before it.
      const busy = new Map<string, number>();
      board.switchboard.intercept(({ flow, direction }) => {
        const now = performance.now();
        const due = Math.max(now + random() * 12, (busy.get(flow + direction) ?? 0) + 2);
        busy.set(flow + direction, due);
        return { delay: due - now, copies: random() < 0.1 ? 2 : 1 };
      });
      const calls = Array.from({ length: 20 }, callName);
      bob.onFact = (fact) => {
        if (fact.type !== 'incoming') return;
        const act = Math.floor(random() * 4);
        bob.signaling.ring(fact.id);
        if (act === 0) bob.signaling.reject(fact.id, 486);
        else if (act === 1) bob.signaling.end(fact.id);
        else bob.signaling.accept(fact.id, description('bob')).catch(() => undefined);
      };
      for (const id of calls) {
        alice.signaling.invite(id, { target: 'sip:bob@cadran.test', sdp: description(id) });
        setTimeout(() => alice.signaling.end(id), Math.floor(random() * 60));
      }
      await Promise.all(calls.map((id) => alice.next('ended', (fact) => fact.id === id)));
    });
  }
});

/** A small generator of numbers that can be repeated (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
