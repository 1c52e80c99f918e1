import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assertSays, callName, codeOf, converse, description, type Conversation } from './line.js';
import type { Stage } from './stage.js';

const carol = 'sip:carol@cadran.test';

/** The status that a promise was rejected for. */
async function statusOf(refused: Promise<unknown>): Promise<number | undefined> {
  const error: unknown = await refused.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return (error as { sip?: { status?: number } } | undefined)?.sip?.status;
}

async function asked(call: Conversation) {
  const referred = call.caller.signaling.refer(call.out, carol);
  referred.catch(() => undefined);
  const { exchange, ...fact } = await call.callee.next('transfer-request');
  return { referred, exchange, fact };
}

/** How somebody is asked to leave a call and to call somebody else. */
export function describeTransferRequests(stage: Stage): void {
  describe('a REFER', () => {
    test('is told, and dials nothing; refused, it changes nothing', async () => {
      const call = await converse(...(await stage.pair()));
      const { referred, exchange, fact } = await asked(call);
      assertSays(fact, { id: call.in, target: carol });
      assert.equal('replaces' in fact, false);
      call.callee.signaling.answerTransfer(call.in, exchange, 603);
      await assert.rejects(referred, { code: 'signaling/rejected' });
      assert.equal(
        call.callee.facts.some(({ type }) => type === 'trying'),
        false,
      );
      const again = await asked(call);
      assert.notEqual(again.exchange, exchange);
      call.callee.signaling.answerTransfer(call.in, exchange, 202);
      call.callee.signaling.answerTransfer(call.in, again.exchange, 480);
      assert.equal(await statusOf(again.referred), 480);
    });

    test('taken on is reported on, to the end and no further', async () => {
      const call = await converse(...(await stage.pair()));
      const { referred, exchange } = await asked(call);
      const { signaling } = call.callee;
      signaling.reportTransfer(call.in, exchange, 200);
      signaling.answerTransfer(call.in, exchange, 202);
      await referred;
      assertSays(await call.caller.next('transfer'), { id: call.out, status: 'trying' });
      signaling.reportTransfer(call.in, exchange, 180);
      assertSays(await call.caller.next('transfer'), { status: 'ringing' });
      signaling.reportTransfer(call.in, exchange, 486);
      const failed = await call.caller.next('transfer');
      assertSays(failed, { status: 'failed' });
      assert.equal(failed.sip?.status, 486);
      signaling.reportTransfer(call.in, exchange, 200);
      const second = await asked(call);
      signaling.answerTransfer(call.in, second.exchange, 202);
      signaling.reportTransfer(call.in, second.exchange, 200);
      await second.referred;
      assertSays(await call.caller.next('transfer'), { status: 'trying' });
      assertSays(await call.caller.next('transfer'), { status: 'completed' });
    });

    test('is one at a time', async () => {
      const call = await converse(...(await stage.pair()));
      const first = await asked(call);
      const second = call.caller.signaling.refer(call.out, carol);
      assert.equal(await statusOf(second), 491);
      call.callee.signaling.answerTransfer(call.in, first.exchange, 202);
      await first.referred;
      const third = call.caller.signaling.refer(call.out, carol);
      assert.equal(await statusOf(third), 491);
    });

    test('unanswered ends with its call', async () => {
      const call = await converse(...(await stage.pair()));
      const { referred, exchange } = await asked(call);
      call.callee.signaling.end(call.in);
      assert.match(await codeOf(referred), /^signaling\//);
      await call.caller.next('ended');
      call.callee.signaling.answerTransfer(call.in, exchange, 202);
      call.callee.signaling.reportTransfer(call.in, exchange, 200);
    });

    test('after a consultation names the call to take the place of', async () => {
      const [alice, bob] = await stage.pair();
      const carolsLine = await stage.registered('carol');
      const withBob = await converse(alice, bob);
      const withCarol = await converse(alice, carolsLine, carol);
      const referred = alice.signaling.refer(withBob.out, carol, { replaces: withCarol.out });
      const request = await bob.next('transfer-request');
      assert.ok(request.replaces);
      bob.signaling.answerTransfer(request.id, request.exchange, 202);
      await referred;
      const { target, replaces, referredBy } = request;
      const id = callName();
      const how = { replaces, ...(referredBy === undefined ? {} : { referredBy }) };
      bob.signaling.invite(id, { target, sdp: description('bob'), ...how });
      const incoming = await carolsLine.next('incoming');
      assert.equal(incoming.replaces, withCarol.in);
      await carolsLine.signaling.accept(incoming.id, description('carol'));
      await bob.next('accepted', (fact) => fact.id === id);
    });
  });
}
