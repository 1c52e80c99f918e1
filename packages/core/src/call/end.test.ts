import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { CadranError } from '../kernel/errors.js';
import {
  callOf,
  connectedCall,
  createFakeMedia,
  createFakeSignaling,
  createTestPhone,
  dialledCall,
  settle,
} from '../testing.js';

describe('refusing', () => {
  const answers = [
    ['decline', 603, 'declined'],
    ['busy', 486, 'busy'],
  ] as const;
  for (const [as, status, reason] of answers) {
    it(`says ${status} as ${as}`, async () => {
      const test = await createTestPhone();
      const id = test.signaling.far.calls();
      await test.phone.call(id).decline({ as });
      assert.deepEqual(test.signaling.calls('reject'), [[id, status]]);
      assert.deepEqual(callOf(test, id).ended, { by: 'local', reason, sip: { status } });
      assert.equal(test.media.tone, null);
    });
  }

  it('declines by hanging up', async () => {
    const test = await createTestPhone();
    const id = test.signaling.far.calls();
    await test.phone.call(id).hangup();
    assert.equal(callOf(test, id).ended?.reason, 'declined');
  });

  it('tells a second caller busy where call waiting is off, and beyond the limit', async () => {
    const test = await createTestPhone({ callWaiting: false });
    test.signaling.far.calls({ id: 'first' });
    test.signaling.far.calls({ id: 'second' });
    assert.deepEqual(test.signaling.calls('reject'), [['second', 486]]);
    await settle();
    assert.deepEqual(test.phone.state.get().order, ['first']);

    const full = await createTestPhone({ maxCalls: 1 });
    full.signaling.far.calls({ id: 'first' });
    full.signaling.far.calls({ id: 'second' });
    assert.deepEqual(full.signaling.calls('reject'), [['second', 486]]);
  });

  it('stops ringing after a while', async () => {
    const test = await createTestPhone({ ringTimeout: 30_000 });
    const id = test.signaling.far.calls();
    await test.clock.advance(29_999);
    assert.equal(callOf(test, id).status, 'ringing');
    await test.clock.advance(1);
    assert.deepEqual(test.signaling.calls('reject'), [[id, 480]]);
    assert.deepEqual(callOf(test, id).ended, {
      by: 'system',
      reason: 'no-answer',
      sip: { status: 480 },
    });
  });

  it('does not time out once answered', async () => {
    const test = await createTestPhone({ ringTimeout: 30_000 });
    const id = test.signaling.far.calls();
    await test.phone.call(id).answer();
    await test.clock.advance(60_000);
    assert.equal(callOf(test, id).status, 'active');
  });

  it('is silenced without being declined', async () => {
    const test = await createTestPhone();
    const id = test.signaling.far.calls();
    await test.phone.call(id).silence();
    assert.equal(test.media.tone, null);
    assert.equal(callOf(test, id).status, 'ringing');
    assert.equal(callOf(test, id).silenced, true);
    await test.phone.call(id).answer();
    await test.phone.call(id).silence();
  });
});

describe('ending', () => {
  it('happens once, whoever is first', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    const ends: unknown[] = [];
    test.phone.state.subscribe((state, previous) => {
      if (state.calls[id]?.ended && !previous.calls[id]?.ended) ends.push(state.calls[id].ended);
    });
    const hangup = test.phone.call(id).hangup();
    test.signaling.far.ends(id);
    await hangup;
    await test.clock.advance(4_999);
    assert.deepEqual(ends, [{ by: 'remote', reason: 'hangup' }]);
  });

  it('is asked of the wire once, however often a person presses', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    await Promise.all([test.phone.call(id).hangup(), test.phone.call(id).hangup()]);
    assert.equal(test.signaling.calls('end').length, 1);
    test.media.emit({ type: 'failed', id, code: 'media/failed' });
    assert.deepEqual(callOf(test, id).ended, { by: 'local', reason: 'hangup' });
  });

  it('releases the microphone at once and does not wait for the wire for ever', async () => {
    const test = await createTestPhone({ signaling: createFakeSignaling({ confirms: false }) });
    const id = await connectedCall(test);
    const hangup = test.phone.call(id).hangup();
    assert.equal(test.media.open.microphones, 0);
    await test.clock.advance(3_999);
    assert.equal(callOf(test, id).status, 'active');
    await test.clock.advance(1);
    await hangup;
    assert.deepEqual(callOf(test, id).ended, { by: 'local', reason: 'hangup' });
  });

  it('ignores an answer that crosses our cancel', async () => {
    const test = await createTestPhone({ signaling: createFakeSignaling({ confirms: false }) });
    const id = await dialledCall(test);
    const hangup = test.phone.call(id).hangup();
    test.signaling.far.rings(id, { early: true });
    test.signaling.far.answers(id);
    await settle();
    assert.equal(callOf(test, id).status, 'trying');
    test.signaling.emit({ type: 'ended', id, by: 'local', reason: 'cancelled' });
    await hangup;
    assert.equal(callOf(test, id).ended?.reason, 'cancelled');
    assert.equal(test.media.open.sessions, 0);
  });

  it('stays readable for a while, then goes; sooner when dismissed', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    await assert.rejects(test.phone.call(id).dismiss(), { code: 'call/wrong-state' });
    test.signaling.far.ends(id);
    await test.clock.advance(4_999);
    assert.equal(callOf(test, id).status, 'ended');
    await test.clock.advance(1);
    assert.deepEqual(test.phone.state.get().calls, {});
    assert.deepEqual(test.phone.state.get().order, []);
    await assert.rejects(test.phone.call(id).hold(), { code: 'call/not-found' });

    const other = await connectedCall(test);
    test.signaling.far.ends(other);
    await test.phone.call(other).dismiss();
    assert.deepEqual(test.phone.state.get().order, []);
    assert.equal(test.clock.pending, 1, 'the refresh of the registration');
  });

  it('hurts no other call', async () => {
    const test = await createTestPhone({ media: createFakeMedia() });
    const good = await connectedCall(test);
    test.media.failNext('offer', new CadranError('media/failed'));
    const bad = await dialledCall(test, 'carol');
    await settle();
    // The first failure is the hold of the good call, which the new one needs.
    assert.equal(callOf(test, bad).status, 'ended');
    assert.equal(callOf(test, good).status, 'active');
  });
});
