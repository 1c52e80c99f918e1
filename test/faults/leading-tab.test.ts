import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';

import type { PhoneState } from '@cadran/core';

import { isRegistered, isRinging, isUp } from '../support/conversation.js';
import { crash } from '../support/crash.mjs';
import { workerless } from '../support/homes.js';
import { duration, measured, timed } from '../support/measured.js';
import { countRegistrations, knows } from '../support/registrations.js';
import { eventually, type Person } from '../support/person.js';
import { hearSound } from '../support/sound.js';
import { Stage } from '../support/stage.js';

let stage: Stage;

before(async () => {
  stage = await Stage.open();
});

afterEach(() => stage.clear());
after(() => stage.close());

describe('F53: the tab in which the phone lives', () => {
  for (const { done, end, limit } of [
    { done: 'closed', end: ({ page }: Person) => page.close(), limit: 1_000 },
    { done: 'crashed', end: ({ page }: Person) => crash(page), limit: 3_000 },
  ]) {
    test(`is ${done}: another one has it`, async (t) => {
      const alice = await stage.signIn({ at: '/intranet/', ...workerless });
      const url = `${stage.site.origin}/intranet/directory.html?as=alice`;
      const other = await alice.anotherTab(url, workerless);
      await other.until(isRegistered);
      const registrations = countRegistrations(stage, 'alice');
      const took = await timed(async () => {
        await end(alice);
        await eventually(
          async () => (registrations.count > 0 ? true : undefined),
          'nobody took it',
        );
        await knows(stage, 'alice', 1);
      });
      await other.until(isRegistered);
      assert.equal(stage.site.board.bindings('alice').length, 1);
      measured(t, {
        fault: 'F53',
        done: `no worker; the tab in which the phone lived ${done === 'closed' ? 'was closed' : done}`,
        measured: `the next tab registered after ${duration(took)}, the end of the first included`,
        took,
        limit,
      });
    });
  }
});

describe('F53: the tab opened first', () => {
  test('while it rings: it rings on in the other, and can be answered', async (t) => {
    const alice = await stage.signIn({ at: '/intranet/' });
    const other = await alice.anotherTab(`${stage.site.origin}/intranet/?as=alice`);
    await other.until(isRegistered);
    const bob = await stage.signIn({ as: 'bob' });
    await bob.dials('alice');
    for (const tab of [alice, other]) await tab.until(isRinging);
    await alice.page.close();
    await other.page.bringToFront();
    assert.ok(isRinging((await other.state()) as PhoneState));
    const took = await timed(async () => {
      await other.respond('Answer');
      await other.until(isUp);
      await hearSound(bob.page);
    });
    await knows(stage, 'alice', 1);
    measured(t, {
      fault: 'F53',
      done: 'the tab opened first was closed while it rang',
      measured: `rang on without a pause; answered in the other, heard after ${duration(took)}`,
    });
  });
});
