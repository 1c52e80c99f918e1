import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { CadranError } from '../kernel/errors.js';
import {
  callOf,
  connectedCall,
  createFakeMedia,
  createTestPhone,
  dialledCall,
  settle,
} from '../testing.js';
import type { TestPhone } from '../testing.js';

const warnings = ({ phone }: TestPhone): string[] =>
  phone.state.get().warnings.map(({ code }) => code);
const restarts = ({ media }: TestPhone): number =>
  media.calls('offer').filter(([, how]) => (how as { iceRestart?: boolean }).iceRestart).length;

describe('mute', () => {
  it('mutes, also on hold, and once', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    await test.phone.call(id).hold();
    await test.phone.call(id).mute();
    await test.phone.call(id).mute();
    assert.deepEqual(test.media.calls('setMuted'), [[id, true]]);
    assert.equal(callOf(test, id).muted, true);
    await test.phone.call(id).resume();
    assert.equal(test.media.session(id)?.muted, true);
    await test.phone.call(id).unmute();
    assert.equal(callOf(test, id).muted, false);
  });

  it('before the microphone is open holds once it is', async () => {
    const test = await createTestPhone();
    const open = test.media.holdNext('openMicrophone');
    const id = await dialledCall(test);
    await test.phone.call(id).mute();
    open();
    await settle();
    assert.equal(test.media.calls('setMuted').length, 2);
  });

  it('is for calls that are ours already', async () => {
    const test = await createTestPhone();
    const id = test.signaling.far.calls();
    await assert.rejects(test.phone.call(id).mute(), { code: 'call/wrong-state' });
  });

  it('is not shown when media refused it', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    test.media.failNext('setMuted', new CadranError('media/failed'));
    await assert.rejects(test.phone.call(id).mute(), { code: 'media/failed' });
    assert.equal(callOf(test, id).muted, false);
  });
});

describe('digits', () => {
  it('go through media by default, with a key tone for a single one', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    await test.phone.call(id).sendDtmf('5');
    await test.phone.call(id).sendDtmf('1,a#', { duration: 200, gap: 50 });
    assert.deepEqual(test.media.calls('sendDtmf'), [
      [id, '5', { duration: 100, gap: 70 }],
      [id, '1,A#', { duration: 200, gap: 50 }],
    ]);
    assert.ok(test.media.calls('playTone').some(([tone]) => tone === 'key-5'));
    assert.equal(test.media.tone, null);
  });

  it('go by INFO where that is asked for, with pauses', async () => {
    const test = await createTestPhone({ dtmf: 'info' });
    const id = await connectedCall(test);
    const sending = test.phone.call(id).sendDtmf('1,2');
    await settle();
    const bodies = (): unknown[] =>
      test.signaling.calls('info').map(([, type, body]) => [type, body]);
    assert.deepEqual(bodies(), [['application/dtmf-relay', 'Signal=1\r\nDuration=100\r\n']]);
    await test.clock.advance(170 + 1_999);
    assert.equal(bodies().length, 1);
    await test.clock.advance(1 + 170);
    await sending;
    assert.equal(bodies().length, 2);
    await test.phone.call(id).sendDtmf('3', { by: 'rtp' });
    assert.equal(test.media.calls('sendDtmf').length, 1);
  });

  it('are heard by menus that did not answer yet', async () => {
    const test = await createTestPhone();
    const id = await dialledCall(test);
    await assert.rejects(test.phone.call(id).sendDtmf('1'), { code: 'call/wrong-state' });
    test.signaling.far.rings(id, { early: true });
    await test.phone.call(id).sendDtmf('1');
  });

  it('are refused when they are none, out of range, or not heard', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    for (const digits of ['', '1 2', 'x', '1\r\n', '1'.repeat(129)]) {
      await assert.rejects(test.phone.call(id).sendDtmf(digits), { code: 'call/invalid-digits' });
    }
    await assert.rejects(test.phone.call(id).sendDtmf('1', { duration: 10 }), TypeError);
    await assert.rejects(test.phone.call(id).sendDtmf('1', { gap: 7_000 }), TypeError);
    test.media.failNext('sendDtmf', new CadranError('media/unsupported'));
    await assert.rejects(test.phone.call(id).sendDtmf('1'), { code: 'call/dtmf-failed' });
    await test.phone.call(id).hold();
    await assert.rejects(test.phone.call(id).sendDtmf('1'), { code: 'call/wrong-state' });
  });

  it('of the far side change nothing', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    const before = callOf(test, id);
    test.signaling.emit({ type: 'digits', id, digits: '5' });
    assert.equal(callOf(test, id), before);
  });
});

describe('what media says', () => {
  it('is shown: blocked playback, a microphone muted by the system or gone', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    test.media.emit({ type: 'playback-blocked', blocked: true });
    test.media.emit({ type: 'playback-blocked', blocked: true });
    test.media.emit({ type: 'muted-by-system', id, muted: true });
    test.media.emit({ type: 'failed', id, code: 'media/no-microphone' });
    assert.deepEqual(warnings(test), ['media/playback-blocked', 'media/no-microphone']);
    assert.equal(callOf(test, id).mutedBySystem, true);
    assert.equal(callOf(test, id).status, 'active');
    await test.phone.devices.unlockSound();
    assert.deepEqual(warnings(test), ['media/no-microphone']);
    test.signaling.far.ends(id);
    assert.deepEqual(warnings(test), []);
    test.media.emit({ type: 'failed', id, code: 'media/failed' });
  });

  it('of a lost microphone is over when another one is there', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    await test.phone.call(id).mute();
    test.media.emit({ type: 'failed', id, code: 'media/no-microphone' });
    test.media.emit({ type: 'media', id, status: 'connected' });
    assert.deepEqual(warnings(test), ['media/no-microphone']);
    test.media.failNext('openMicrophone', new CadranError('media/no-microphone'));
    test.devices.change({ microphones: [] });
    await settle();
    assert.deepEqual(warnings(test), ['media/no-microphone']);
    test.devices.change({ microphones: [{ id: 'usb', label: 'USB' }] });
    await settle();
    assert.deepEqual(warnings(test), []);
    assert.equal(test.media.session(id)?.muted, true);
    const opened = test.media.calls('openMicrophone').length;
    test.devices.change({ microphones: [] });
    assert.equal(test.media.calls('openMicrophone').length, opened);
  });

  it('is mended when a new connection, of a call that had sound, does not come up', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    test.media.emit({ type: 'media', id, status: 'connecting' });
    await test.clock.advance(4_900);
    assert.equal(test.signaling.calls('reinvite').length, 0);
    await test.clock.advance(200);
    assert.deepEqual(test.media.calls('offer').at(-1)?.[1], {
      direction: 'sendrecv',
      iceRestart: true,
    });
    assert.equal(test.signaling.calls('reinvite').length, 1);
    assert.equal(callOf(test, id).media, 'connected');
    await test.clock.advance(30_000);
    assert.equal(callOf(test, id).status, 'active');
  });

  it('is mended by new candidates when sound was interrupted', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    test.media.emit({ type: 'media', id, status: 'interrupted' });
    assert.equal(callOf(test, id).media, 'interrupted');
    await test.clock.advance(2_000);
    assert.equal(restarts(test), 1);
    assert.equal(callOf(test, id).media, 'connected');
    await test.clock.advance(60_000);
    assert.equal(restarts(test), 1);
    assert.equal(callOf(test, id).status, 'active');
  });

  it('mends itself without us', async () => {
    const test = await createTestPhone();
    const id = test.signaling.far.calls();
    await test.phone.call(id).answer();
    test.media.emit({ type: 'media', id, status: 'interrupted' });
    await test.clock.advance(3_999);
    test.media.emit({ type: 'media', id, status: 'connected' });
    await test.clock.advance(60_000);
    assert.equal(restarts(test), 0);
  });

  it('ends the call when sound breaks before it ever came', async () => {
    const test = await createTestPhone();
    const id = await dialledCall(test);
    test.media.emit({ type: 'failed', id, code: 'media/failed' });
    await settle();
    assert.deepEqual(callOf(test, id).ended, {
      by: 'system',
      reason: 'media-failed',
      code: 'media/failed',
    });
    assert.equal(test.signaling.calls('end').length, 1);
  });

  it('ends the call when broken sound cannot be mended', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    test.signaling.failNext('reinvite', new CadranError('signaling/timeout'));
    test.media.emit({ type: 'failed', id, code: 'media/failed' });
    await settle();
    assert.deepEqual(warnings(test), ['media/failed']);
    assert.equal(callOf(test, id).status, 'active');
    await test.clock.advance(15_000);
    assert.deepEqual(callOf(test, id).ended, {
      by: 'system',
      reason: 'connection-lost',
      code: 'media/failed',
    });
    assert.deepEqual(warnings(test), []);
  });

  it('does not end a call while there is no server to mend it through', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    test.signaling.emit({ type: 'connection', connection: { status: 'reconnecting' } });
    test.media.emit({ type: 'failed', id, code: 'media/failed' });
    await test.clock.advance(120_000);
    assert.equal(callOf(test, id).status, 'active');
    assert.equal(restarts(test), 0);
    test.signaling.emit({ type: 'connection', connection: { status: 'connected' } });
    await settle();
    assert.equal(restarts(test), 1);
    assert.equal(callOf(test, id).media, 'connected');
    assert.deepEqual(warnings(test), []);
  });
});

describe('after the connection was lost', () => {
  it('gives the repair of sound its whole time once the server is back', async () => {
    const test = await createTestPhone({ media: createFakeMedia({ connects: false }) });
    const id = await connectedCall(test);
    test.media.emit({ type: 'media', id, status: 'connected' });
    test.signaling.emit({ type: 'connection', connection: { status: 'reconnecting' } });
    test.media.emit({ type: 'failed', id, code: 'media/failed' });
    await test.clock.advance(14_000);
    test.signaling.emit({ type: 'connection', connection: { status: 'connected' } });
    await test.clock.advance(14_000);
    assert.equal(restarts(test), 1);
    assert.equal(callOf(test, id).status, 'active');
    await test.clock.advance(1_000);
    assert.equal(callOf(test, id).ended?.code, 'media/failed');
  });

  it('does not end a call for sound that nobody has tried to mend yet', async () => {
    const test = await createTestPhone({ media: createFakeMedia({ connects: false }) });
    const id = await connectedCall(test);
    test.media.emit({ type: 'media', id, status: 'connected' });
    test.signaling.emit({ type: 'connection', connection: { status: 'reconnecting' } });
    test.media.emit({ type: 'failed', id, code: 'media/failed' });
    await test.clock.advance(14_000);
    const registered = test.signaling.holdNext('register');
    test.signaling.emit({ type: 'connection', connection: { status: 'connected' } });
    await test.clock.advance(2_000);
    assert.equal(callOf(test, id).status, 'active');
    registered();
    await settle();
    assert.equal(callOf(test, id).status, 'active');
  });

  it('tells the far side of every call where we are, as held and muted as it was', async () => {
    const test = await createTestPhone();
    const held = await connectedCall(test);
    const active = await connectedCall(test, 'carol');
    const before = test.signaling.calls('reinvite').length;
    test.signaling.emit({ type: 'connection', connection: { status: 'reconnecting' } });
    assert.deepEqual(warnings(test), ['connection/lost']);
    assert.equal(callOf(test, active).status, 'active');
    test.signaling.failNext('reinvite', new CadranError('signaling/timeout'));
    test.signaling.emit({ type: 'connection', connection: { status: 'connected' } });
    await settle();
    assert.deepEqual(warnings(test), []);
    assert.equal(test.signaling.calls('register').length, 2);
    assert.equal(test.signaling.calls('reinvite').length, before + 2);
    assert.equal(callOf(test, held).hold, 'held');
    assert.equal(callOf(test, active).hold, 'active');
  });
});
