import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';

import type { CallState, PhoneOptions } from '@cadran/core';
import { createSwitchboard } from '@cadran/switchboard';
import type { Switchboard } from '@cadran/switchboard';

import { openPhone, until, untilCall, untilRegistered } from './phones.js';
import type { Person } from './phones.js';

const is =
  (id: string, status: CallState['status']) =>
  (call: CallState): boolean =>
    call.id === id && call.status === status;
const rings = (call: CallState): boolean =>
  call.direction === 'incoming' && call.status === 'ringing';

describe('phones over SIP', () => {
  let board: Switchboard;
  let people: Person[];

  function open(user: string, options?: Partial<PhoneOptions>): Person {
    const person = openPhone(board, user, options);
    people.push(person);
    return person;
  }

  async function registered(user: string, options?: Partial<PhoneOptions>): Promise<Person> {
    const person = open(user, options);
    await untilRegistered(person);
    return person;
  }

  async function talk(caller: Person, callee: Person, target: string) {
    const out = await caller.phone.dial(target);
    const { id: there } = await untilCall(callee, rings, 'the incoming call');
    await untilCall(caller, is(out, 'ringing'), 'the ringing');
    await callee.phone.call(there).answer();
    await untilCall(caller, is(out, 'active'), 'the answer');
    return { out, there };
  }

  beforeEach(async () => {
    board = await createSwitchboard({ port: 0 });
    people = [];
  });
  afterEach(async () => {
    await Promise.all(people.map(({ phone }) => phone.dispose()));
    for (const { media } of people) {
      assert.deepEqual(media.open, { sessions: 0, microphones: 0, listeners: 0 });
    }
    await board.close();
  });

  it('call, hold both ways, resume and hang up', async () => {
    const [alice, bob] = await Promise.all([registered('alice'), registered('bob')]);
    const { out, there } = await talk(alice, bob, 'bob');
    const { remote } = bob.phone.state.get().calls[there] ?? {};
    assert.equal(remote?.uri, 'sip:alice@cadran.test');
    assert.equal(remote.displayName, 'alice');

    await alice.phone.call(out).hold();
    await untilCall(bob, ({ id, remoteHold }) => id === there && remoteHold, 'their hold');
    await bob.phone.call(there).hold();
    await alice.phone.call(out).resume();
    assert.equal(alice.phone.state.get().calls[out]?.remoteHold, true);
    await bob.phone.call(there).resume();
    await untilCall(alice, ({ id, remoteHold }) => id === out && !remoteHold, 'no hold');

    await bob.phone.call(there).hangup();
    const { ended } = await untilCall(alice, is(out, 'ended'), 'the end');
    assert.equal(ended?.by, 'remote');
    assert.equal(ended.reason, 'hangup');
  });

  it('show whom a call was sent on to, before that person answers', async () => {
    const [alice, bob, carol] = await Promise.all(
      ['alice', 'bob', 'carol'].map((user) => registered(user)),
    );
    assert.ok(alice && bob && carol);
    board.intercept(({ message, direction }) => {
      if (direction !== 'in' || message.kind !== 'response' || message.status !== 603)
        return undefined;
      message.headers.set('Contact', `"Your bank" <sip:carol@${board.domain}>`);
      return { rewrite: { ...message, status: 302 } };
    });
    const out = await alice.phone.dial('bob');
    const { id: there } = await untilCall(bob, rings, 'the call at bob');
    await bob.phone.call(there).decline();
    const { id: onward } = await untilCall(carol, rings, 'the call at carol');
    const { remote, status } = await untilCall(
      alice,
      (call) => call.id === out && call.remote.uri === `sip:carol@${board.domain}`,
      'the name',
    );
    assert.notEqual(status, 'active');
    assert.deepEqual([remote.displayName, remote.verified], [undefined, false]);
    await carol.phone.call(onward).answer();
    await untilCall(alice, is(out, 'active'), 'the answer');
    assert.equal(alice.phone.state.get().order.length, 1, 'one call');
    await alice.phone.call(out).hangup();
    await untilCall(carol, is(onward, 'ended'), 'the end');
  });

  it('wait to be registered with a call that was made before', async () => {
    let release = (): void => undefined;
    const released = new Promise<undefined>((resolve) => {
      release = () => resolve(undefined);
    });
    // A registration begins with what is kept of the device: on a busy machine that takes its time.
    const storage = { read: () => released, write: () => Promise.resolve() };
    const asked: string[] = [];
    board.onMessage(({ direction, method }) => direction === 'in' && asked.push(method));
    const alice = open('alice', { storage });
    const out = await alice.phone.dial('bob');
    await registered('bob');
    assert.ok(!asked.includes('INVITE'), asked.join(', '));
    release();
    await untilCall(alice, is(out, 'ringing'), 'the ringing');
  });

  it('settle glare', async () => {
    const [alice, bob] = await Promise.all([registered('alice'), registered('bob')]);
    const { out, there } = await talk(alice, bob, 'bob');
    await Promise.all([alice.phone.call(out).hold(), bob.phone.call(there).hold()]);
    assert.equal(alice.phone.state.get().calls[out]?.hold, 'held');
    assert.equal(bob.phone.state.get().calls[there]?.hold, 'held');
  });

  it('swap two calls', async () => {
    const [alice, bob, carol] = await Promise.all(
      ['alice', 'bob', 'carol'].map((user) => registered(user)),
    );
    assert.ok(alice && bob && carol);
    const first = await talk(alice, bob, 'bob');
    const second = await talk(alice, carol, 'carol');
    assert.equal(alice.phone.state.get().calls[first.out]?.hold, 'held');
    await alice.phone.call(first.out).resume();
    assert.equal(alice.phone.state.get().calls[second.out]?.hold, 'held');
    await untilCall(carol, ({ id, remoteHold }) => id === second.there && remoteHold, 'the hold');
  });

  it('decline, are busy and are cancelled', async () => {
    const [alice, bob] = await Promise.all([registered('alice'), registered('bob')]);
    const endings = [
      ['declined', (id: string) => bob.phone.call(id).decline()],
      ['busy', (id: string) => bob.phone.call(id).decline({ as: 'busy' })],
      ['cancelled', () => alice.phone.call(alice.phone.state.get().order.at(-1) ?? '').hangup()],
    ] as const;
    for (const [reason, end] of endings) {
      const out = await alice.phone.dial('bob');
      const { id } = await untilCall(bob, rings, 'the incoming call');
      await end(id);
      const { ended } = await untilCall(alice, is(out, 'ended'), 'the end');
      assert.equal(ended?.reason, reason);
      await untilCall(bob, is(id, 'ended'), 'the end there');
    }
  });

  it('tell a far side without transfers, and keep the call', async () => {
    const [alice, bob] = await Promise.all([
      registered('alice', { followTransfers: 'never' }),
      registered('bob'),
    ]);
    const { out, there } = await talk(alice, bob, 'bob');
    await assert.rejects(bob.phone.call(there).transfer('600'), { code: 'call/transfer-failed' });
    assert.equal(bob.phone.state.get().calls[there]?.status, 'active');
    assert.equal(alice.phone.state.get().calls[out]?.status, 'active');
  });

  it('send digits by INFO', async () => {
    const [alice, bob] = await Promise.all([registered('alice'), registered('bob')]);
    const { out } = await talk(alice, bob, 'bob');
    await alice.phone.call(out).sendDtmf('5', { by: 'info' });
  });

  it('call numbers that end as they should', async () => {
    const alice = await registered('alice');
    for (const [target, reason] of [
      ['601', 'busy'],
      ['nobody', 'not-found'],
      ['dave', 'unreachable'],
    ] as const) {
      const out = await alice.phone.dial(target);
      const { ended } = await untilCall(alice, is(out, 'ended'), `the end of ${target}`);
      assert.equal(ended?.by, 'remote');
      assert.equal(ended.reason, reason);
    }
  });

  it('are refused with a wrong password, and try again when asked', async () => {
    let password = 'guess';
    const credentials = async () => ({ username: 'alice', password });
    const alice = open('alice', { credentials });
    await until(alice, ({ registration }) => registration.status === 'failed', 'the refusal');
    const { failure } = alice.phone.state.get().registration;
    assert.equal(failure?.code, 'registration/wrong-password');
    assert.equal(failure.retryAt, undefined);
    password = 'secret';
    await alice.phone.registration.register();
    assert.equal(alice.phone.state.get().registration.status, 'registered');
  });

  it('keep a call through a lost connection, and hang up on either side after it', async () => {
    const [alice, bob] = await Promise.all([registered('alice'), registered('bob')]);
    const { out, there } = await talk(alice, bob, 'bob');
    const lost = until(
      alice,
      ({ warnings }) => warnings[0]?.code === 'connection/lost',
      'the loss',
    );
    for (const socket of board.sockets.of('alice')) socket.terminate();
    await lost;
    assert.equal(alice.phone.state.get().calls[out]?.status, 'active');
    await untilRegistered(alice);
    await until(alice, ({ warnings }) => warnings.length === 0, 'the end of the warning');
    await bob.phone.call(there).hangup();
    const { ended } = await untilCall(alice, is(out, 'ended'), 'the end');
    assert.equal(ended?.by, 'remote');
  });

  it('say that nobody answers there', async () => {
    const alice = openPhone(board, 'alice', { servers: ['ws://127.0.0.1:9/'] });
    people.push(alice);
    const failure = await until(alice, ({ registration }) => registration.failure, 'the failure');
    assert.equal(failure.code, 'connection/unreachable');
    await assert.rejects(alice.phone.dial('bob'), { code: 'connection/offline' });
  });
});
