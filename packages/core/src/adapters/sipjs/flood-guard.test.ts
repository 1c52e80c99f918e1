import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createManualClock } from '../fake/manual-clock.js';
import { createFloodGuard } from './flood-guard.js';

function guarded() {
  const clock = createManualClock();
  let shed = 0;
  const guard = createFloodGuard(
    clock,
    () => 0.5,
    () => (shed += 1),
  );
  const taken = (method: string, count: number, exchange?: object): number =>
    Array.from({ length: count }, () => guard(method, exchange)).filter((it) => it === undefined)
      .length;
  return { clock, guard, taken, shed: () => shed };
}

describe('what comes in', () => {
  for (const [method, burst, perSecond] of [
    ['INVITE', 5, 1],
    ['OPTIONS', 9, 2],
    ['NOTIFY', 201, 50],
    ['MESSAGE', 41, 10],
    ['constructor', 41, 10],
    ['', 41, 10],
  ] as const) {
    it(`is taken as often as a phone can need it: ${method || 'nonsense'}`, async () => {
      const { taken, clock } = guarded();
      assert.equal(taken(method, 500), burst);
      await clock.advance(1_000);
      assert.equal(taken(method, 500), perSecond);
      await clock.advance(3_600_000);
      assert.equal(taken(method, 500), burst);
    });
  }

  it('is taken more often where the page says so', async () => {
    const clock = createManualClock();
    const guard = createFloodGuard(clock, Math.random, () => undefined, 10);
    const answers = Array.from({ length: 500 }, () => guard('INVITE'));
    assert.equal(answers.filter((it) => it === undefined).length, 41);
  });

  it('of one method leaves room for the others', () => {
    const { taken } = guarded();
    taken('MESSAGE', 1_000);
    taken('OPTIONS', 1_000);
    assert.equal(taken('INVITE', 1), 1);
    assert.equal(taken('NOTIFY', 1), 1);
  });

  it('in a dialog or again is bounded for each, and what ends it is always taken', () => {
    const { taken } = guarded();
    const [one, other] = [{}, {}];
    assert.equal(taken('INFO', 500, one), 81);
    assert.equal(taken('INVITE', 1, one), 0);
    assert.equal(taken('INVITE', 1, other), 1);
    for (const method of ['BYE', 'CANCEL', 'ACK']) assert.equal(taken(method, 500, one), 500);
    assert.equal(taken('ACK', 500), 500);
    assert.equal(taken('BYE', 500), 41);
  });

  it('too often is told to try later, and in a flood nothing', () => {
    const { guard, taken, shed } = guarded();
    taken('INVITE', 5);
    assert.equal(shed(), 0);
    const refused = guard('INVITE');
    assert.deepEqual(refused, { statusCode: 503, extraHeaders: ['Retry-After: 6'] });
    const dialog = {};
    taken('INFO', 81, dialog);
    assert.equal(guard('INFO', dialog)?.statusCode, 500);
    const answers = Array.from({ length: 500 }, () => guard('INVITE')).filter(Boolean);
    assert.equal(answers.length, 79);
    assert.equal(shed(), 502);
  });
});
