import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { createDeferred } from '../kernel/deferred.js';
import { createLazyPart } from '../kernel/lazy-part.js';
import { callOf, connectedCall, createTestPhone, settle } from '../testing.js';
import { loadedParts } from '../testing/loaded-parts.js';
import * as part from '../in-call-part.js';

/** A phone in a call whose part for what is asked of it has not come. */
async function waiting() {
  const loads: ReturnType<typeof createDeferred<typeof part>>[] = [];
  const inCall = createLazyPart(() => {
    const load = createDeferred<typeof part>();
    loads.push(load);
    return load.promise;
  });
  const test = await createTestPhone({ parts: { ...loadedParts(), inCall } });
  const id = await connectedCall(test);
  return { ...test, id, loads };
}

describe('transfers whose part is loaded later', () => {
  it('are done when it has come', async () => {
    const test = await waiting();
    const transferring = test.phone.call(test.id).transfer('carol');
    assert.equal(callOf(test, test.id).transfer, undefined);
    test.loads[0]?.resolve(part);
    await settle();
    assert.equal(callOf(test, test.id).transfer?.status, 'referring');
    test.signaling.emit({ type: 'transfer', id: test.id, status: 'completed' });
    await transferring;
    assert.equal(test.loads.length, 1);
  });

  for (const verb of ['transfer', 'consult', 'completeTransfer', 'cancelTransfer'] as const) {
    it(`reject where it does not come, the call as it was, and are tried anew: ${verb}`, async () => {
      const test = await waiting();
      const before = callOf(test, test.id);
      const cause = new Error('offline');
      const transferring = test.phone.call(test.id)[verb]('carol');
      test.loads[0]?.reject(cause);
      await assert.rejects(transferring, { code: 'call/transfer-failed', retryable: true, cause });
      assert.equal(callOf(test, test.id), before);
      const again = test.phone.call(test.id);
      again[verb]('carol').catch(() => undefined);
      assert.equal(test.loads.length, 2);
    });
  }

  it('so do digits', async () => {
    const test = await waiting();
    const pressing = test.phone.call(test.id).sendDtmf('5');
    const cause = new Error('offline');
    test.loads[0]?.reject(cause);
    await assert.rejects(pressing, { code: 'call/dtmf-failed', retryable: true, cause });
    const again = Promise.all(['1', '2'].map((key) => test.phone.call(test.id).sendDtmf(key)));
    test.loads[1]?.resolve(part);
    await again;
    assert.deepEqual(
      test.media.calls('sendDtmf').map(([, keys]) => keys),
      ['1', '2'],
    );
  });

  it('of a call that ended meanwhile are not done', async () => {
    const test = await waiting();
    const transferring = test.phone.call(test.id).transfer('carol');
    await test.phone.call(test.id).hangup();
    test.loads[0]?.resolve(part);
    await assert.rejects(transferring, { code: 'call/wrong-state' });
    assert.equal(test.signaling.calls('refer').length, 0);
  });
});

describe('sound that breaks before the part which mends it is there', () => {
  const renegotiations = (test: { signaling: { calls(name: 'reinvite'): readonly unknown[] } }) =>
    test.signaling.calls('reinvite').length;

  it('is mended when it is', async () => {
    const test = await waiting();
    test.media.emit({ type: 'media', id: test.id, status: 'interrupted' });
    await test.clock.advance(60_000);
    assert.equal(renegotiations(test), 0);
    test.loads[0]?.resolve(part);
    await settle();
    await test.clock.advance(4_000);
    assert.equal(renegotiations(test), 1);
    assert.equal(callOf(test, test.id).status, 'active');
  });

  it('is left alone where it came back meanwhile', async () => {
    const test = await waiting();
    test.media.emit({ type: 'media', id: test.id, status: 'interrupted' });
    test.media.emit({ type: 'media', id: test.id, status: 'connected' });
    test.loads[0]?.resolve(part);
    await settle();
    await test.clock.advance(60_000);
    assert.equal(renegotiations(test), 0);
    assert.equal(callOf(test, test.id).status, 'active');
  });

  it('ends the call for good where media gave up and the part does not come', async () => {
    const test = await waiting();
    test.media.emit({ type: 'failed', id: test.id, code: 'media/failed' });
    assert.equal(callOf(test, test.id).status, 'active');
    test.loads[0]?.reject(new Error('offline'));
    await settle();
    assert.equal(callOf(test, test.id).ended?.code, 'media/failed');
  });
});

describe('a request to be transferred that comes before the part which reads it', () => {
  it('is asked when the part is there', async () => {
    const test = await waiting();
    test.signaling.far.refers(test.id, 'sip:carol@cadran.test');
    await settle();
    assert.equal(callOf(test, test.id).transferRequest, undefined);
    test.loads[0]?.resolve(part);
    await settle();
    assert.equal(callOf(test, test.id).transferRequest?.status, 'asking');
    assert.deepEqual(test.signaling.calls('answerTransfer'), []);
  });

  it('is refused where the part does not come', async () => {
    const test = await waiting();
    const exchange = test.signaling.far.refers(test.id, 'sip:carol@cadran.test');
    await settle();
    test.loads[0]?.reject(new Error('offline'));
    await settle();
    assert.deepEqual(test.signaling.calls('answerTransfer'), [[test.id, exchange, 480]]);
    test.signaling.far.refers(test.id, 'sip:carol@cadran.test');
    await settle();
    test.loads[1]?.resolve(part);
    await settle();
    assert.equal(callOf(test, test.id).transferRequest?.status, 'asking');
  });

  it('is refused, once, where that takes too long', async () => {
    const test = await waiting();
    const exchange = test.signaling.far.refers(test.id, 'sip:carol@cadran.test');
    await test.clock.advance(10_000);
    test.loads[0]?.resolve(part);
    await settle();
    assert.deepEqual(test.signaling.calls('answerTransfer'), [[test.id, exchange, 480]]);
    assert.equal(callOf(test, test.id).transferRequest, undefined);
  });

  it('is refused where the call ended meanwhile', async () => {
    const test = await waiting();
    const exchange = test.signaling.far.refers(test.id, 'sip:carol@cadran.test');
    await test.phone.call(test.id).hangup();
    test.loads[0]?.resolve(part);
    await settle();
    assert.deepEqual(test.signaling.calls('answerTransfer'), [[test.id, exchange, 480]]);
  });
});
