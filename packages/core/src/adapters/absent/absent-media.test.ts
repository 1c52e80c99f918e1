import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { callOf, createFakeSignaling, createManualClock, settle } from '../../testing.js';
import { composePhone } from '../../compose-phone.js';
import { createAbsentMedia } from './absent-media.js';

describe('a phone without media', () => {
  it('registers and rings, and cannot speak', async () => {
    const signaling = createFakeSignaling();
    const ports = { signaling, media: createAbsentMedia(), clock: createManualClock() };
    const phone = composePhone(ports, { account: { uri: 'sip:alice@cadran.test' } });
    await settle();
    assert.equal(phone.state.get().registration.status, 'registered');
    const incoming = signaling.far.calls();
    await assert.rejects(phone.call(incoming).answer(), { code: 'media/unsupported' });
    assert.equal(callOf({ phone }, incoming).status, 'ringing');
    const outgoing = await phone.dial('bob');
    await settle();
    assert.equal(callOf({ phone }, outgoing).ended?.code, 'media/unsupported');
    await phone.dispose();
    assert.equal(ports.clock.pending, 0);
  });
});
