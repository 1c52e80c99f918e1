import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { CompositionOptions } from '../compose-phone.js';
import { callOf, connectedCall, createTestPhone, settle } from '../testing.js';

const carol = 'sip:carol@cadran.test';

async function asked(options: Partial<CompositionOptions> = {}, target = carol) {
  const test = await createTestPhone(options);
  const id = await connectedCall(test);
  const exchange = test.signaling.far.refers(id, target);
  return { ...test, id, exchange };
}

type Asked = Awaited<ReturnType<typeof asked>>;

const requestOf = (test: Asked) => callOf(test, test.id).transferRequest;

async function accepted(test: Asked): Promise<string> {
  const made = await test.phone.transferRequests.accept(test.id);
  await settle();
  return made;
}

describe('a request to be transferred', () => {
  it('is shown, and dials nothing', async () => {
    const test = await asked();
    await settle();
    assert.deepEqual(requestOf(test), {
      kind: 'blind',
      status: 'asking',
      target: { uri: carol, verified: false },
      expiresAt: test.clock.now() + 25_000,
    });
    assert.equal(test.signaling.calls('invite').length, 1);
    assert.deepEqual(test.signaling.calls('answerTransfer'), []);
  });

  it('refused is gone, and the call as it was', async () => {
    const test = await asked();
    const before = callOf(test, test.id);
    await test.phone.transferRequests.refuse(test.id);
    const { transferRequest: _, ...rest } = before;
    assert.deepEqual(callOf(test, test.id), rest);
    assert.deepEqual(test.signaling.calls('answerTransfer'), [[test.id, test.exchange, 603]]);
    await assert.rejects(test.phone.transferRequests.accept(test.id), { code: 'call/wrong-state' });
  });

  it('runs out by itself', async () => {
    const test = await asked();
    await test.clock.advance(24_999);
    assert.equal(requestOf(test)?.status, 'asking');
    await test.clock.advance(1);
    assert.equal(requestOf(test), undefined);
    assert.deepEqual(test.signaling.calls('answerTransfer'), [[test.id, test.exchange, 480]]);
    await assert.rejects(test.phone.transferRequests.accept(test.id), { code: 'call/wrong-state' });
    assert.equal(test.signaling.calls('invite').length, 1);
  });

  it('accepted calls the target, holds the old call and reports to the end', async () => {
    const test = await asked();
    const { signaling, id, exchange } = test;
    const made = await accepted(test);
    assert.deepEqual(signaling.calls('answerTransfer'), [[id, exchange, 202]]);
    assert.equal(signaling.calls('invite').at(-1)?.[0], made);
    assert.equal(callOf(test, made).transferredBy?.uri, 'sip:bob@cadran.test');
    assert.equal(callOf(test, made).remote.uri, carol);
    assert.deepEqual([requestOf(test)?.status, requestOf(test)?.call], ['calling', made]);
    assert.equal(callOf(test, id).hold, 'held');
    signaling.far.rings(made);
    signaling.far.rings(made);
    signaling.far.answers(made);
    await settle();
    assert.deepEqual(signaling.calls('reportTransfer'), [
      [id, exchange, 180],
      [id, exchange, 200],
    ]);
    assert.equal(requestOf(test)?.status, 'completed');
    signaling.far.ends(id);
    assert.equal(callOf(test, made).status, 'active');
    await test.phone.call(made).hangup();
    assert.equal(signaling.calls('reportTransfer').length, 2);
  });

  it('whose target is busy leaves the old call, on hold', async () => {
    const test = await asked();
    const made = await accepted(test);
    test.signaling.far.ends(made, 'busy', 486);
    await settle();
    assert.deepEqual(test.signaling.calls('reportTransfer'), [[test.id, test.exchange, 486]]);
    assert.equal(requestOf(test)?.status, 'failed');
    assert.equal(requestOf(test)?.sip?.status, 486);
    assert.deepEqual(
      [callOf(test, test.id).status, callOf(test, test.id).hold],
      ['active', 'held'],
    );
    test.signaling.far.refers(test.id, 'sip:dave@cadran.test');
    assert.equal(requestOf(test)?.status, 'asking');
  });

  it('that the person gives up while it rings is reported as such', async () => {
    const test = await asked();
    const made = await accepted(test);
    await test.phone.call(made).hangup();
    await settle();
    assert.deepEqual(test.signaling.calls('reportTransfer'), [[test.id, test.exchange, 487]]);
  });

  it('goes on when who asked hangs up at once', async () => {
    const test = await asked();
    const made = await accepted(test);
    test.signaling.far.ends(test.id);
    test.signaling.far.answers(made);
    await settle();
    assert.equal(callOf(test, made).status, 'active');
  });

  it('is gone with its call', async () => {
    const test = await asked();
    test.signaling.far.ends(test.id);
    await settle();
    assert.equal(requestOf(test), undefined);
    await assert.rejects(test.phone.transferRequests.accept(test.id), { code: 'call/wrong-state' });
    await assert.rejects(test.phone.transferRequests.refuse('none'), { code: 'call/not-found' });
  });

  it('names the call to take the place of, and who asked', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    const how = { replaces: 'a;to-tag=b;from-tag=c', referredBy: '<sip:bob@cadran.test>' };
    test.signaling.far.refers(id, carol, { ...how, displayName: 'Carol\u202e' });
    const request = callOf(test, id).transferRequest;
    assert.equal(request?.kind, 'attended');
    assert.equal(request.target.displayName, 'Carol');
    await test.phone.transferRequests.accept(id);
    await settle();
    const [, invite] = test.signaling.calls('invite').at(-1) as [string, Record<string, string>];
    assert.deepEqual(
      { replaces: invite['replaces'], referredBy: invite['referredBy'], target: invite['target'] },
      { ...how, target: carol },
    );
  });

  it('fits where no further call would', async () => {
    const test = await asked({ maxCalls: 1 });
    const made = await accepted(test);
    assert.equal(callOf(test, made).status, 'trying');
  });

  it('waits on when there is no connection to call over', async () => {
    const test = await asked();
    test.signaling.emit({
      type: 'connection',
      connection: { status: 'reconnecting', reason: 'connection/lost' },
    });
    await assert.rejects(test.phone.transferRequests.accept(test.id), {
      code: 'connection/offline',
    });
    assert.equal(requestOf(test)?.status, 'asking');
    assert.deepEqual(test.signaling.calls('answerTransfer'), []);
  });

  it('asks no more after three refusals', async () => {
    const test = await asked();
    for (let count = 0; count < 3; count += 1) {
      await test.phone.transferRequests.refuse(test.id);
      test.signaling.far.refers(test.id, carol);
    }
    assert.equal(requestOf(test), undefined);
    assert.equal(test.signaling.calls('answerTransfer').at(-1)?.[2], 603);
  });

  for (const [name, target, options, status] of [
    ['where nobody shall be asked', carol, { followTransfers: 'never' }, 603],
    ['to what is no address', 'sip:@', {}, 400],
  ] as const) {
    it(`${name} is refused unasked`, async () => {
      const test = await asked(options, target);
      assert.equal(requestOf(test), undefined);
      assert.deepEqual(test.signaling.calls('answerTransfer'), [[test.id, test.exchange, status]]);
    });
  }

  it('while another one is open is refused unasked', async () => {
    const test = await asked();
    const second = test.signaling.far.refers(test.id, 'sip:dave@cadran.test');
    assert.deepEqual(test.signaling.calls('answerTransfer'), [[test.id, second, 491]]);
    assert.equal(requestOf(test)?.target.uri, carol);
  });

  it('before the call is up is refused unasked', async () => {
    const test = await createTestPhone();
    const id = test.signaling.far.calls();
    const exchange = test.signaling.far.refers(id, carol);
    assert.deepEqual(test.signaling.calls('answerTransfer'), [[id, exchange, 480]]);
  });
});
