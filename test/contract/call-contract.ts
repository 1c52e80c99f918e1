import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assertSays, callName, codeOf, converse, description, dial } from './line.js';
import type { Stage } from './stage.js';

export function describeRegistration(stage: Stage): void {
  describe('registration', () => {
    test('needs a connection, which is asked for once and may be asked for again', async () => {
      const line = await stage.registered('alice');
      const before = line.facts.length;
      line.signaling.connect();
      await line.signaling.register({ expires: 600 });
      const heard = line.facts
        .slice(before)
        .flatMap((fact) => (fact.type === 'connection' ? [fact.connection.status] : []));
      assert.deepEqual(
        heard.filter((status) => !['probing', 'connected'].includes(status)),
        [],
      );
      assert.notEqual(heard.at(-1), 'probing');
    });

    test('resolves with what the server granted, and again on a refresh', async () => {
      const alice = await stage.open('alice').connect();
      const { expires } = await alice.signaling.register({ expires: 600 });
      assert.ok(expires >= 10 && expires <= 600, `${expires}`);
      await alice.signaling.register({ expires: 600 });
      await alice.signaling.unregister();
    });

    test('says what is wrong with a password and with a user', async () => {
      const wrong = await stage.open('alice', { password: 'guess' }).connect();
      assert.equal(
        await codeOf(wrong.signaling.register({ expires: 600 })),
        'registration/wrong-password',
      );
      const unknown = await stage.open('nobody').connect();
      assert.match(
        await codeOf(unknown.signaling.register({ expires: 600 })),
        /^registration\/(unknown-user|forbidden)$/,
      );
    });

    test('rejects without a connection, and unregister has nobody to ask', async () => {
      const line = stage.openNowhere();
      line.signaling.connect();
      assert.match(await codeOf(line.signaling.register({ expires: 600 })), /^connection\//);
      await line.signaling.unregister();
    });

    test('of two at once neither hurts the other', async () => {
      const alice = await stage.open('alice').connect();
      const { signaling } = alice;
      const [one, two] = await Promise.all([
        signaling.register({ expires: 600 }),
        signaling.register({ expires: 300 }),
      ]);
      assert.ok(one.expires > 0 && two.expires > 0);
    });
  });
}

export function describeCalls(stage: Stage): void {
  describe('a call', () => {
    test('is dialled, rings, is answered and hung up', async () => {
      const [alice, bob] = await stage.pair();
      const out = callName();
      alice.signaling.invite(out, { target: 'sip:bob@cadran.test', sdp: description('alice') });
      assert.equal(alice.facts.filter((fact) => 'id' in fact).length, 0, 'not inside the command');
      await alice.next('trying', ({ id }) => id === out);
      const incoming = await bob.next('incoming');
      assert.equal(incoming.sdp, description('alice'));
      assert.equal(incoming.remote.uri, 'sip:alice@cadran.test');
      bob.signaling.ring(incoming.id);
      const progress = await alice.next('progress');
      assert.equal(progress.status, 180);
      assert.deepEqual(await bob.signaling.accept(incoming.id, description('bob')), {});
      const accepted = await alice.next('accepted');
      assert.equal(accepted.sdp, description('bob'));
      assert.equal(accepted.fork, progress.fork);
      alice.signaling.end(out);
      assertSays(await alice.next('ended'), { by: 'local', reason: 'hangup' });
      assertSays(await bob.next('ended'), { by: 'remote', reason: 'hangup' });
    });

    test('is hung up by the one who was called', async () => {
      const call = await converse(...(await stage.pair()));
      call.callee.signaling.end(call.in);
      const ended = await call.caller.next('ended');
      assertSays(ended, { id: call.out, by: 'remote', reason: 'hangup' });
    });

    for (const [status, reason] of [
      [603, 'declined'],
      [486, 'busy'],
      [480, 'no-answer'],
      [404, 'not-found'],
    ] as const) {
      test(`refused with ${status} ends as ${reason}`, async () => {
        const call = await dial(...(await stage.pair()));
        call.callee.signaling.reject(call.in, status);
        const ended = await call.caller.next('ended');
        assertSays(ended, { by: 'remote', reason });
        assert.equal(ended.sip?.status, status);
        assert.equal((await call.callee.next('ended')).by, 'local');
      });
    }

    test('to nobody ends as not found or unreachable', async () => {
      const alice = await stage.registered('alice');
      const out = callName();
      alice.signaling.invite(out, { target: 'sip:nobody@cadran.test', sdp: description('a') });
      assert.match((await alice.next('ended')).reason, /^(not-found|unreachable)$/);
    });

    test('is cancelled while it rings', async () => {
      const call = await dial(...(await stage.pair()));
      call.caller.signaling.end(call.out);
      const there = await call.callee.next('ended');
      assertSays(there, { by: 'remote', reason: 'cancelled' });
      const here = await call.caller.next('ended');
      assertSays(here, { by: 'local', reason: 'cancelled' });
      assert.equal(
        await codeOf(call.callee.signaling.accept(call.in, description('b'))),
        'signaling/wrong-state',
      );
    });

    test('is cancelled at once', async () => {
      const [alice] = await stage.pair();
      const out = callName();
      alice.signaling.invite(out, { target: 'sip:bob@cadran.test', sdp: description('a') });
      alice.signaling.end(out);
      assert.equal((await alice.next('ended')).by, 'local');
    });

    test('answered while it is cancelled ends on both sides', async () => {
      const call = await dial(...(await stage.pair()));
      const accepted = call.callee.signaling.accept(call.in, description('bob'));
      accepted.catch(() => undefined);
      call.caller.signaling.end(call.out);
      await Promise.all([call.callee.next('ended'), call.caller.next('ended')]);
      await Promise.allSettled([accepted]);
    });

    test('hung up by both at once ends once on each side', async () => {
      const call = await converse(...(await stage.pair()));
      call.caller.signaling.end(call.out);
      call.callee.signaling.end(call.in);
      await Promise.all([call.callee.next('ended'), call.caller.next('ended')]);
    });

    test('ended twice ends once', async () => {
      const call = await converse(...(await stage.pair()));
      call.caller.signaling.end(call.out);
      call.caller.signaling.end(call.out);
      await call.callee.next('ended');
    });

    test('does not know a command for a call that is not there', async () => {
      const alice = await stage.registered('alice');
      const { signaling } = alice;
      signaling.end('nothing');
      signaling.ring('nothing');
      signaling.reject('nothing', 486);
      signaling.answerOffer('nothing', 'nothing', null);
      for (const promise of [
        signaling.accept('nothing', ''),
        signaling.reinvite('nothing', ''),
        signaling.info('nothing', 'application/dtmf', '1'),
        signaling.refer('nothing', 'sip:carol@cadran.test'),
      ]) {
        assert.equal(await codeOf(promise), 'signaling/wrong-state');
      }
    });

    test('is one of twenty at the same time', async () => {
      const [alice, bob] = await stage.pair();
      const calls = Array.from({ length: 20 }, callName);
      for (const id of calls) {
        alice.signaling.invite(id, { target: 'sip:bob@cadran.test', sdp: description(id) });
      }
      for (let rest = calls.length; rest > 0; rest -= 1) {
        const { id } = await bob.next('incoming');
        void bob.signaling.accept(id, description('bob'));
      }
      for (const id of calls) await alice.next('accepted', (fact) => fact.id === id);
      for (const id of calls) alice.signaling.end(id);
      for (const id of calls) await alice.next('ended', (fact) => fact.id === id);
      await Promise.all(calls.map(() => bob.next('ended')));
    });
  });
}

export function describeDevices(stage: Stage): void {
  describe('several devices', () => {
    test('ring together; one answers and the others are told', async () => {
      const [alice, desk, mobile] = await Promise.all(
        ['alice', 'bob', 'bob'].map(stage.registered),
      );
      assert.ok(alice && desk && mobile);
      const out = callName();
      alice.signaling.invite(out, { target: 'sip:bob@cadran.test', sdp: description('alice') });
      const [atDesk, atMobile] = await Promise.all([
        desk.next('incoming'),
        mobile.next('incoming'),
      ]);
      desk.signaling.ring(atDesk.id);
      mobile.signaling.ring(atMobile.id);
      await desk.signaling.accept(atDesk.id, description('desk'));
      const elsewhere = await mobile.next('ended');
      assertSays(elsewhere, { by: 'remote', reason: 'answered-elsewhere' });
      assert.equal((await alice.next('accepted')).sdp, description('desk'));
      alice.signaling.end(out);
      await desk.next('ended');
    });

    test('answer together; one of them has the call', async () => {
      const [alice, desk, mobile] = await Promise.all(
        ['alice', 'bob', 'bob'].map(stage.registered),
      );
      assert.ok(alice && desk && mobile);
      const out = callName();
      alice.signaling.invite(out, { target: 'sip:bob@cadran.test', sdp: description('alice') });
      const [atDesk, atMobile] = await Promise.all([
        desk.next('incoming'),
        mobile.next('incoming'),
      ]);
      const answers = [
        desk.signaling.accept(atDesk.id, description('desk')),
        mobile.signaling.accept(atMobile.id, description('mobile')),
      ];
      await Promise.allSettled(answers);
      const { sdp } = await alice.next('accepted');
      const [winner, loser] = sdp === description('desk') ? [desk, mobile] : [mobile, desk];
      await loser.next('ended');
      assert.equal(
        winner.facts.some((fact) => fact.type === 'ended'),
        false,
        'the call is up',
      );
      alice.signaling.end(out);
      await winner.next('ended');
    });
  });
}
