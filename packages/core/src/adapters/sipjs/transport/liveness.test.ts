import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { createManualClock } from '../../fake/manual-clock.js';
import { Liveness, type LivenessOptions } from './liveness.js';

const ping = '\r\n\r\n';

function setUp(options: Partial<LivenessOptions> = {}) {
  const clock = createManualClock();
  /** What was asked, in order: CRLF, or an OPTIONS. */
  const asked: string[] = [];
  const doubts: boolean[] = [];
  const context = { clock, asked, doubts, dead: 0, server: { ignoresPings: false } };
  const liveness = new Liveness({
    clock,
    server: context.server,
    silence: 15_000,
    patience: 2_000,
    send: (text) => asked.push(text),
    probe: () => asked.push('OPTIONS'),
    onDoubt: (doubted) => doubts.push(doubted),
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
    const { clock, asked, liveness, doubts } = setUp();
    await clock.advance(14_999);
    assert.deepEqual(asked, []);
    await clock.advance(1);
    for (let round = 1; round <= 5; round += 1) {
      assert.deepEqual(asked, Array<string>(round).fill(ping));
      await clock.advance(1_900);
      liveness.heard('pong');
      await clock.advance(15_000);
    }
    assert.ok(!doubts.includes(true), 'silence alone is no reason to doubt');
  });

  test('that answers neither CRLF nor OPTIONS is dead, after two seconds each', async () => {
    for (const ponged of [true, false]) {
      const context = setUp();
      await context.clock.advance(15_000);
      if (ponged) {
        context.liveness.heard('pong');
        await context.clock.advance(15_000);
      }
      context.asked.length = context.doubts.length = 0;
      await context.clock.advance(1_999);
      assert.deepEqual(context.doubts, []);
      await context.clock.advance(1);
      assert.deepEqual([context.asked, context.doubts], [['OPTIONS'], [true]]);
      await context.clock.advance(1_999);
      assert.equal(context.dead, 0);
      await context.clock.advance(1);
      assert.equal(context.dead, 1);
      assert.equal(context.clock.pending, 0);
    }
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
    const { clock, asked, liveness } = setUp();
    for (let round = 0; round < 10; round += 1) {
      await clock.advance(10_000);
      liveness.heard('response');
    }
    assert.deepEqual(asked, []);
  });

  test('is asked by OPTIONS where CRLF is ignored, next time at once', async () => {
    const { clock, asked, server, liveness, doubts } = setUp();
    await clock.advance(15_000 + 2_000);
    liveness.heard('response');
    assert.equal(server.ignoresPings, true);
    assert.deepEqual(doubts, [true, false]);
    for (let round = 0; round < 4; round += 1) {
      await clock.advance(15_000);
      liveness.heard('response');
    }
    assert.deepEqual(asked, [ping, ...Array<string>(5).fill('OPTIONS')]);
  });

  test('that ignores CRLF and says nothing any more is dead after two OPTIONS', async () => {
    const context = setUp();
    context.server.ignoresPings = true;
    await context.clock.advance(15_000 + 3_999);
    assert.deepEqual([context.asked, context.dead], [['OPTIONS', 'OPTIONS'], 0]);
    await context.clock.advance(1);
    assert.equal(context.dead, 1);
  });

  test('is asked once more after the machine slept', async () => {
    const context = setUp();
    await context.clock.advance(15_000);
    // Whatever came meanwhile is still to be read when the first timer runs.
    await context.clock.advance(2_000);
    assert.equal(context.dead, 0);
    context.liveness.heard('pong');
    await context.clock.advance(4_000);
    assert.equal(context.dead, 0);
  });

  test('is asked sooner when told to, and one question at a time', async () => {
    const { clock, asked, liveness } = setUp();
    liveness.setSilence(4_000);
    await clock.advance(4_000);
    assert.equal(asked.length, 1);
    liveness.check();
    assert.equal(asked.length, 1);
    liveness.heard('pong');
    liveness.check();
    assert.equal(asked.length, 2);
  });

  test('is in doubt as soon as something speaks against it, until it answers', async () => {
    const { clock, liveness, doubts } = setUp();
    liveness.check();
    assert.deepEqual(doubts, [true]);
    await clock.advance(500);
    liveness.heard('pong');
    assert.deepEqual(doubts, [true, false]);
    await clock.advance(15_000);
    liveness.check();
    assert.deepEqual(doubts, [true, false, true], 'also while it is asked anyway');
  });
});
