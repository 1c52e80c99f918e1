import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';

import type { Phone, PhoneState } from '@cadran/core';

import { duration, measured, timed } from '../support/measured.js';
import { latestCall, type Person } from '../support/person.js';
import { hearFor, hearSound } from '../support/sound.js';
import { isUp, converse } from '../support/conversation.js';
import { crash } from '../support/crash.mjs';
import { homes } from '../support/homes.js';
import { knows } from '../support/registrations.js';
import { Stage } from '../support/stage.js';

let stage: Stage;

before(async () => {
  stage = await Stage.open();
});

afterEach(() => stage.clear());
after(() => stage.close());

describe('F37: a page that reloads in a call', () => {
  for (const { name, at } of homes) {
    test(`is heard again (the phone ${name})`, async (t) => {
      const { alice, bob } = await converse(stage, { at });
      const took = await timed(async () => {
        await alice.page.reload();
        await alice.until(isUp);
        await hearFor(bob.page, 5);
      });
      await hearSound(bob.page);
      assert.equal(latestCall((await bob.state()) as PhoneState)?.status, 'active');
      measured(t, {
        fault: 'F37',
        done: `one reload, the phone ${name}`,
        measured: `heard again after ${duration(took)}, the page's load included`,
        took,
        limit: 3_000,
      });
    });
  }
});

describe('F38: a tab that crashes in a call', () => {
  test('leaves the call to another tab', async (t) => {
    const { alice, bob } = await converse(stage);
    const other = await alice.anotherTab(`${stage.site.origin}/intranet/?as=alice`);
    await other.until((state) => latestCall(state)?.status === 'active');
    await crash(alice.page);
    const took = await timed(async () => {
      await other.page.bringToFront();
      await other.until(isUp);
      await hearFor(bob.page, 5);
    });
    await hearSound(bob.page);
    measured(t, {
      fault: 'F38',
      done: 'the tab with the sound crashed, another one was open',
      measured: `heard again after ${duration(took)}`,
      took,
      limit: 3_000,
    });
  });

  test('goes on with it when it is opened again', async (t) => {
    const { alice, bob } = await converse(stage, { at: '/' });
    await crash(alice.page);
    const took = await timed(async () => {
      await alice.page.goto(`${stage.site.origin}/?as=alice`);
      await alice.until(isUp);
      await hearFor(bob.page, 5);
    });
    await hearSound(bob.page);
    measured(t, {
      fault: 'F38',
      done: 'the only tab crashed and was opened again, the phone in the page',
      measured: `heard again after ${duration(took)}`,
      took,
      limit: 3_000,
    });
  });
});

describe('F45: a processor six times slower', () => {
  test('misses no ping and does not freeze the page', async (t) => {
    const alice = await stage.signIn();
    const bob = await stage.signIn({ as: 'bob' });
    const client = await alice.page.createCDPSession();
    await client.send('Emulation.setCPUThrottlingRate', { rate: 6 });
    // Nothing looks at the page meanwhile: what a test does there would count as ours.
    const busy = alice.page.evaluate(async () => {
      const { phone } = document.querySelector('cadran-phone') as unknown as { phone: Phone };
      const tasks: number[] = [];
      const lost: string[] = [];
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) tasks.push(duration);
      }).observe({ type: 'longtask' });
      const connected = new Promise<void>((resolve) => {
        phone.state.subscribe(({ connection, calls }, { calls: before }) => {
          if (connection.status !== 'connected') lost.push(connection.status);
          for (const { id, status, media } of Object.values(calls)) {
            // As soon as a person could.
            if (status === 'ringing' && !before[id])
              setTimeout(() => void phone.call(id).answer(), 1_000);
            if (status === 'active' && media === 'connected') resolve();
          }
        });
      });
      await connected;
      // In a call the connection is asked for a sign of life every four seconds.
      await new Promise((resolve) => setTimeout(resolve, 6_000));
      return { tasks, lost };
    });
    await bob.dials('alice');
    const { tasks, lost } = await busy;
    assert.deepEqual(lost, []);
    await client.detach();
    const longest = Math.max(0, ...tasks);
    measured(t, {
      fault: 'F45',
      done: 'a call answered and held for 6 s at a sixth of the speed, the phone in the page',
      measured: `no ping missed, longest task ${duration(longest)}`,
      took: longest,
      limit: 100,
    });
  });
});

describe('F54: five tabs, of which one reloads in a call', () => {
  test('the call follows its tab', async (t) => {
    const { alice, bob } = await converse(stage);
    const tabs: Person[] = [];
    while (tabs.length < 4) {
      tabs.push(await alice.anotherTab(`${stage.site.origin}/intranet/directory.html?as=alice`));
    }
    for (const tab of tabs) await tab.until((state) => latestCall(state)?.status === 'active');
    await alice.page.bringToFront();
    const took = await timed(async () => {
      await alice.page.reload();
      await alice.until((state) => isUp(state) && latestCall(state)?.page === state.page);
      await hearFor(bob.page, 5);
    });
    await hearSound(bob.page);
    for (const tab of tabs) await tab.until(isUp);
    await knows(stage, 'alice', 1);
    measured(t, {
      fault: 'F54',
      done: 'one of five tabs reloaded in its call',
      measured: `heard again after ${duration(took)}, in the same tab; all five show it`,
      took,
      limit: 3_000,
    });
  });
});
