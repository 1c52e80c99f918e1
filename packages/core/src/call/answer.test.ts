import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { CadranError } from '../kernel/errors.js';
import { callOf, createFakeDevices, createTestPhone, fakeSdp, settle } from '../testing.js';
import type { TestPhone } from '../testing.js';

const denied = (): CadranError => new CadranError('media/permission-denied');

describe('answering', () => {
  it('answers once', async () => {
    const test = await createTestPhone();
    const id = test.signaling.far.calls();
    const first = test.phone.call(id).answer();
    assert.equal(callOf(test, id).status, 'connecting');
    await assert.rejects(test.phone.call(id).answer(), { code: 'call/wrong-state' });
    await first;
    assert.equal(callOf(test, id).status, 'active');
    assert.equal(test.signaling.calls('accept').length, 1);
  });

  it('has its offer read while it rings, and nothing more', async () => {
    const test = await createTestPhone();
    const id = test.signaling.far.calls({
      sdp: fakeSdp({ owner: 'bob', version: 1, direction: 'sendonly' }),
    });
    const [[ringing] = []] = test.media.calls('prepare');
    assert.equal((ringing as { id: string }).id, id);
    assert.equal((ringing as { direction: string }).direction, 'recvonly');
    test.signaling.far.calls({ sdp: null });
    assert.equal(test.media.calls('prepare').length, 1, 'without an offer there is none to read');
    for (const verb of ['offer', 'answer', 'openMicrophone'] as const) {
      assert.deepEqual(test.media.calls(verb), [], verb);
    }
  });

  it('rings on when the microphone is refused, and can be answered then', async () => {
    const test = await createTestPhone({ devices: createFakeDevices({ permission: 'prompt' }) });
    const id = test.signaling.far.calls();
    test.media.failNext('openMicrophone', denied());
    await assert.rejects(test.phone.call(id).answer(), { code: 'media/permission-denied' });
    assert.equal(callOf(test, id).status, 'ringing');
    assert.equal(test.media.tone, 'ringtone');
    assert.equal(test.media.open.sessions, 0);
    await test.phone.call(id).answer();
    assert.equal(callOf(test, id).status, 'active');
  });

  it('that fails after the time to ring was over tells the caller so', async () => {
    const test = await createTestPhone({ devices: createFakeDevices({ permission: 'prompt' }) });
    const id = test.signaling.far.calls();
    const refuse = test.media.holdNext('openMicrophone');
    const answering = test.phone.call(id).answer();
    await test.clock.advance(200_000);
    assert.equal(callOf(test, id).status, 'connecting');
    refuse(denied());
    await assert.rejects(answering, { code: 'media/permission-denied' });
    await test.clock.advance(0);
    assert.equal(callOf(test, id).ended?.reason, 'no-answer');
    assert.deepEqual(test.signaling.calls('reject'), [[id, 480]]);
  });

  it('hangs up on a caller when the granted microphone fails after all', async () => {
    const test = await createTestPhone();
    const id = test.signaling.far.calls();
    const open = test.media.holdNext('openMicrophone');
    await test.phone.call(id).answer();
    open(new CadranError('media/device-busy'));
    await settle();
    assert.equal(callOf(test, id).ended?.code, 'media/device-busy');
  });

  it('offers where the caller did not', async () => {
    const test = await createTestPhone();
    const id = test.signaling.far.calls({ sdp: null });
    await assert.rejects(test.phone.call(id).answer(), { code: 'call/answer-failed' });
    assert.equal(callOf(test, id).status, 'ended');

    const other = test.signaling.far.calls({ sdp: null });
    const { promise, answer } = lateAnswer(test);
    const answering = test.phone.call(other).answer();
    answer();
    await promise;
    await answering;
    assert.equal(callOf(test, other).status, 'active');
    assert.equal(test.media.session(other)?.exchange, 'stable');
  });

  it('says so when the caller gave up meanwhile', async () => {
    const test = await createTestPhone();
    const id = test.signaling.far.calls();
    const release = test.media.holdNext('answer');
    const answering = test.phone.call(id).answer();
    await settle();
    test.signaling.far.ends(id, 'cancelled');
    release();
    await assert.rejects(answering, { code: 'call/answer-failed' });
    assert.deepEqual(callOf(test, id).ended, { by: 'remote', reason: 'cancelled' });
    assert.equal(test.signaling.calls('accept').length, 0);
    assert.equal(test.media.open.sessions, 0);
  });

  it('hangs up on a caller who never confirms', async () => {
    const test = await createTestPhone();
    const id = test.signaling.far.calls();
    test.signaling.failNext('accept', new CadranError('signaling/timeout'));
    await assert.rejects(test.phone.call(id).answer(), { code: 'call/answer-failed' });
    assert.equal(callOf(test, id).ended?.by, 'system');
    assert.equal(callOf(test, id).ended?.reason, 'connection-lost');
  });

  it('does not answer with a description it cannot read', async () => {
    const test = await createTestPhone();
    const id = test.signaling.far.calls({ sdp: 'v=0\r\n' });
    await assert.rejects(test.phone.call(id).answer(), { code: 'media/failed' });
    assert.equal(callOf(test, id).status, 'ringing');
  });
});

/** Makes the next `accept` bring an answer to a late offer, as an ACK would. */
function lateAnswer({ signaling, media }: TestPhone) {
  const accept = signaling.accept.bind(signaling);
  let answer: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => (answer = resolve));
  signaling.accept = async (id, sdp) => {
    await accept(id, sdp);
    await promise;
    return { sdp };
  };
  return { promise, answer, media };
}
