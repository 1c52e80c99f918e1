import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { CadranError } from './kernel/errors.js';
import type { LogEntry } from './kernel/log.js';
import { composePhone } from './compose-phone.js';
import type { PhoneState } from './phone-state.js';
import {
  callOf,
  connectedCall,
  createFakeMedia,
  createFakeSignaling,
  createManualClock,
  createTestPhone,
  dialledCall,
  settle,
} from './testing.js';
import type { TestPhone } from './testing.js';

function nothingIsLeft({ signaling, media, devices, clock }: TestPhone): void {
  assert.equal(clock.pending, 0, 'timers');
  assert.equal(signaling.listening, false, 'a signalling listener');
  assert.deepEqual(media.open, { sessions: 0, microphones: 0, listeners: 0 });
  assert.deepEqual(devices.open, { listeners: 0 });
}

describe('the state', () => {
  it('is frozen to the bottom', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    test.signaling.far.ends(id, 'busy', 486);
    const { calls, order, devices, account } = test.phone.state.get();
    const call = calls[id];
    const writes: (() => void)[] = [
      () => Object.assign(calls, { x: 1 }),
      () => Object.assign(call ?? {}, { muted: true }),
      () => Object.assign(call?.remote ?? {}, { uri: '' }),
      () => Object.assign(call?.ended?.sip ?? {}, { status: 1 }),
      () => Object.assign(order, ['x']),
      () => Object.assign(devices.microphones[0] ?? {}, { label: '' }),
      () => Object.assign(account, { uri: '' }),
    ];
    for (const write of writes) assert.throws(write, TypeError, write.toString());
  });

  it('survives a structured clone at every moment', async () => {
    const test = await createTestPhone();
    const states: PhoneState[] = [];
    test.phone.state.subscribe((state) => states.push(state));
    const id = await connectedCall(test);
    await test.phone.call(id).hold();
    test.media.emit({ type: 'playback-blocked', blocked: true });
    await test.phone.dispose();
    assert.ok(states.length > 8);
    for (const state of states) assert.deepEqual(structuredClone(state), state);
  });

  it('keeps what did not change', async () => {
    const test = await createTestPhone();
    const first = await connectedCall(test);
    await test.phone.call(first).hold();
    const before = test.phone.state.get();
    const second = test.signaling.far.calls();
    const after = test.phone.state.get();
    assert.equal(after.calls[first], before.calls[first]);
    assert.equal(after.devices, before.devices);
    assert.equal(after.registration, before.registration);
    test.signaling.emit({ type: 'connection', connection: { ...after.connection } });
    assert.equal(test.phone.state.get(), after);
    await test.phone.call(second).hangup();
    assert.equal(callOf(test, first), before.calls[first]);
  });

  it('cannot be written to from outside', async () => {
    const { phone } = await createTestPhone();
    assert.equal('update' in phone.state, false);
  });

  it('says none of what there is none of', () => {
    const ports = {
      signaling: createFakeSignaling(),
      media: createFakeMedia(),
      clock: createManualClock(),
    };
    const phone = composePhone(ports, { account: { uri: 'sip:alice@cadran.test' } });
    assert.equal(phone.state.get().devices.permission, 'none');
    assert.deepEqual(phone.state.get().connection, { status: 'connecting' });
  });
});

describe('a phone', () => {
  it('survives listeners, logs and facts that go wrong', async () => {
    const entries: LogEntry[] = [];
    const test = await createTestPhone({
      log: (entry) => {
        entries.push(entry);
        throw new Error('log');
      },
    });
    test.phone.state.subscribe(() => {
      throw new Error('listener');
    });
    test.signaling.emit({ type: 'incoming', id: 'bad' } as never);
    const id = await connectedCall(test);
    assert.equal(callOf(test, id).status, 'active');
    assert.ok(entries.some(({ message }) => message.includes('listener')));
  });

  it('gets ready when told that a call is likely', async () => {
    const test = await createTestPhone();
    await test.phone.prepare();
    assert.equal(test.media.calls('prepare').length, 1);
    await test.phone.dispose();
    await test.phone.prepare();
    assert.equal(test.media.calls('prepare').length, 1);
  });

  it('without devices says so', async () => {
    const ports = {
      signaling: createFakeSignaling(),
      media: createFakeMedia(),
      clock: createManualClock(),
    };
    const phone = composePhone(ports, { account: { uri: 'sip:alice@cadran.test' }, tones: false });
    await settle();
    await assert.rejects(phone.devices.requestPermission(), { code: 'media/unsupported' });
    await assert.rejects(phone.devices.select('microphone', 'x'), { code: 'devices/not-found' });
    ports.signaling.far.calls();
    assert.equal(ports.media.tone, null);
  });
});

describe('dispose', () => {
  it('ends every call, takes the registration back and leaves nothing', async () => {
    const test = await createTestPhone();
    const active = await connectedCall(test);
    const ringing = test.signaling.far.calls();
    const ended = await dialledCall(test, 'carol');
    test.signaling.far.ends(ended, 'busy', 486);
    await test.phone.dispose();
    const state = test.phone.state.get();
    assert.equal(state.calls[active]?.ended?.reason, 'hangup');
    assert.equal(state.calls[ringing]?.ended?.reason, 'declined');
    assert.deepEqual(state.connection, { status: 'offline' });
    assert.deepEqual(state.registration, { status: 'unregistered' });
    assert.equal(test.signaling.calls('unregister').length, 1);
    assert.equal(test.media.tone, null);
    nothingIsLeft(test);
  });

  it('is safe to repeat, and nothing works afterwards', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    assert.equal(test.phone.dispose(), test.phone.dispose());
    await test.phone.dispose();
    assert.equal(test.signaling.calls('dispose').length, 1);
    await assert.rejects(test.phone.registration.register(), { code: 'phone/disposed' });
    await assert.rejects(test.phone.registration.unregister(), { code: 'phone/disposed' });
    await assert.rejects(test.phone.call(id).hangup(), { code: 'phone/disposed' });
    const before = test.phone.state.get();
    test.media.emit({ type: 'playback-blocked', blocked: true });
    assert.equal(test.phone.state.get(), before);
  });

  it('does not wait for a server that says nothing', async () => {
    const test = await createTestPhone({ signaling: createFakeSignaling({ confirms: false }) });
    const id = await connectedCall(test);
    test.signaling.holdNext('unregister');
    test.signaling.failNext('dispose', new CadranError('connection/lost'));
    let disposed = false;
    void test.phone.dispose().then(() => (disposed = true));
    await test.clock.advance(3_999);
    assert.equal(disposed, false);
    await test.clock.advance(1);
    await settle();
    assert.equal(disposed, true);
    assert.equal(callOf(test, id).status, 'ended');
    assert.equal(test.clock.pending, 0);
  });

  it('in the middle of everything leaves nothing', async () => {
    const interruptions: ((test: TestPhone) => Promise<unknown>)[] = [
      async (test) => {
        test.media.holdNext('offer');
        await dialledCall(test);
      },
      async (test) => {
        const id = await connectedCall(test);
        test.signaling.holdNext('reinvite');
        test.phone
          .call(id)
          .hold()
          .catch(() => undefined);
      },
      async (test) => {
        const id = await connectedCall(test);
        test.signaling.failNext('reinvite', new CadranError('signaling/glare'));
        test.phone
          .call(id)
          .hold()
          .catch(() => undefined);
      },
      async (test) => {
        const id = await connectedCall(test);
        test.phone
          .call(id)
          .transfer('carol')
          .catch(() => undefined);
      },
      async (test) => {
        const id = await connectedCall(test);
        test.media.emit({ type: 'failed', id, code: 'media/failed' });
        test.signaling.far.offers(id, null);
      },
      async (test) => {
        const id = await connectedCall(test);
        test.phone
          .call(id)
          .sendDtmf('1,2', { by: 'info' })
          .catch(() => undefined);
      },
      async (test) => {
        test.signaling.emit({ type: 'connection', connection: { status: 'reconnecting' } });
      },
    ];
    for (const interrupt of interruptions) {
      const test = await createTestPhone();
      await interrupt(test);
      await settle();
      await test.phone.dispose();
      await settle();
      nothingIsLeft(test);
    }
  });
});

describe('a hundred calls, one after the other', () => {
  it('leave nothing behind', async () => {
    const test = await createTestPhone();
    for (let turn = 0; turn < 50; turn += 1) {
      const out = await connectedCall(test);
      await test.phone.call(out).hold();
      await test.phone.call(out).resume();
      await test.phone.call(out).hangup();
      const incoming = test.signaling.far.calls();
      await test.phone.call(incoming).answer();
      test.signaling.far.ends(incoming);
    }
    await test.clock.advance(5_000);
    assert.deepEqual(test.phone.state.get().order, []);
    assert.deepEqual(test.media.open, { sessions: 0, microphones: 0, listeners: 1 });
    assert.equal(test.clock.pending, 1, 'the refresh of the registration');
    await test.phone.dispose();
    nothingIsLeft(test);
  });
});
