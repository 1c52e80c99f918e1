import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';

import type { Browser } from 'puppeteer-core';

import { launchFirefox } from '../support/browser.mjs';
import { converse, hearEachOther, isHere, isUp, theCall } from '../support/conversation.js';
import { workerless } from '../support/homes.js';
import { Stage } from '../support/stage.js';

let stage: Stage;
let firefox: Browser | undefined;

before(async () => {
  [stage, firefox] = await Promise.all([Stage.open(), launchFirefox()]);
});

afterEach(() => stage.clear());
after(async () => {
  await firefox?.close();
  await stage.close();
});

/** Firefox ends a worker with its last page, so what no tab has is brought back from the vault. */
const ways = { 'in a worker': {}, 'in a tab': workerless };

type Way = (typeof ways)[keyof typeof ways];
type Pair = Awaited<ReturnType<typeof converse>>;

/** What Alice in Firefox, who speaks with Bob in Chromium, may do wherever her phone lives. */
const deeds: Readonly<Record<string, (pair: Pair, way: Way) => Promise<void>>> = {
  async 'while its person follows links and reloads'({ alice, bob }) {
    const { id } = await theCall(alice);
    await alice.follows('Directory');
    await alice.until(isHere);
    await hearEachOther(alice, bob);
    await alice.page.reload();
    await alice.until(isHere);
    await hearEachOther(alice, bob);
    assert.equal((await theCall(alice)).id, id);
    assert.equal(stage.site.board.bindings('alice').length, 1);
  },
  async 'in another tab when one is closed'({ alice, bob }, way) {
    const other = await alice.anotherTab(`${stage.site.origin}/intranet/?as=alice`, way);
    await other.until(isUp);
    assert.equal(stage.site.board.bindings('alice').length, 1);
    await alice.page.close();
    await other.page.bringToFront();
    await other.until(isHere);
    await hearEachOther(other, bob);
  },
};

describe('in Firefox a phone that pages share', () => {
  for (const [where, way] of Object.entries(ways)) {
    for (const [when, does] of Object.entries(deeds)) {
      test(`and that lives ${where} goes on ${when}`, async (t) => {
        if (firefox) await does(await converse(stage, { browser: firefox, ...way }), way);
        else t.skip('no Firefox on this machine');
      });
    }
  }
});
