import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Line } from './line.js';
import { codeOf, converse, description, dial, type Conversation } from './line.js';
import type { Stage } from './stage.js';

export function describeRenegotiation(stage: Stage): void {
  describe('renegotiation', () => {
    const answering = (line: Line, sdp: string | null): Promise<string> =>
      line.next('offer').then((offer) => {
        line.signaling.answerOffer(offer.id, offer.exchange, sdp);
        return offer.sdp ?? '';
      });

    test('holds and resumes, from either side', async () => {
      const call = await converse(...(await stage.pair()));
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
      const call = await converse(...(await stage.pair()));
      const offered = answering(call.callee, null);
      const refused = call.caller.signaling.reinvite(call.out, description('caller', 'sendonly'));
      assert.equal(await codeOf(refused), 'signaling/rejected');
      await offered;
      const again = answering(call.callee, description('callee'));
      await call.caller.signaling.reinvite(call.out, description('caller'));
      await again;
    });

    test('meets its like: glare, and both may try again', async () => {
      const call = await converse(...(await stage.pair()));
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
      const call = await converse(...(await stage.pair()));
      const theirs = call.caller.signaling.reinvite(call.out, description('caller'));
      const offer = await call.callee.next('offer');
      const ours = call.callee.signaling.reinvite(call.in, description('callee'));
      assert.equal(await codeOf(ours), 'signaling/glare');
      call.callee.signaling.answerOffer(call.in, offer.exchange, description('callee'));
      assert.equal((await theirs).sdp, description('callee'));
    });

    test('is cut short by the end of the call', async () => {
      const call = await converse(...(await stage.pair()));
      const offered = call.caller.signaling.reinvite(call.out, description('caller'));
      await call.callee.next('offer');
      call.callee.signaling.end(call.in);
      assert.match(await codeOf(offered), /^signaling\//);
      await call.caller.next('ended');
    });
  });
}

export function describeInCall(stage: Stage): void {
  describe('in a call', () => {
    test('digits arrive, as signals and as text', async () => {
      const call = await converse(...(await stage.pair()));
      const { signaling } = call.caller;
      await signaling.info(call.out, 'application/dtmf-relay', 'Signal=5\r\nDuration=160\r\n');
      assert.equal((await call.callee.next('digits')).digits, '5');
      await signaling.info(call.out, 'application/dtmf', '#');
      assert.equal((await call.callee.next('digits')).digits, '#');
    });

    test('an unknown body is refused', async () => {
      const call = await converse(...(await stage.pair()));
      const refused = call.caller.signaling.info(call.out, 'application/x-strange', 'x');
      assert.equal(await codeOf(refused), 'signaling/rejected');
    });

    test('a lost connection ends nothing, and BYE works from both sides after it', async () => {
      const [alice, bob] = await stage.pair();
      const calls: Conversation[] = [await converse(alice, bob), await converse(alice, bob)];
      for (const [line, user] of [
        [alice, 'alice'],
        [bob, 'bob'],
      ] as const) {
        const back = line.facts.length;
        stage.cut(user);
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
}

export function describeDispose(stage: Stage): void {
  describe('dispose', () => {
    test('ends a call that rings, on both sides', async () => {
      const call = await dial(...(await stage.pair()));
      await call.caller.signaling.dispose();
      assert.equal((await call.callee.next('ended')).by, 'remote');
    });

    test('ends a call that was not answered yet', async () => {
      const call = await dial(...(await stage.pair()));
      await call.callee.signaling.dispose();
      assert.equal((await call.caller.next('ended')).by, 'remote');
    });

    test('hangs up a call that is up, and settles what waits', async () => {
      const call = await converse(...(await stage.pair()));
      const offered = call.caller.signaling.reinvite(call.out, description('caller'));
      await call.callee.next('offer');
      const settled = codeOf(offered);
      await call.caller.signaling.dispose();
      assert.match(await settled, /^(signaling|phone)\//);
      assert.equal((await call.callee.next('ended')).by, 'remote');
    });

    test('may be said twice, and before anything else', async () => {
      const line = stage.open('alice');
      await line.signaling.dispose();
      await line.signaling.dispose();
    });
  });
}

function isConnected(fact: Line['facts'][number]): boolean {
  return fact.type === 'connection' && fact.connection.status === 'connected';
}
