import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';

import type { Page } from 'puppeteer-core';

import { converse, hearEachOther, isHere, isUp, theCall } from '../support/conversation.js';
import { crash } from '../support/crash.mjs';
import { workerless } from '../support/homes.js';
import { latestCall, type Person } from '../support/person.js';
import { knows } from '../support/registrations.js';
import { Stage } from '../support/stage.js';

let stage: Stage;

before(async () => {
  stage = await Stage.open({ regulars: true });
});

afterEach(() => stage.clear());
after(() => stage.close());

async function anotherTab(person: Person): Promise<Person> {
  const url = `${stage.site.origin}/intranet/directory.html?as=alice`;
  const tab = await person.anotherTab(url, workerless);
  await tab.until(({ registration }) => registration.status === 'registered');
  return tab;
}

/** The home of the phone is in the first tab. Resolves with the next ones, and says nothing to anybody. */
async function tabsAfter(first: Person, count: number): Promise<Person[]> {
  const tabs: Person[] = [];
  while (tabs.length < count) tabs.push(await anotherTab(first));
  return tabs;
}

function bindings(): number {
  return stage.site.board.bindings('alice').length;
}

describe('a phone that lives in one of the tabs that share it', () => {
  test('rings once in five tabs, and is answered in the one whose person answers', async () => {
    const alice = await stage.signIn({ at: '/intranet/', ...workerless });
    const others = await tabsAfter(alice, 4);
    assert.equal(bindings(), 1);
    assert.deepEqual((await alice.state())?.warnings, []);

    const bob = await stage.signIn({ as: 'bob' });
    await bob.dials('alice');
    for (const tab of [alice, ...others]) await tab.isCalledBy('Bob Durand');
    const [second, ...idle] = others as [Person, ...Person[]];
    await second.page.bringToFront();
    await second.respond('Answer');
    await second.until(isHere);
    await hearEachOther(second, bob);
    for (const tab of [alice, ...idle]) {
      await tab.reads('The sound of this call is in another tab.');
    }
    await alice.page.bringToFront();
    await alice.click('Hang up');
    await bob.reads('Call ended');
  });

  test('goes on in another tab when its own is closed, whose sound stays where it is', async () => {
    const alice = await stage.signIn({ at: '/intranet/', ...workerless });
    const [second, third] = (await tabsAfter(alice, 2)) as [Person, Person];
    const bob = await stage.signIn({ as: 'bob' });
    await second.page.bringToFront();
    await second.dials('bob');
    await bob.respond('Answer');
    await second.until(isHere);
    const { id, activeAt } = await theCall(second);

    await alice.page.close();
    await third.until(({ connection }) => connection.status === 'connected');
    await second.until(isHere);
    await hearEachOther(second, bob);
    const after = await theCall(second);
    assert.deepEqual([after.id, after.activeAt], [id, activeAt]);
    await knows(stage, 'alice', 1);

    await third.until((state) => latestCall(state)?.id === id);
    await third.page.bringToFront();
    await third.click('Hang up');
    await bob.reads('Call ended');
  });

  test('goes on in another tab when its page does not want it any more', async () => {
    const alice = await stage.signIn({ at: '/intranet/', ...workerless });
    const second = await anotherTab(alice);
    const bob = await stage.signIn({ as: 'bob' });
    await second.page.bringToFront();
    await second.dials('bob');
    await bob.respond('Answer');
    const before = await second.until(isHere);
    await alice.page.evaluate(() => document.querySelector('cadran-phone')?.remove());
    // The next home registers anew.
    await second.until(
      ({ registration: { status, expiresAt } }) =>
        status === 'registered' && expiresAt !== before.registration.expiresAt,
    );
    await second.until(isHere);
    await hearEachOther(second, bob);
    assert.equal(bindings(), 1);
  });

  test('keeps a call whose tab is closed, and whose sound goes with it', async () => {
    const { alice, bob } = await converse(stage, workerless);
    const second = await anotherTab(alice);
    await alice.page.close();
    await second.page.bringToFront();
    await second.until(isHere);
    await hearEachOther(second, bob);
  });

  test('rings on when the tab it lives in is closed, and is answered', async () => {
    const alice = await stage.signIn({ at: '/intranet/', ...workerless });
    const second = await anotherTab(alice);
    const bob = await stage.signIn({ as: 'bob' });
    await bob.dials('alice');
    await second.isCalledBy('Bob Durand');
    const { id } = await theCall(second);
    await alice.page.close();
    await second.page.bringToFront();
    await second.until(({ registration }) => registration.status === 'registered');
    assert.deepEqual([(await theCall(second)).id, (await theCall(second)).status], [id, 'ringing']);
    assert.equal((await theCall(bob)).status, 'ringing');
    await second.respond('Answer');
    await second.until(isHere);
    await hearEachOther(second, bob);
  });

  test('keeps a call whose tab crashes', async () => {
    const { alice, bob } = await converse(stage, workerless);
    const second = await anotherTab(alice);
    await crash(alice.page);
    await second.page.bringToFront();
    await second.until(isHere);
    await hearEachOther(second, bob);
  });

  test('keeps a call while its person follows links, alone or beside another tab', async () => {
    const { alice, bob } = await converse(stage, workerless);
    await alice.click('Mute');
    await alice.until((state) => latestCall(state)?.muted === true);
    await alice.follows('Directory');
    await alice.until(isHere);
    assert.equal((await theCall(alice)).muted, true);
    await alice.click('Unmute');
    await hearEachOther(alice, bob);

    const second = await anotherTab(alice);
    await alice.page.bringToFront();
    await alice.page.reload();
    await alice.until(isHere);
    await hearEachOther(alice, bob);
    await second.until(isUp);
    assert.equal(bindings(), 1);
  });
});

describe('a script of another version', () => {
  /** Pages that came after a new version was put on the server load its worker from another address. */
  const deployed = {
    prepare: async (page: Page): Promise<void> => {
      await page.evaluateOnNewDocument(() => {
        const Native = SharedWorker;
        globalThis.SharedWorker = class extends Native {
          constructor(url: string | URL, options?: string | WorkerOptions) {
            super(`${String(url)}?version=2`, options);
          }
        };
      });
    },
  };

  test('takes the phone over in the middle of a call, and pages of both share it', async () => {
    const { alice, bob } = await converse(stage);
    const { id, activeAt } = await theCall(alice);
    const url = `${stage.site.origin}/intranet/directory.html?as=alice`;
    const newer = await alice.anotherTab(url, deployed);
    await newer.until(isUp);
    await alice.until(isUp);
    assert.equal(bindings(), 1);
    const [one, other] = [await theCall(alice), await theCall(newer)];
    assert.deepEqual([one.id, one.activeAt], [id, activeAt]);
    assert.deepEqual([other.id, other.page], [id, one.page]);

    await newer.page.bringToFront();
    await newer.click('Take the call here');
    await newer.until(isHere);
    await hearEachOther(newer, bob);
    await alice.page.reload();
    await alice.until(isUp);
    await alice.page.bringToFront();
    await alice.click('Hang up');
    await bob.reads('Call ended');
  });

  test('takes a call over that rings', async () => {
    const alice = await stage.signIn({ at: '/intranet/' });
    const bob = await stage.signIn({ as: 'bob' });
    await bob.dials('alice');
    await alice.isCalledBy('Bob Durand');
    const url = `${stage.site.origin}/intranet/directory.html?as=alice`;
    const newer = await alice.anotherTab(url, deployed);
    await newer.isCalledBy('Bob Durand');
    assert.equal(bindings(), 1);
    await alice.page.bringToFront();
    await alice.respond('Answer');
    await alice.until(isHere);
    await hearEachOther(alice, bob);
  });

  test('finds the phone in a tab that has no worker', async () => {
    const { alice, bob } = await converse(stage, workerless);
    const url = `${stage.site.origin}/intranet/directory.html?as=alice`;
    const newer = await alice.anotherTab(url);
    await newer.until(isUp);
    await alice.until(isUp);
    assert.equal(bindings(), 1);
    await hearEachOther(alice, bob);
    await alice.page.close();
    await newer.page.bringToFront();
    await newer.until(isHere);
    await hearEachOther(newer, bob);
  });
});
