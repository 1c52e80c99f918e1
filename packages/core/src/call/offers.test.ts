import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { CadranError } from '../kernel/errors.js';
import { callOf, connectedCall, createTestPhone, fakeSdp, settle } from '../testing.js';
import type { TestPhone } from '../testing.js';

const answers = ({ signaling }: TestPhone): string[] =>
  signaling
    .calls('answerOffer')
    .map(([, , sdp]) =>
      typeof sdp === 'string'
        ? (/^a=(send\w+|recvonly|inactive)/m.exec(sdp)?.[1] ?? '')
        : 'refused',
    );

describe('their offers', () => {
  it('shows that they hold us, and that they do no longer', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    test.signaling.far.offers(id, 'sendonly');
    await settle();
    assert.equal(callOf(test, id).remoteHold, true);
    test.signaling.far.offers(id, 'sendrecv');
    await settle();
    assert.equal(callOf(test, id).remoteHold, false);
    assert.deepEqual(answers(test), ['recvonly', 'sendrecv']);
  });

  it('are answered by our own hold, which they do not lift', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    await test.phone.call(id).hold();
    for (const direction of ['sendrecv', 'sendonly', 'recvonly', 'inactive'] as const) {
      test.signaling.far.offers(id, direction);
      await settle();
    }
    assert.deepEqual(answers(test), ['sendonly', 'inactive', 'sendonly', 'inactive']);
    assert.equal(callOf(test, id).hold, 'held');
    assert.equal(test.media.session(id)?.held, true);
  });

  it('make our hold inactive while they hold us too, and tell when we resume', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    test.signaling.far.offers(id, 'sendonly');
    await settle();
    await test.phone.call(id).hold();
    assert.deepEqual(test.media.calls('offer').at(-1)?.[1], { direction: 'inactive' });
    test.signaling.answer = fakeSdp({ owner: 'far', version: 9, direction: 'sendonly' });
    await test.phone.call(id).resume();
    assert.equal(callOf(test, id).hold, 'active');
    assert.equal(callOf(test, id).remoteHold, true);
  });

  it('are refused when media cannot, and nothing changes', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    test.media.failNext('answer', new CadranError('media/failed'));
    test.signaling.far.offers(id, 'sendonly');
    await settle();
    assert.deepEqual(answers(test), ['refused']);
    assert.equal(callOf(test, id).remoteHold, false);
    assert.equal(callOf(test, id).status, 'active');
  });

  it('may ask for ours', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    const exchange = test.signaling.far.offers(id, null);
    await settle();
    assert.deepEqual(answers(test), ['sendrecv']);
    assert.equal(test.media.session(id)?.exchange, 'offering');
    const sdp = fakeSdp({ owner: 'far', version: 9, direction: 'sendonly' });
    test.signaling.emit({ type: 'offer-answered', id, exchange, sdp });
    await settle();
    assert.equal(test.media.session(id)?.exchange, 'stable');
    assert.equal(callOf(test, id).remoteHold, true);
    await test.phone.call(id).hold();
    assert.equal(callOf(test, id).hold, 'held');
  });

  it('that ask for ours and never answer are rolled back', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    test.signaling.far.offers(id, null);
    await test.clock.advance(32_000);
    assert.equal(test.media.session(id)?.exchange, 'stable');
    await test.phone.call(id).hold();
  });

  it('that ask for ours when we cannot are refused', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    test.media.failNext('offer', new CadranError('media/failed'));
    test.signaling.far.offers(id, null);
    await settle();
    assert.deepEqual(answers(test), ['refused']);
  });

  it('come to nothing when the call ends meanwhile', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    const release = test.media.holdNext('answer');
    test.signaling.far.offers(id, 'sendonly');
    test.signaling.far.offers(id, null);
    await settle();
    test.signaling.far.ends(id);
    release();
    await settle();
    assert.deepEqual(answers(test), []);
    assert.equal(test.media.open.sessions, 0);
  });

  it('tell who is there now', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    const remote = { uri: 'sip:602@cadran.test', displayName: 'Carol', verified: true };
    test.signaling.emit({ type: 'identity', id, remote });
    assert.deepEqual(callOf(test, id).remote, { ...remote, number: '602' });
  });
});

describe('a call that takes the place of another', () => {
  it('is taken at once, and the replaced one ends', async () => {
    const test = await createTestPhone();
    const old = await connectedCall(test);
    const sdp = fakeSdp({ owner: 'carol', version: 1, direction: 'sendrecv' });
    const remote = { uri: 'sip:carol@cadran.test', verified: false };
    test.signaling.emit({ type: 'incoming', id: 'new', remote, sdp, replaces: old });
    await settle();
    assert.equal(callOf(test, 'new').status, 'active');
    assert.equal(callOf(test, 'new').hold, 'active');
    assert.equal(callOf(test, old).status, 'ended');
    assert.equal(test.signaling.calls('reinvite').length, 0);
  });

  it('rings like any other when the old one is not up, or cannot be taken', async () => {
    const test = await createTestPhone();
    const sdp = fakeSdp({ owner: 'carol', version: 1, direction: 'sendrecv' });
    const remote = { uri: 'sip:carol@cadran.test', verified: false };
    test.signaling.emit({ type: 'incoming', id: 'new', remote, sdp, replaces: 'unknown' });
    assert.equal(callOf(test, 'new').status, 'ringing');
    await test.phone.call('new').hangup();

    const old = await connectedCall(test);
    test.media.failNext('answer', new CadranError('media/failed'));
    test.signaling.emit({ type: 'incoming', id: 'other', remote, sdp, replaces: old });
    await settle();
    assert.equal(callOf(test, 'other').status, 'ringing');
    assert.equal(callOf(test, old).status, 'active');
    assert.deepEqual(test.signaling.calls('ring').at(-1), ['other']);
  });
});
