import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { CadranError } from '../kernel/errors.js';
import {
  callOf,
  createFakeDevices,
  createFakeSignaling,
  createTestPhone,
  dialledCall,
  settle,
} from '../testing.js';

const denied = (): CadranError => new CadranError('media/permission-denied');

describe('dialling', () => {
  it('refuses what is no target, without a connection, and above the limit', async () => {
    const test = await createTestPhone({ maxCalls: 1 });
    await assert.rejects(test.phone.dial('not a number'), { code: 'call/invalid-target' });
    await dialledCall(test);
    await assert.rejects(test.phone.dial('carol'), { code: 'call/limit-reached' });
    test.signaling.emit({ type: 'connection', connection: { status: 'reconnecting' } });
    await assert.rejects(test.phone.dial('carol'), { code: 'connection/offline', retryable: true });
    await test.phone.dispose();
    await assert.rejects(test.phone.dial('carol'), { code: 'phone/disposed' });
  });

  it('sends the address, and shows name and number', async () => {
    const test = await createTestPhone();
    const id = await test.phone.dial('+33 1 23', { displayName: 'Desk' });
    await settle();
    assert.deepEqual(callOf(test, id).remote, {
      uri: 'sip:+33123@cadran.test',
      number: '+33123',
      displayName: 'Desk',
      verified: false,
    });
    const [sent] = test.signaling.calls('invite');
    assert.equal((sent?.[1] as { target: string }).target, 'sip:+33123@cadran.test');
  });

  it('waits for the first connection, and ends when there is none', async () => {
    const test = await createTestPhone({ signaling: createFakeSignaling({ connects: false }) });
    const id = await dialledCall(test);
    assert.equal(callOf(test, id).status, 'trying');
    assert.equal(test.signaling.calls('invite').length, 0);
    test.signaling.emit({ type: 'connection', connection: { status: 'connecting', server: 'x' } });
    test.signaling.emit({ type: 'connection', connection: { status: 'connected' } });
    await settle();
    assert.equal(test.signaling.calls('invite').length, 1);

    const other = await createTestPhone({ signaling: createFakeSignaling({ connects: false }) });
    const lost = await dialledCall(other);
    const dropped = await dialledCall(other, 'carol');
    await other.phone.call(dropped).hangup();
    const reason = 'connection/unreachable';
    other.signaling.emit({ type: 'connection', connection: { status: 'connecting', reason } });
    await settle();
    assert.deepEqual(callOf(other, lost).ended, {
      by: 'system',
      reason: 'unreachable',
      code: reason,
    });
    assert.equal(callOf(other, dropped).ended?.reason, 'cancelled');
    await assert.rejects(other.phone.dial('bob'), { code: 'connection/offline' });
    await other.phone.dispose();
    assert.equal(other.media.open.sessions, 0);
  });

  it('does not wait for a microphone that needs no question', async () => {
    const test = await createTestPhone();
    const open = test.media.holdNext('openMicrophone');
    const id = await dialledCall(test);
    assert.equal(test.signaling.calls('invite').length, 1);
    open(denied());
    await settle();
    const { ended } = callOf(test, id);
    assert.deepEqual(ended, {
      by: 'system',
      reason: 'media-failed',
      code: 'media/permission-denied',
    });
    assert.equal(test.signaling.calls('end').length, 1);
  });

  it('waits for a person who is asked for the microphone, and rings nobody when refused', async () => {
    const test = await createTestPhone({ devices: createFakeDevices({ permission: 'prompt' }) });
    const open = test.media.holdNext('openMicrophone');
    const id = await dialledCall(test);
    assert.equal(test.signaling.calls('invite').length, 0);
    open(denied());
    await settle();
    assert.equal(callOf(test, id).ended?.code, 'media/permission-denied');
    assert.equal(test.signaling.calls('invite').length, 0);
    assert.equal(test.media.open.sessions, 0);
  });

  it('rings nobody when the person hangs up while being asked', async () => {
    const test = await createTestPhone({ devices: createFakeDevices({ permission: 'prompt' }) });
    const open = test.media.holdNext('openMicrophone');
    const id = await dialledCall(test);
    await test.phone.call(id).hangup();
    open();
    await settle();
    assert.equal(test.signaling.calls('invite').length, 0);
    assert.equal(test.media.open.sessions, 0);
  });

  it('waits for a person who says yes', async () => {
    const test = await createTestPhone({ devices: createFakeDevices({ permission: 'prompt' }) });
    const open = test.media.holdNext('openMicrophone');
    const id = await dialledCall(test);
    open();
    await settle();
    assert.equal(test.signaling.calls('invite').length, 1);
    assert.equal(test.media.session(id)?.microphone, true);
  });

  it('ends a call whose offer cannot be made', async () => {
    const test = await createTestPhone();
    test.media.failNext('offer', new CadranError('media/unsupported'));
    const id = await dialledCall(test);
    assert.deepEqual(callOf(test, id).ended, {
      by: 'system',
      reason: 'media-failed',
      code: 'media/unsupported',
    });
    assert.equal(test.signaling.calls('invite').length, 0);
  });

  it('is hung up before anything was sent', async () => {
    const test = await createTestPhone();
    const offer = test.media.holdNext('offer');
    const id = await dialledCall(test);
    await test.phone.call(id).hangup();
    assert.deepEqual(callOf(test, id).ended, { by: 'local', reason: 'cancelled' });
    offer();
    await settle();
    assert.equal(test.signaling.calls('invite').length, 0);
    assert.equal(test.media.open.sessions, 0);
  });

  it('is cancelled while it rings', async () => {
    const test = await createTestPhone();
    const id = await dialledCall(test);
    test.signaling.far.rings(id);
    await test.phone.call(id).hangup();
    assert.deepEqual(callOf(test, id).ended, { by: 'local', reason: 'cancelled' });
    assert.equal(test.media.tone, null);
    await test.phone.call(id).hangup();
    assert.equal(test.signaling.calls('end').length, 1);
  });

  it('says busy, for a moment', async () => {
    const test = await createTestPhone();
    const id = await dialledCall(test);
    test.signaling.far.ends(id, 'busy', 486);
    assert.deepEqual(callOf(test, id).ended, {
      by: 'remote',
      reason: 'busy',
      sip: { status: 486 },
    });
    assert.equal(test.media.tone, 'busy');
    await test.clock.advance(3_000);
    assert.equal(test.media.tone, null);
  });
});

describe('early sound and forks', () => {
  it('silences our ringback when theirs comes', async () => {
    const test = await createTestPhone();
    const id = await dialledCall(test);
    test.signaling.far.rings(id);
    assert.equal(test.media.tone, 'ringback');
    test.signaling.far.rings(id, { early: true });
    assert.equal(callOf(test, id).status, 'early');
    assert.equal(test.media.tone, null);
    await settle();
    assert.equal(test.media.session(id)?.exchange, 'provisional');
    test.signaling.far.rings(id, { early: true });
    await settle();
    assert.equal(test.media.calls('accept').length, 1);
    test.signaling.far.answers(id);
    await settle();
    assert.equal(test.media.session(id)?.exchange, 'stable');
  });

  it('keeps the early description when the answer repeats none', async () => {
    const test = await createTestPhone();
    const id = await dialledCall(test);
    test.signaling.far.rings(id, { early: true });
    const remote = { uri: 'sip:bob@cadran.test', verified: false };
    test.signaling.emit({ type: 'accepted', id, fork: 'a', remote });
    await settle();
    assert.equal(test.media.session(id)?.exchange, 'stable');
    assert.equal(callOf(test, id).status, 'active');
  });

  it('ends a call that was answered without any description', async () => {
    const test = await createTestPhone();
    const id = await dialledCall(test);
    const remote = { uri: 'sip:bob@cadran.test', verified: false };
    test.signaling.emit({ type: 'accepted', id, fork: 'a', remote });
    await settle();
    assert.equal(callOf(test, id).ended?.reason, 'media-failed');
  });

  it('goes on without early sound that cannot be used', async () => {
    const test = await createTestPhone();
    const id = await dialledCall(test);
    test.media.failNext('accept', new CadranError('media/failed'));
    test.signaling.far.rings(id, { early: true });
    test.signaling.far.answers(id);
    await settle();
    assert.equal(callOf(test, id).status, 'active');
    assert.equal(test.signaling.calls('reinvite').length, 0);
  });

  it('hears the first fork and joins the one that answers', async () => {
    const test = await createTestPhone();
    const id = await dialledCall(test);
    test.signaling.far.rings(id, { fork: 'a', early: true });
    test.signaling.far.rings(id, { fork: 'b', early: true });
    await settle();
    assert.equal(test.media.calls('accept').length, 1);
    test.signaling.far.answers(id, { fork: 'b' });
    await settle();
    assert.equal(callOf(test, id).status, 'active');
    assert.equal(test.media.calls('accept').length, 2);
  });

  it('offers the winner a fresh connection when its answer does not fit the first fork', async () => {
    const test = await createTestPhone();
    const id = await dialledCall(test);
    test.signaling.far.rings(id, { fork: 'a', early: true });
    await settle();
    test.media.failNext('accept', new CadranError('media/failed'));
    await test.phone.call(id).mute();
    test.signaling.far.answers(id, { fork: 'b' });
    await settle();
    // The provisional answer is still in place: a fresh connection leaves it behind.
    assert.equal(test.signaling.calls('reinvite').length, 1);
    assert.deepEqual(test.media.calls('offer').at(-1)?.[1], { fresh: true, direction: 'sendrecv' });
    assert.equal(callOf(test, id).status, 'active');
    assert.equal(test.media.session(id)?.exchange, 'stable');
    assert.equal(test.media.session(id)?.microphone, true);
    assert.equal(test.media.session(id)?.muted, true);
  });
});
