import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { connectedCall, createManualClock, createTestPhone } from '../testing.js';
import type { TestPhone } from '../testing.js';

/** Time as a machine tells it whose clock somebody sets; `by` milliseconds so far. */
async function phoneOnASetClock(): Promise<TestPhone & { set(by: number): void }> {
  const passing = createManualClock();
  let ahead = 0;
  const test = await createTestPhone({
    clock: {
      now: () => passing.now() + ahead,
      elapsed: () => passing.now(),
      schedule: (task, delay) => passing.schedule(task, delay),
      advance: (milliseconds) => passing.advance(milliseconds),
      get pending() {
        return passing.pending;
      },
      get waiting() {
        return passing.waiting;
      },
    },
  });
  return { ...test, set: (by) => (ahead += by) };
}

function registrations({ signaling }: TestPhone): number {
  return signaling.commands.filter(({ name }) => name === 'register').length;
}

for (const hours of [2, -2]) {
  const by = hours * 3_600_000;
  describe(`a clock set by ${hours} hours`, () => {
    it('changes no duration, seen during the call and after it', async () => {
      const test = await phoneOnASetClock();
      const { phone, clock, signaling } = test;
      const id = await connectedCall(test);
      await clock.advance(30_000);
      test.set(by);
      await clock.advance(1_000);
      const { activeAt = 0, startedAt } = phone.state.get().calls[id] ?? {};
      assert.equal(clock.now() - activeAt, 31_000);
      assert.ok(startedAt !== undefined && startedAt <= activeAt);
      test.set(-by);
      signaling.far.ends(id);
      const over = phone.state.get().calls[id];
      assert.equal((over?.endedAt ?? 0) - (over?.activeAt ?? 0), 31_000);
      await phone.dispose();
      assert.equal(clock.pending, 0);
    });

    it('neither hastens nor delays the next registration', async () => {
      const test = await phoneOnASetClock();
      assert.equal(registrations(test), 1);
      test.set(by);
      await test.clock.advance(299_000);
      assert.equal(registrations(test), 1);
      await test.clock.advance(242_000);
      assert.equal(registrations(test), 2);
      assert.equal(test.phone.state.get().registration.status, 'registered');
    });
  });
}
