import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { CadranError } from '../kernel/errors.js';
import { callOf, connectedCall, createTestPhone, dialledCall, settle } from '../testing.js';
import type { TestPhone } from '../testing.js';

const rejected = (): CadranError => new CadranError('signaling/rejected', { sip: { status: 488 } });
const glare = (): CadranError => new CadranError('signaling/glare');
const lastOffer = ({ media }: TestPhone): unknown => media.calls('offer').at(-1)?.[1];

describe('hold and resume', () => {
  it('is silent at once and held when the far side agreed', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    const agree = test.signaling.holdNext('reinvite');
    const holding = test.phone.call(id).hold();
    await settle();
    assert.equal(callOf(test, id).hold, 'holding');
    assert.equal(test.media.session(id)?.held, true);
    assert.deepEqual(lastOffer(test), { direction: 'sendonly' });
    agree();
    await holding;
    assert.equal(callOf(test, id).hold, 'held');
    await test.phone.call(id).hold();
    assert.equal(test.signaling.calls('reinvite').length, 1);
  });

  it('goes back when the far side refuses', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    test.signaling.failNext('reinvite', rejected());
    await assert.rejects(test.phone.call(id).hold(), {
      code: 'call/hold-failed',
      sip: { status: 488 },
    });
    assert.equal(callOf(test, id).hold, 'active');
    assert.deepEqual(test.media.session(id)?.held, false);
    assert.equal(test.media.session(id)?.exchange, 'stable');
    await test.phone.call(id).hold();
    assert.equal(callOf(test, id).hold, 'held');
  });

  it('is heard again only when the far side agreed to resume', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    await test.phone.call(id).hold();
    const agree = test.signaling.holdNext('reinvite');
    const resuming = test.phone.call(id).resume();
    await settle();
    assert.equal(callOf(test, id).hold, 'resuming');
    assert.equal(test.media.session(id)?.held, true);
    agree();
    await resuming;
    assert.equal(callOf(test, id).hold, 'active');
    assert.equal(test.media.session(id)?.held, false);
    await test.phone.call(id).resume();
    assert.equal(test.signaling.calls('reinvite').length, 2);
  });

  it('stays held when resuming is refused', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    await test.phone.call(id).hold();
    test.signaling.failNext('reinvite', rejected());
    await assert.rejects(test.phone.call(id).resume(), { code: 'call/resume-failed' });
    assert.equal(callOf(test, id).hold, 'held');
    assert.equal(test.media.session(id)?.held, true);
  });

  it('makes no sense for a call that is not up', async () => {
    const test = await createTestPhone();
    const id = await dialledCall(test);
    await assert.rejects(test.phone.call(id).hold(), { code: 'call/wrong-state' });
    await assert.rejects(test.phone.call(id).resume(), { code: 'call/wrong-state' });
  });

  it('runs one change at a time', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    const agree = test.signaling.holdNext('reinvite');
    const both = [test.phone.call(id).hold(), test.phone.call(id).resume()];
    await settle();
    assert.equal(test.signaling.calls('reinvite').length, 1);
    agree();
    await Promise.all(both);
    assert.equal(callOf(test, id).hold, 'active');
    assert.equal(test.signaling.calls('reinvite').length, 2);
  });

  it('fails when the call ends meanwhile', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    test.signaling.failNext('reinvite', glare());
    const holding = test.phone.call(id).hold();
    holding.catch(() => undefined);
    await settle();
    test.signaling.far.ends(id);
    await assert.rejects(holding, { code: 'call/hold-failed' });
    assert.equal(callOf(test, id).hold, 'active');
    await test.phone.dispose();
    assert.equal(test.clock.pending, 0);
  });
});

describe('glare', () => {
  it('waits 2.1 to 4 s where we called, and tries again', async () => {
    for (const [chance, delay] of [
      [0, 2_100],
      [1, 4_000],
    ] as const) {
      const test = await createTestPhone({ random: () => chance });
      const id = await connectedCall(test);
      test.signaling.failNext('reinvite', glare());
      const holding = test.phone.call(id).hold();
      await test.clock.advance(delay - 1);
      assert.equal(test.signaling.calls('reinvite').length, 1);
      assert.equal(callOf(test, id).hold, 'holding');
      assert.equal(test.media.session(id)?.exchange, 'stable', 'rolled back while waiting');
      await test.clock.advance(1);
      await holding;
      assert.equal(callOf(test, id).hold, 'held');
    }
  });

  it('waits 0 to 2 s where they called', async () => {
    const test = await createTestPhone({ random: () => 0.5 });
    const id = test.signaling.far.calls();
    await test.phone.call(id).answer();
    test.signaling.failNext('reinvite', glare());
    const holding = test.phone.call(id).hold();
    await test.clock.advance(999);
    assert.equal(test.signaling.calls('reinvite').length, 1);
    await test.clock.advance(1);
    await holding;
  });

  it('answers their offer before it tries again', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    test.signaling.failNext('reinvite', glare());
    const holding = test.phone.call(id).hold();
    await settle();
    const exchange = test.signaling.far.offers(id, 'sendrecv');
    await settle();
    const [[, named, answer] = []] = test.signaling.calls('answerOffer');
    assert.equal(named, exchange);
    assert.match(String(answer), /a=sendonly/);
    await test.clock.advance(4_000);
    await holding;
    assert.equal(callOf(test, id).hold, 'held');
  });

  it('honours the short Retry-After of a 500', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    const later = new CadranError('signaling/rejected', { sip: { status: 500, retryAfter: 3 } });
    test.signaling.failNext('reinvite', later);
    const holding = test.phone.call(id).hold();
    await test.clock.advance(2_999);
    assert.equal(test.signaling.calls('reinvite').length, 1);
    await test.clock.advance(1);
    await holding;
  });

  it('gives up on a side that always collides', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    for (let attempt = 0; attempt < 5; attempt += 1) test.signaling.failNext('reinvite', glare());
    const holding = test.phone.call(id).hold();
    holding.catch(() => undefined);
    await test.clock.advance(20_000);
    await assert.rejects(holding, { code: 'call/hold-failed' });
    assert.equal(test.signaling.calls('reinvite').length, 5);
    assert.equal(callOf(test, id).hold, 'active');
  });
});

describe('several calls', () => {
  it('puts the one spoken in on hold before another is dialled', async () => {
    const test = await createTestPhone();
    const first = await connectedCall(test);
    const agree = test.signaling.holdNext('reinvite');
    const second = await dialledCall(test, 'carol');
    assert.equal(test.signaling.calls('invite').length, 1, 'not before the first is on hold');
    agree();
    await settle();
    assert.equal(test.signaling.calls('invite').length, 2);
    assert.equal(callOf(test, first).hold, 'held');
    test.signaling.far.answers(second);
    await settle();
    assert.equal(callOf(test, second).status, 'active');
  });

  it('dials nobody when the other call cannot be put on hold', async () => {
    const test = await createTestPhone();
    const first = await connectedCall(test);
    test.signaling.failNext('reinvite', rejected());
    const second = await dialledCall(test, 'carol');
    assert.deepEqual(callOf(test, second).ended, {
      by: 'system',
      reason: 'unknown',
      code: 'call/hold-failed',
      sip: { status: 488 },
    });
    assert.equal(callOf(test, first).hold, 'active');
    assert.equal(test.signaling.calls('invite').length, 1);
  });

  it('swaps by resuming', async () => {
    const test = await createTestPhone();
    const first = await connectedCall(test);
    const second = await connectedCall(test, 'carol');
    await test.phone.call(first).resume();
    assert.equal(callOf(test, first).hold, 'active');
    assert.equal(callOf(test, second).hold, 'held');
  });

  it('holds before it answers, and rings on when that is refused', async () => {
    const test = await createTestPhone();
    const first = await connectedCall(test);
    const second = test.signaling.far.calls();
    assert.equal(test.media.tone, 'waiting');
    test.signaling.failNext('reinvite', rejected());
    await assert.rejects(test.phone.call(second).answer(), { code: 'call/answer-failed' });
    assert.equal(callOf(test, second).status, 'ringing');
    assert.equal(callOf(test, first).hold, 'active');
    await test.phone.call(second).answer();
    assert.equal(callOf(test, first).hold, 'held');
    assert.equal(callOf(test, second).hold, 'active');
  });

  it('answers although the other call ends while it is put on hold', async () => {
    const test = await createTestPhone();
    const first = await connectedCall(test);
    const second = test.signaling.far.calls();
    const agree = test.signaling.holdNext('reinvite');
    const answering = test.phone.call(second).answer();
    await settle();
    test.signaling.far.ends(first);
    agree(new CadranError('signaling/timeout'));
    await answering;
    assert.equal(callOf(test, second).status, 'active');
  });

  it('holds a call that is answered while its person speaks in another', async () => {
    const test = await createTestPhone();
    const outgoing = await dialledCall(test);
    const incoming = test.signaling.far.calls();
    await test.phone.call(incoming).answer();
    test.signaling.far.answers(outgoing);
    await settle();
    assert.equal(callOf(test, outgoing).hold, 'held');
    assert.equal(callOf(test, incoming).hold, 'active');
  });

  it('leaves one active of two that were dialled before either was answered', async () => {
    const test = await createTestPhone();
    const [one, other] = [await dialledCall(test, 'bob'), await dialledCall(test, 'carol')];
    test.signaling.far.answers(one);
    await settle();
    assert.equal(callOf(test, one).hold, 'held');
    test.signaling.far.answers(other);
    await settle();
    assert.equal(callOf(test, one).hold, 'held');
    assert.equal(callOf(test, other).hold, 'active');
  });

  it('leaves one active when both are resumed at once', async () => {
    const test = await createTestPhone();
    const first = await connectedCall(test);
    const second = await connectedCall(test, 'carol');
    await test.phone.call(second).hold();
    await Promise.all([test.phone.call(first).resume(), test.phone.call(second).resume()]);
    await settle();
    const holds = [first, second].map((id) => callOf(test, id).hold);
    assert.deepEqual(holds, ['held', 'active']);
  });
});
