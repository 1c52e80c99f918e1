import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { CadranError } from '../kernel/errors.js';
import { callOf, connectedCall, createTestPhone, settle } from '../testing.js';
import type { TestPhone } from '../testing.js';

type Report = 'trying' | 'ringing' | 'completed' | 'failed';

function report({ signaling }: TestPhone, id: string, status: Report, sip?: number): void {
  signaling.emit({ type: 'transfer', id, status, ...(sip ? { sip: { status: sip } } : {}) });
}

const rejected = (): CadranError => new CadranError('signaling/rejected', { sip: { status: 603 } });

describe('blind transfer', () => {
  it('reports progress, and leaves when it succeeded', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    const transferring = test.phone.call(id).transfer('carol');
    assert.deepEqual(callOf(test, id).transfer, {
      kind: 'blind',
      status: 'referring',
      target: 'carol',
    });
    await settle();
    assert.deepEqual(test.signaling.calls('refer'), [[id, 'sip:carol@cadran.test']]);
    report(test, id, 'trying');
    report(test, id, 'ringing');
    assert.equal(callOf(test, id).transfer?.status, 'ringing');
    report(test, id, 'completed');
    await transferring;
    assert.deepEqual(callOf(test, id).ended, { by: 'local', reason: 'hangup' });
    assert.equal(callOf(test, id).transfer?.status, 'completed');
  });

  it('leaves the call as it was when the target does not answer', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    const transferring = test.phone.call(id).transfer('carol');
    await settle();
    await assert.rejects(test.phone.call(id).transfer('dave'), { code: 'call/wrong-state' });
    report(test, id, 'failed', 486);
    await assert.rejects(transferring, { code: 'call/transfer-failed', sip: { status: 486 } });
    const call = callOf(test, id);
    assert.equal(call.status, 'active');
    assert.equal(call.hold, 'active');
    assert.deepEqual(call.transfer, {
      kind: 'blind',
      status: 'failed',
      target: 'carol',
      sip: { status: 486 },
    });
    const again = test.phone.call(id).transfer('dave');
    await settle();
    report(test, id, 'completed');
    await again;
  });

  it('fails when the far side takes no transfers', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    test.signaling.failNext('refer', rejected());
    await assert.rejects(test.phone.call(id).transfer('carol'), { code: 'call/transfer-failed' });
    assert.equal(callOf(test, id).transfer?.status, 'failed');
  });

  it('is not called a success when the far side leaves without a report', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    const transferring = test.phone.call(id).transfer('carol');
    transferring.catch(() => undefined);
    await settle();
    report(test, id, 'ringing');
    test.signaling.far.ends(id);
    await assert.rejects(transferring, { code: 'call/transfer-failed' });
    assert.equal(callOf(test, id).ended?.by, 'remote');
    assert.equal(callOf(test, id).transfer?.status, 'failed');
  });

  it('is a success when the far side reports it and leaves at once', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    const transferring = test.phone.call(id).transfer('carol');
    await settle();
    report(test, id, 'completed');
    test.signaling.far.ends(id);
    await transferring;
    assert.equal(callOf(test, id).transfer?.status, 'completed');
  });

  it('is a success when the report is faster than the 202', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    const agreed = test.signaling.holdNext('refer');
    const transferring = test.phone.call(id).transfer('carol');
    await settle();
    report(test, id, 'completed');
    test.signaling.far.ends(id);
    await settle();
    agreed();
    await transferring;
    assert.equal(callOf(test, id).transfer?.status, 'completed');
  });

  it('gives up on a far side that never reports', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    const transferring = test.phone.call(id).transfer('carol');
    transferring.catch(() => undefined);
    await test.clock.advance(180_000);
    await assert.rejects(transferring, { code: 'call/transfer-failed' });
    assert.equal(callOf(test, id).status, 'active');
    report(test, id, 'completed');
    assert.equal(callOf(test, id).transfer?.status, 'failed');
  });

  it('needs a target and a call that is up', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    await assert.rejects(test.phone.call(id).transfer('no one'), { code: 'call/invalid-target' });
    assert.equal(callOf(test, id).transfer, undefined);
    const incoming = test.signaling.far.calls();
    await assert.rejects(test.phone.call(incoming).transfer('carol'), { code: 'call/wrong-state' });
  });
});

describe('attended transfer', () => {
  async function consulting() {
    const test = await createTestPhone();
    const original = await connectedCall(test);
    const consultation = await test.phone.call(original).consult('carol');
    await settle();
    return { test, original, consultation };
  }

  async function consulted() {
    const all = await consulting();
    all.test.signaling.far.answers(all.consultation);
    await settle();
    return all;
  }

  it('holds the call and calls the target', async () => {
    const { test, original, consultation } = await consulting();
    assert.equal(callOf(test, original).hold, 'held');
    assert.deepEqual(callOf(test, original).transfer, {
      kind: 'attended',
      status: 'consulting',
      target: 'carol',
      consultation,
    });
    assert.equal(callOf(test, consultation).consultationFor, original);
    await assert.rejects(test.phone.call(original).transfer('dave'), { code: 'call/wrong-state' });
    await assert.rejects(test.phone.call(original).completeTransfer(), {
      code: 'call/wrong-state',
    });
  });

  for (const asked of ['original', 'consultation'] as const) {
    it(`joins both when the ${asked} call is told to`, async () => {
      const all = await consulted();
      const { test, original, consultation } = all;
      const completing = test.phone.call(all[asked]).completeTransfer();
      await settle();
      assert.deepEqual(test.signaling.calls('refer'), [
        [original, 'sip:carol@cadran.test', { replaces: consultation }],
      ]);
      assert.equal(callOf(test, original).transfer?.status, 'referring');
      await assert.rejects(test.phone.call(original).completeTransfer(), {
        code: 'call/wrong-state',
      });
      await assert.rejects(test.phone.call(original).cancelTransfer(), {
        code: 'call/wrong-state',
      });
      report(test, original, 'trying');
      test.signaling.far.ends(consultation);
      assert.equal(callOf(test, original).transfer?.status, 'trying', 'taken over, not failed');
      report(test, original, 'completed');
      await completing;
      assert.equal(callOf(test, original).status, 'ended');
      assert.equal(callOf(test, consultation).status, 'ended');
    });
  }

  it('can be tried again or cancelled after it failed', async () => {
    const { test, original, consultation } = await consulted();
    const completing = test.phone.call(original).completeTransfer();
    await settle();
    report(test, original, 'failed', 480);
    await assert.rejects(completing, { code: 'call/transfer-failed', sip: { status: 480 } });
    assert.equal(callOf(test, original).hold, 'held');
    assert.equal(callOf(test, consultation).status, 'active');
    test.signaling.failNext('refer', rejected());
    await assert.rejects(test.phone.call(original).completeTransfer(), {
      code: 'call/transfer-failed',
    });
    await test.phone.call(original).cancelTransfer();
    assert.equal(callOf(test, original).hold, 'active');
    assert.equal(callOf(test, original).transfer, undefined);
    assert.equal(callOf(test, consultation).status, 'ended');
  });

  it('is cancelled while the target still rings', async () => {
    const { test, original, consultation } = await consulting();
    test.signaling.far.rings(consultation);
    await test.phone.call(consultation).cancelTransfer();
    assert.equal(callOf(test, consultation).ended?.reason, 'cancelled');
    assert.equal(callOf(test, original).hold, 'active');
  });

  it('leaves a call on hold that was on hold before', async () => {
    const test = await createTestPhone();
    const original = await connectedCall(test);
    await test.phone.call(original).hold();
    await test.phone.call(original).consult('carol');
    await test.phone.call(original).cancelTransfer();
    assert.equal(callOf(test, original).hold, 'held');
  });

  it('fails when the target hangs up, and the call waits on hold', async () => {
    const { test, original, consultation } = await consulting();
    test.signaling.far.ends(consultation, 'busy', 486);
    await settle();
    assert.deepEqual(callOf(test, original).transfer, {
      kind: 'attended',
      status: 'failed',
      target: 'carol',
      consultation,
      sip: { status: 486 },
    });
    assert.equal(callOf(test, original).hold, 'held');
    assert.equal(callOf(test, original).status, 'active');
    await assert.rejects(test.phone.call(original).cancelTransfer(), { code: 'call/wrong-state' });
    await test.phone.call(original).resume();
    await test.phone.call(original).consult('dave');
    assert.equal(callOf(test, original).transfer?.target, 'dave');
  });

  it('is over when the one who waited leaves: the consultation is a call like any other', async () => {
    const { test, original, consultation } = await consulted();
    test.signaling.far.ends(original);
    await settle();
    assert.equal(callOf(test, consultation).consultationFor, undefined);
    assert.equal(callOf(test, consultation).status, 'active');
    await assert.rejects(test.phone.call(consultation).completeTransfer(), {
      code: 'call/wrong-state',
    });
  });

  it('leaves the one consulted with us when the one who waited leaves without a report', async () => {
    const { test, original, consultation } = await consulted();
    const completing = test.phone.call(original).completeTransfer();
    completing.catch(() => undefined);
    await settle();
    test.signaling.far.ends(original);
    await assert.rejects(completing, { code: 'call/transfer-failed' });
    assert.equal(callOf(test, original).transfer?.status, 'failed');
    assert.equal(callOf(test, consultation).status, 'active');
    assert.equal(callOf(test, consultation).consultationFor, undefined);
  });

  it('does not begin when the call cannot be held', async () => {
    const test = await createTestPhone();
    const original = await connectedCall(test);
    test.signaling.failNext('reinvite', rejected());
    await assert.rejects(test.phone.call(original).consult('carol'), {
      code: 'call/transfer-failed',
    });
    assert.equal(callOf(test, original).transfer, undefined);
    assert.equal(callOf(test, original).hold, 'active');
  });

  it('takes the call back when the target cannot be dialled', async () => {
    const test = await createTestPhone({ maxCalls: 1 });
    const original = await connectedCall(test);
    await assert.rejects(test.phone.call(original).consult('carol'), {
      code: 'call/limit-reached',
    });
    assert.equal(callOf(test, original).transfer, undefined);
    assert.equal(callOf(test, original).hold, 'active');
    await assert.rejects(test.phone.call(original).consult('<>'), { code: 'call/invalid-target' });
  });
});
