import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';

import { converse, hearEachOther, isHere, isUp, theCall } from '../support/conversation.js';
import { crash } from '../support/crash.mjs';
import { latestCall } from '../support/person.js';
import { heard, hearFor } from '../support/sound.js';
import { Stage } from '../support/stage.js';

let stage: Stage;

before(async () => {
  stage = await Stage.open({ regulars: true });
});

afterEach(() => stage.clear());
after(() => stage.close());

const intranet = { at: '/intranet/' };

describe('a phone that all pages of a site share', () => {
  test('goes on with a call while its person follows links, steps back and reloads', async () => {
    const { alice, bob } = await converse(stage);
    const { id, activeAt } = await theCall(alice);
    await alice.click('Mute');
    await alice.until((state) => latestCall(state)?.muted === true);

    await alice.follows('Directory');
    await alice.until(isUp);
    assert.match(alice.page.url(), /directory/);
    const muted = await theCall(alice);
    assert.deepEqual([muted.id, muted.muted, muted.activeAt], [id, true, activeAt]);
    const silent = await hearFor(bob.page, 25);
    assert.ok(silent.energy < 0.0001, `Bob heard ${silent.energy} of a muted microphone`);
    await alice.click('Unmute');
    await hearEachOther(alice, bob);

    await alice.page.goBack();
    await alice.until(isUp);
    await hearEachOther(alice, bob);
    await alice.page.reload();
    await alice.until(isUp);
    await hearEachOther(alice, bob);

    assert.equal((await theCall(bob)).status, 'active');
    assert.equal(stage.site.board.bindings('alice').length, 1);
    await bob.click('Hang up');
    await alice.reads('Call ended');
  });

  test('keeps a call on hold through a navigation', async () => {
    const { alice, bob } = await converse(stage);
    await alice.click('Hold');
    await alice.until((state) => latestCall(state)?.hold === 'held');
    await alice.follows('Canteen');
    await alice.until((state) => latestCall(state)?.kept === undefined && state.order.length > 0);
    assert.equal((await theCall(alice)).hold, 'held');
    const before = await heard(bob.page);
    await alice.click('Resume');
    await alice.until((state) => latestCall(state)?.hold === 'active');
    const sent = (await heard(bob.page)).packets - before.packets;
    assert.ok(sent < 50, `Bob heard ${sent} packets while on hold`);
    await hearEachOther(alice, bob);
  });

  test('rings once in five tabs, and is answered in the one whose person answers', async () => {
    const alice = await stage.signIn(intranet);
    const url = `${stage.site.origin}/intranet/directory.html?as=alice`;
    const tabs = [alice];
    while (tabs.length < 5) tabs.push(await alice.anotherTab(url));
    for (const tab of tabs) await tab.until((state) => state.registration.status === 'registered');
    assert.equal(stage.site.board.bindings('alice').length, 1);

    const bob = await stage.signIn({ as: 'bob' });
    await bob.dials('alice');
    for (const tab of tabs) await tab.isCalledBy('Bob Durand');
    const [, second] = tabs;
    assert.ok(second);
    await second.page.bringToFront();
    await second.respond('Answer');
    for (const tab of tabs) await tab.until((state) => latestCall(state)?.status === 'active');
    await hearEachOther(second, bob);
    assert.equal((await heard(alice.page)).packets, 0);
    for (const tab of tabs.filter((tab) => tab !== second)) {
      await tab.reads('The sound of this call is in another tab.');
      assert.deepEqual([await tab.sees('Missed call'), await tab.sees('Decline')], [false, false]);
    }
    const pages = await Promise.all(tabs.map(async (tab) => (await theCall(tab)).page));
    assert.equal(new Set(pages).size, 1);

    // The tab with the sound is closed: another one goes on.
    await second.page.close();
    const others = tabs.filter((tab) => tab !== second);
    const next = await Promise.any(others.map((tab) => tab.until(isHere).then(() => tab)));
    await hearEachOther(next, bob);
    await next.page.bringToFront();
    await next.click('Hang up');
    await bob.reads('Call ended');
  });

  test('goes on when the tab with the sound crashes', async () => {
    const { alice, bob } = await converse(stage);
    const other = await alice.anotherTab(`${stage.site.origin}/intranet/?as=alice`);
    await other.until((state) => latestCall(state)?.status === 'active');
    await crash(alice.page);
    await other.page.bringToFront();
    await other.until(isHere);
    await hearEachOther(other, bob);
  });

  test('takes a call into the page at hand', async () => {
    const { alice, bob } = await converse(stage);
    const other = await alice.anotherTab(`${stage.site.origin}/intranet/?as=alice`);
    await other.until((state) => latestCall(state)?.status === 'active');
    await other.readsInBothLanguages('sound/elsewhere/more');
    await other.click('Take the call here');
    await other.until(isHere);
    await hearEachOther(other, bob);
  });

  test('has its sound in a window of its own, as long as that is open', async () => {
    const { alice, bob } = await converse(stage);
    const popup = await alice.detachedWindow(`${stage.site.origin}/intranet/?as=alice`);
    await popup.until(({ order }) => order.length > 0);
    await popup.click('Take the call here');
    await popup.until(isHere);
    await hearEachOther(popup, bob);
    await alice.follows('Canteen');
    await alice.until(isUp);
    await hearEachOther(popup, bob);
    await popup.page.close();
    await alice.until(isHere);
    await hearEachOther(alice, bob);
  });

  test('hangs up when every page is gone for good', async () => {
    const alice = await stage.signIn(intranet);
    await alice.page.evaluate(() => {
      const line = document.querySelector('cadran-phone');
      if (line) line.options = { keepTime: 4_000 };
      return new Promise((resolve) => line?.addEventListener('cadran-phone-ready', resolve));
    });
    const bob = await stage.signIn({ as: 'bob' });
    await bob.dials('alice');
    await alice.respond('Answer');
    await alice.until(isHere);
    await alice.page.close();
    await bob.until((state) => latestCall(state)?.media !== 'connected');
    await bob.until((state) => latestCall(state)?.status === 'ended');
  });
});

describe('two phones for one address in one site', () => {
  test('are refused, and the first one goes on', async () => {
    const alice = await stage.signIn(intranet);
    const other = await alice.anotherTab(`${stage.site.origin}/intranet/?as=alice`, {
      config: { servers: ['ws://127.0.0.1:9/other'] },
    });
    const { connection } = await other.until(({ connection }) => connection.status === 'offline');
    assert.equal(connection.reason, 'link/other-options');
    await other.readsInBothLanguages('link/other-options');
    await alice.page.bringToFront();
    await alice.dials('600');
    await alice.until(isUp);
  });
});
