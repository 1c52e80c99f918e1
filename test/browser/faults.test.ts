import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test, type TestContext } from 'node:test';

import { answerAtOnce } from '../support/answer-at-once.js';
import { duration, measured, timed } from '../support/measured.js';
import { latestCall, type Person } from '../support/person.js';
import { hearSound } from '../support/sound.js';
import { isUp, isRegistered, isRinging, converse } from '../support/conversation.js';
import { homes } from '../support/homes.js';
import { knows, countRegistrations } from '../support/registrations.js';
import { Stage } from '../support/stage.js';

let stage: Stage;

before(async () => {
  // Pages enter the back/forward cache here as they do with people; puppeteer keeps them out of it.
  stage = await Stage.open({ without: ['--disable-back-forward-cache'] });
});

afterEach(() => stage.clear());
after(() => stage.close());

/** What Chromium itself says when it puts a page aside, and of an icon that is not there. */
const chatter = /Back-Forward Cache|404/;

describe('F40: a page that comes back out of the back/forward cache', () => {
  async function roundTrip(person: Person): Promise<{ took: number; cached: boolean }> {
    await person.page.evaluate(() => {
      addEventListener('pageshow', ({ persisted }) => {
        (globalThis as unknown as { cached: boolean }).cached = persisted;
      });
    });
    await person.page.goto(`${stage.site.origin}/site.css`);
    const took = await timed(async () => {
      await person.page.goBack();
      await person.until(isRegistered);
    });
    const cached = await person.page.evaluate(() => 'cached' in globalThis);
    return { took, cached };
  }

  for (const { name, at } of homes) {
    test(`has one registration and can be called (the phone ${name})`, async (t) => {
      const alice = await stage.signIn({ at, expected: chatter });
      const { took, cached } = await roundTrip(alice);
      await knows(stage, 'alice', 1);
      const bob = await stage.signIn({ as: 'bob' });
      await bob.dials('alice');
      await alice.until(isRinging);
      measured(t, {
        fault: 'F40',
        done: `away and back, the phone ${name}`,
        measured: `${cached ? 'out of the cache' : 'loaded anew'}, registered after ${duration(took)}, 1 registration`,
        took,
        limit: 2_000,
      });
    });

    test(`is still in its call (the phone ${name})`, async (t) => {
      const { alice, bob } = await converse(stage, { at, expected: chatter });
      const { cached } = await roundTrip(alice);
      await alice.until(isUp);
      await hearSound(bob.page);
      await knows(stage, 'alice', 1);
      measured(t, {
        fault: 'F40',
        done: `away and back in a call, the phone ${name}`,
        measured: `${cached ? 'out of the cache' : 'loaded anew'}, the call goes on, 1 registration`,
      });
    });
  }
});

describe('F42: a page that was frozen', () => {
  async function freeze({ page }: Person, state: 'frozen' | 'active'): Promise<void> {
    const client = await page.createCDPSession();
    await client.send('Page.setWebLifecycleState', { state });
    await client.detach();
  }

  for (const { name, at } of homes) {
    test(`is registered again (the phone ${name})`, async (t) => {
      const alice = await stage.signIn({ at, expected: chatter });
      await freeze(alice, 'frozen');
      for (const socket of stage.site.board.sockets.of('alice')) socket.terminate();
      const isKept = at === '/intranet/';
      // The worker is not frozen with its pages.
      await knows(stage, 'alice', isKept ? 1 : 0);
      const took = await timed(async () => {
        await freeze(alice, 'active');
        await knows(stage, 'alice', 1);
      });
      await alice.until(isRegistered);
      measured(t, {
        fault: 'F42',
        done: `frozen, its connection cut meanwhile, thawed; the phone ${name}`,
        measured: isKept
          ? 'the worker registered again while its page was frozen'
          : `registered again ${duration(took)} after thawing`,
        took,
        limit: 2_000,
      });
    });
  }
});

describe('F44: a clock that is set', () => {
  for (const hours of [2, -2]) {
    test(`by ${hours} hours changes no duration and no registration`, async (t) => {
      await jump(t, hours);
    });
  }

  async function jump(t: TestContext, hours: number): Promise<void> {
    const alice = await stage.signIn({
      prepare: async (page) => {
        await page.evaluateOnNewDocument(() => {
          const { now } = Date;
          const set = globalThis as unknown as { ahead: number };
          set.ahead = 0;
          Date.now = () => now() + set.ahead;
        });
      },
    });
    await alice.dials('600');
    await alice.until(isUp);
    const registrations = countRegistrations(stage, 'alice');
    const from = performance.now();
    await alice.page.evaluate((ahead) => {
      (globalThis as unknown as { ahead: number }).ahead = ahead;
    }, hours * 3_600_000);
    await alice.until((state) => {
      const { activeAt = 0 } = latestCall(state) ?? {};
      return Math.abs(activeAt - Date.now() - hours * 3_600_000) < 60_000;
    });
    const corrected = performance.now() - from;
    assert.equal(await alice.sees('2:00:'), false);
    await alice.click('Hang up');
    const state = await alice.until((now) => latestCall(now)?.status === 'ended');
    const { activeAt = 0, endedAt = 0 } = latestCall(state) ?? {};
    const spoken = endedAt - activeAt;
    assert.ok(spoken >= 0 && spoken < 60_000, `a call of seconds is said to be ${spoken} ms long`);
    assert.equal(registrations.count, 0);
    measured(t, {
      fault: 'F44',
      done: `clock ${hours > 0 ? '+' : '−'}2 h in a call, the phone in the page`,
      measured: `duration said to be ${duration(spoken)}, clock of the call right after ${duration(corrected)}, no REGISTER too many`,
    });
  }
});

describe('F52: one address in several tabs', () => {
  test('is answered once, however many click at the same moment', async (t) => {
    const alice = await stage.signIn({ at: '/intranet/' });
    const tabs = [alice];
    while (tabs.length < 5) {
      tabs.push(await alice.anotherTab(`${stage.site.origin}/intranet/?as=alice`));
    }
    const bob = await stage.signIn({ as: 'bob' });
    const trials = 5;
    const seen = await answerAtOnce(stage, { tabs, bob, trials });
    assert.deepEqual(seen, { rings: trials, answers: trials, winners: trials, registrations: 1 });
    measured(t, {
      fault: 'F52',
      done: `${trials} calls answered in five tabs at the same moment`,
      measured: `${seen.rings} INVITEs, ${seen.answers} answers, ${seen.registrations} registration`,
    });
  });
});
