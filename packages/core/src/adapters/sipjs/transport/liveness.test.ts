import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { createManualClock } from '../../fake/manual-clock.js';
import { Liveness, type LivenessOptions } from './liveness.js';

const ping = '\r\n\r\n';

function setUp(options: Partial<LivenessOptions> = {}) {
  const clock = createManualClock();
  const sent: string[] = [];
  const context = { clock, sent, dead: 0, habits: { ignoresPings: false } };
  const liveness = new Liveness({
    clock,
    habits: context.habits,
    silence: 15_000,
    patience: 4_000,
    send: (text) => sent.push(text),
    probe: undefined,
    onDead: () => {
      context.dead += 1;
      liveness.end(false);
    },
    ...options,
  });
  return Object.assign(context, { liveness });
}

describe('a connection', () => {
  test('is asked after silence, and left alone once it answered', async () => {
    const { clock, sent, liveness } = setUp();
    await clock.advance(14_999);
    assert.deepEqual(sent, []);
    await clock.advance(1);
    for (let round = 1; round <= 5; round += 1) {
      assert.deepEqual(sent, Array<string>(round).fill(ping));
      await clock.advance(3_000);
      liveness.heard('pong');
      await clock.advance(15_000);
    }
  });

  test('that answered before and does not now is dead', async () => {
    const context = setUp();
    await context.clock.advance(15_000);
    context.liveness.heard('pong');
    await context.clock.advance(15_000 + 3_999);
    assert.equal(context.dead, 0);
    await context.clock.advance(1);
    assert.equal(context.dead, 1);
    assert.equal(context.clock.pending, 0);
  });

  test('is not shown alive by what they send of their own, which proves one direction only', async () => {
    const context = setUp();
    await context.clock.advance(15_000);
    context.liveness.heard('pong');
    for (let second = 0; second < 19; second += 1) {
      for (const kind of ['request', 'ping', 'unknown'] as const) context.liveness.heard(kind);
      if (second < 15) context.liveness.heard('pong');
      await context.clock.advance(1_000);
    }
    assert.equal(context.dead, 1);
  });

  test('is shown alive by responses, which save the ping', async () => {
    const { clock, sent, liveness } = setUp();
    for (let round = 0; round < 10; round += 1) {
      await clock.advance(10_000);
      liveness.heard('response');
    }
    assert.deepEqual(sent, []);
  });

  test('is asked by a request where CRLF is ignored, next time at once', async () => {
    let probes = 0;
    const { clock, sent, habits } = setUp({ probe: async () => void (probes += 1) });
    await clock.advance(15_000 + 4_000);
    assert.equal(probes, 1);
    assert.equal(habits.ignoresPings, true);
    await clock.advance(60_000);
    assert.equal(probes, 5);
    assert.deepEqual(sent, [ping]);
  });

  test('is dead when the request is not answered either', async () => {
    const unanswered = [
      () => Promise.reject(new Error('no answer')),
      () => new Promise<void>(() => undefined),
      () => {
        throw new Error('no connection');
      },
    ];
    for (const probe of unanswered) {
      const context = setUp({ probe });
      await context.clock.advance(15_000 + 4_000 + 4_000);
      assert.equal(context.dead, 1);
    }
  });

  test('is not dead by a request of before', async () => {
    let fail = (): void => undefined;
    const probe = (): Promise<void> =>
      new Promise((_, reject) => {
        fail = () => reject(new Error('late'));
      });
    const context = setUp({ probe });
    await context.clock.advance(15_000 + 4_000);
    context.liveness.heard('response');
    fail();
    await context.clock.advance(1_000);
    assert.equal(context.dead, 0);
  });

  test('is left in peace where nothing can be asked that must be answered', async () => {
    const context = setUp();
    await context.clock.advance(600_000);
    assert.equal(context.dead, 0);
  });

  test('is asked once more after the machine slept', async () => {
    let skew = 0;
    const manual = createManualClock();
    const clock = { now: () => manual.now() + skew, schedule: manual.schedule };
    const context = setUp({ clock });
    await manual.advance(15_000);
    context.liveness.heard('pong');
    await manual.advance(15_000);
    skew = 3_600_000;
    await manual.advance(4_000);
    assert.equal(context.dead, 0);
    assert.equal(context.sent.length, 3);
    await manual.advance(4_000);
    assert.equal(context.dead, 1);
  });

  test('is asked sooner when told to, and one question at a time', async () => {
    const { clock, sent, liveness } = setUp();
    liveness.setSilence(4_000);
    await clock.advance(4_000);
    assert.equal(sent.length, 1);
    liveness.check();
    assert.equal(sent.length, 1);
    liveness.heard('pong');
    liveness.check();
    assert.equal(sent.length, 2);
  });
});
