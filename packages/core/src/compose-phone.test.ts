import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { createTestPhone, fakeSdp, settle } from './testing.js';

const bob = { uri: 'sip:bob@cadran.test', displayName: 'Bob', verified: false };
const sdp = fakeSdp({ owner: 'bob', version: 1, direction: 'sendrecv' });

describe('a phone on fakes', () => {
  it('connects, registers, calls, is answered and hangs up', async () => {
    const { phone, signaling, media } = await createTestPhone();
    assert.equal(phone.state.get().registration.status, 'registered');

    const id = await phone.dial('bob');
    assert.equal(phone.state.get().calls[id]?.status, 'trying');
    await settle();
    assert.equal(signaling.calls('invite').length, 1);

    signaling.emit({ type: 'progress', id, fork: 'a', status: 180, remote: bob });
    assert.equal(phone.state.get().calls[id]?.status, 'ringing');
    assert.equal(media.tone, 'ringback');

    signaling.emit({ type: 'accepted', id, fork: 'a', sdp, remote: bob });
    await settle();
    const call = phone.state.get().calls[id];
    assert.equal(call?.status, 'active');
    assert.equal(call?.media, 'connected');
    assert.equal(media.tone, null);

    await phone.call(id).hangup();
    assert.deepEqual(phone.state.get().calls[id]?.ended, { by: 'local', reason: 'hangup' });
    await phone.dispose();
  });

  it('rings and answers', async () => {
    const { phone, signaling, media } = await createTestPhone();
    signaling.emit({ type: 'incoming', id: 'in-1', remote: bob, sdp });
    assert.deepEqual(signaling.calls('ring'), [['in-1']]);
    assert.equal(media.tone, 'ringtone');
    await phone.call('in-1').answer();
    assert.equal(phone.state.get().calls['in-1']?.status, 'active');
    assert.equal(media.tone, null);
    await phone.dispose();
    assert.equal(phone.state.get().calls['in-1']?.status, 'ended');
  });
});
