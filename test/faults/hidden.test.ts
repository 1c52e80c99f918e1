import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';

import { duration, measured } from '../support/measured.js';
import { eventually } from '../support/person.js';
import { isRegistered, isRinging } from '../support/conversation.js';
import { homes } from '../support/homes.js';
import { countRegistrations } from '../support/registrations.js';
import { Stage } from '../support/stage.js';

/** Seconds that the server grants, and registrations that have to be renewed while it is hidden. */
const expires = 10;
const renewals = 5;

let stage: Stage;

before(async () => {
  stage = await Stage.open({ switchboard: { expires: { max: expires } } });
});

afterEach(() => stage.clear());
after(() => stage.close());

describe('F41: a tab that nobody looks at', () => {
  for (const { name, at } of homes) {
    test(`stays registered and rings (the phone ${name})`, async (t) => {
      const alice = await stage.signIn({ at });
      const front = await alice.anotherTab(`${stage.site.origin}/site.css`, { expected: /404/ });
      await front.page.bringToFront();
      await eventually(
        async () =>
          (await alice.page.evaluate(() => document.visibilityState === 'hidden')) || undefined,
        'the tab is still visible',
      );
      const registrations = countRegistrations(stage, 'alice');
      const from = performance.now();
      let lapses = 0;
      await eventually(
        async () => {
          if (stage.site.board.bindings('alice').length !== 1) lapses += 1;
          return registrations.count >= renewals ? true : undefined;
        },
        () => `${registrations.count} of ${renewals} renewals`,
        renewals * expires * 1_000,
      );
      const hidden = performance.now() - from;
      assert.equal(lapses, 0);
      const bob = await stage.signIn({ as: 'bob' });
      const invited = new Promise<number>((resolve) => {
        stage.intercept(({ direction, party, message }) => {
          const isInvite = message.kind === 'request' && message.method === 'INVITE';
          if (direction === 'out' && party === 'alice' && isInvite) resolve(performance.now());
          return undefined;
        });
      });
      await bob.dials('alice');
      const at0 = await invited;
      await alice.until(isRinging);
      const took = performance.now() - at0;
      await alice.until(isRegistered);
      measured(t, {
        fault: 'F41',
        done: `hidden for ${duration(hidden)} with registrations of ${expires} s, the phone ${name}`,
        measured: `${registrations.count} renewals, ${lapses} lapses; rang ${duration(took)} after the INVITE`,
        took,
        limit: 1_000,
      });
    });
  }
});
