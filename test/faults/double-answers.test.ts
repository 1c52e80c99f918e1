import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';

import { answerAtOnce } from '../support/answer-at-once.js';
import { measured } from '../support/measured.js';
import { Stage } from '../support/stage.js';

let stage: Stage;

before(async () => {
  stage = await Stage.open();
});

afterEach(() => stage.clear());
after(() => stage.close());

describe('F52: one address in five tabs', () => {
  test('is answered once in each of 200 calls', async (t) => {
    const trials = 200;
    const alice = await stage.signIn({ at: '/intranet/' });
    const tabs = [alice];
    while (tabs.length < 5) {
      tabs.push(await alice.anotherTab(`${stage.site.origin}/intranet/?as=alice`));
    }
    const bob = await stage.signIn({ as: 'bob' });
    const seen = await answerAtOnce(stage, { tabs, bob, trials });
    assert.deepEqual(seen, { rings: trials, answers: trials, winners: trials, registrations: 1 });
    measured(t, {
      fault: 'F52',
      done: `${trials} calls answered in five tabs at the same moment`,
      measured: `${seen.rings} INVITEs, ${seen.answers} answers, ${seen.registrations} registration`,
    });
  });
});
