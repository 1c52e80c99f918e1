import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { Signaling } from '../../packages/core/src/ports/signaling.js';
import {
  assertSays,
  callName,
  codeOf,
  converse,
  description,
  dial,
  Line,
  type Conversation,
} from './line.js';

/**
 * A place where the lines of the domain `cadran.test` reach each other. Its users are alice, bob and carol; each has the
 * password `secret`.
 */
export interface SignalingWorld {
  /** A line of a user, not connected yet. Another one of the same user is another device. */
  open(user: string, options?: { password?: string }): Signaling;
  /** A line to a server that is not there. */
  openNowhere(): Signaling;
  /** Takes the connection of a user's lines away; they find it again by themselves. */
  cut(user: string): void;
  close(): Promise<void>;
}

/** Holds an adapter to the port's contract: the same tests for every adapter there is. */
export function describeSignaling(name: string, createWorld: () => Promise<SignalingWorld>): void {
  describe(name, () => {
    let world: SignalingWorld;
    let lines: Line[];

    const open = (user: string, options?: { password?: string }): Line => {
      const line = new Line(world.open(user, options));
      lines.push(line);
      return line;
    };
    const registered = (user: string): Promise<Line> => open(user).register();
    const pair = (): Promise<[Line, Line]> => Promise.all([registered('alice'), registered('bob')]);

    beforeEach(async () => {
      world = await createWorld();
      lines = [];
    });
    afterEach(async () => {
      await Promise.all(lines.map((line) => line.signaling.dispose()));
      // Facts of the end are on their way when dispose resolves.
      await new Promise((resolve) => setImmediate(resolve));
      for (const line of lines) line.assertEndedOnce();
      await world.close();
    });

    describe('registration', () => {
      test('resolves with what the server granted, and again on a refresh', async () => {
        const alice = await open('alice').connect();
        const { expires } = await alice.signaling.register({ expires: 600 });
        assert.ok(expires >= 10 && expires <= 600, `${expires}`);
        await alice.signaling.register({ expires: 600 });
        await alice.signaling.unregister();
      });

      test('says what is wrong with a password and with a user', async () => {
        const wrong = await open('alice', { password: 'guess' }).connect();
        assert.equal(
          await codeOf(wrong.signaling.register({ expires: 600 })),
          'registration/wrong-password',
        );
        const unknown = await open('nobody').connect();
        assert.match(
          await codeOf(unknown.signaling.register({ expires: 600 })),
          /^registration\/(unknown-user|forbidden)$/,
        );
      });

      test('rejects without a connection, and unregister has nobody to ask', async () => {
        const line = new Line(world.openNowhere());
        lines.push(line);
        line.signaling.connect();
        assert.match(await codeOf(line.signaling.register({ expires: 600 })), /^connection\//);
        await line.signaling.unregister();
      });

      test('of two at once neither hurts the other', async () => {
        const alice = await open('alice').connect();
        const { signaling } = alice;
        const [one, two] = await Promise.all([
          signaling.register({ expires: 600 }),
          signaling.register({ expires: 300 }),
        ]);
        assert.ok(one.expires > 0 && two.expires > 0);
      });
    });

    describe('a call', () => {
      test('is dialled, rings, is answered and hung up', async () => {
        const [alice, bob] = await pair();
        const out = callName();
        alice.signaling.invite(out, { target: 'sip:bob@cadran.test', sdp: description('alice') });
        assert.equal(
          alice.facts.filter((fact) => 'id' in fact).length,
          0,
          'not inside the command',
        );
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
        const call = await converse(...(await pair()));
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
          const call = await dial(...(await pair()));
          call.callee.signaling.reject(call.in, status);
          const ended = await call.caller.next('ended');
          assertSays(ended, { by: 'remote', reason });
          assert.equal(ended.sip?.status, status);
          assert.equal((await call.callee.next('ended')).by, 'local');
        });
      }

      test('to nobody ends as not found or unreachable', async () => {
        const alice = await registered('alice');
        const out = callName();
        alice.signaling.invite(out, { target: 'sip:nobody@cadran.test', sdp: description('a') });
        assert.match((await alice.next('ended')).reason, /^(not-found|unreachable)$/);
      });

      test('is cancelled while it rings', async () => {
        const call = await dial(...(await pair()));
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
        const [alice] = await pair();
        const out = callName();
        alice.signaling.invite(out, { target: 'sip:bob@cadran.test', sdp: description('a') });
        alice.signaling.end(out);
        assert.equal((await alice.next('ended')).by, 'local');
      });

      test('answered while it is cancelled ends on both sides', async () => {
        const call = await dial(...(await pair()));
        const accepted = call.callee.signaling.accept(call.in, description('bob'));
        accepted.catch(() => undefined);
        call.caller.signaling.end(call.out);
        await Promise.all([call.callee.next('ended'), call.caller.next('ended')]);
        await Promise.allSettled([accepted]);
      });

      test('hung up by both at once ends once on each side', async () => {
        const call = await converse(...(await pair()));
        call.caller.signaling.end(call.out);
        call.callee.signaling.end(call.in);
        await Promise.all([call.callee.next('ended'), call.caller.next('ended')]);
      });

      test('ended twice ends once', async () => {
        const call = await converse(...(await pair()));
        call.caller.signaling.end(call.out);
        call.caller.signaling.end(call.out);
        await call.callee.next('ended');
      });

      test('does not know a command for a call that is not there', async () => {
        const alice = await registered('alice');
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
        const [alice, bob] = await pair();
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

    describe('several devices', () => {
      test('ring together; one answers and the others are told', async () => {
        const [alice, desk, mobile] = await Promise.all(['alice', 'bob', 'bob'].map(registered));
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
        const [alice, desk, mobile] = await Promise.all(['alice', 'bob', 'bob'].map(registered));
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

    describe('renegotiation', () => {
      const answering = (line: Line, sdp: string | null): Promise<string> =>
        line.next('offer').then((offer) => {
          line.signaling.answerOffer(offer.id, offer.exchange, sdp);
          return offer.sdp ?? '';
        });

      test('holds and resumes, from either side', async () => {
        const call = await converse(...(await pair()));
        for (const [line, id, other] of [
          [call.caller, call.out, call.callee],
          [call.callee, call.in, call.caller],
        ] as const) {
          const offered = answering(other, description('other', 'recvonly'));
          const { sdp } = await line.signaling.reinvite(id, description('one', 'sendonly'));
          assert.equal(sdp, description('other', 'recvonly'));
          assert.equal(await offered, description('one', 'sendonly'));
        }
      });

      test('refused leaves the call as it was', async () => {
        const call = await converse(...(await pair()));
        const offered = answering(call.callee, null);
        const refused = call.caller.signaling.reinvite(call.out, description('caller', 'sendonly'));
        assert.equal(await codeOf(refused), 'signaling/rejected');
        await offered;
        const again = answering(call.callee, description('callee'));
        await call.caller.signaling.reinvite(call.out, description('caller'));
        await again;
      });

      test('meets its like: glare, and both may try again', async () => {
        const call = await converse(...(await pair()));
        const codes = await Promise.all([
          codeOf(call.caller.signaling.reinvite(call.out, description('caller', 'sendonly'))),
          codeOf(call.callee.signaling.reinvite(call.in, description('callee', 'sendonly'))),
        ]);
        assert.ok(
          codes.every((code) => code === 'signaling/glare'),
          codes.join(),
        );
        const there = answering(call.callee, description('callee', 'recvonly'));
        await call.caller.signaling.reinvite(call.out, description('caller', 'sendonly'));
        const here = answering(call.caller, description('caller', 'recvonly'));
        await call.callee.signaling.reinvite(call.in, description('callee', 'sendonly'));
        await Promise.all([there, here]);
      });

      test('is refused as glare while an offer of theirs is open', async () => {
        const call = await converse(...(await pair()));
        const theirs = call.caller.signaling.reinvite(call.out, description('caller'));
        const offer = await call.callee.next('offer');
        const ours = call.callee.signaling.reinvite(call.in, description('callee'));
        assert.equal(await codeOf(ours), 'signaling/glare');
        call.callee.signaling.answerOffer(call.in, offer.exchange, description('callee'));
        assert.equal((await theirs).sdp, description('callee'));
      });

      test('is cut short by the end of the call', async () => {
        const call = await converse(...(await pair()));
        const offered = call.caller.signaling.reinvite(call.out, description('caller'));
        await call.callee.next('offer');
        call.callee.signaling.end(call.in);
        assert.match(await codeOf(offered), /^signaling\//);
        await call.caller.next('ended');
      });
    });

    describe('in a call', () => {
      test('digits arrive, as signals and as text', async () => {
        const call = await converse(...(await pair()));
        const { signaling } = call.caller;
        await signaling.info(call.out, 'application/dtmf-relay', 'Signal=5\r\nDuration=160\r\n');
        assert.equal((await call.callee.next('digits')).digits, '5');
        await signaling.info(call.out, 'application/dtmf', '#');
        assert.equal((await call.callee.next('digits')).digits, '#');
      });

      test('an unknown body is refused', async () => {
        const call = await converse(...(await pair()));
        const refused = call.caller.signaling.info(call.out, 'application/x-strange', 'x');
        assert.equal(await codeOf(refused), 'signaling/rejected');
      });

      test('a REFER is never followed', async () => {
        const call = await converse(...(await pair()));
        const referred = call.caller.signaling.refer(call.out, 'sip:carol@cadran.test');
        assert.equal(await codeOf(referred), 'signaling/rejected');
        assert.equal(call.callee.facts.filter(({ type }) => type === 'trying').length, 0);
      });

      test('a lost connection ends nothing, and BYE works from both sides after it', async () => {
        const [alice, bob] = await pair();
        const calls: Conversation[] = [await converse(alice, bob), await converse(alice, bob)];
        for (const [line, user] of [
          [alice, 'alice'],
          [bob, 'bob'],
        ] as const) {
          const back = line.facts.length;
          world.cut(user);
          await line.when(
            () => line.facts.slice(back).find(isConnected),
            `the connection of ${user}`,
          );
          await line.signaling.register({ expires: 600 });
        }
        assert.equal(
          [...alice.facts, ...bob.facts].some(({ type }) => type === 'ended'),
          false,
        );
        const [one, two] = calls as [Conversation, Conversation];
        one.caller.signaling.end(one.out);
        two.callee.signaling.end(two.in);
        await Promise.all([
          bob.next('ended', ({ id }) => id === one.in),
          alice.next('ended', ({ id }) => id === two.out),
        ]);
      });
    });

    describe('dispose', () => {
      test('ends a call that rings, on both sides', async () => {
        const call = await dial(...(await pair()));
        await call.caller.signaling.dispose();
        assert.equal((await call.callee.next('ended')).by, 'remote');
      });

      test('ends a call that was not answered yet', async () => {
        const call = await dial(...(await pair()));
        await call.callee.signaling.dispose();
        assert.equal((await call.caller.next('ended')).by, 'remote');
      });

      test('hangs up a call that is up, and settles what waits', async () => {
        const call = await converse(...(await pair()));
        const offered = call.caller.signaling.reinvite(call.out, description('caller'));
        await call.callee.next('offer');
        const settled = codeOf(offered);
        await call.caller.signaling.dispose();
        assert.match(await settled, /^(signaling|phone)\//);
        assert.equal((await call.callee.next('ended')).by, 'remote');
      });

      test('may be said twice, and before anything else', async () => {
        const line = open('alice');
        await line.signaling.dispose();
        await line.signaling.dispose();
      });
    });
  });
}

function isConnected(fact: Line['facts'][number]): boolean {
  return fact.type === 'connection' && fact.connection.status === 'connected';
}
