import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';

import type { Browser, Page } from 'puppeteer-core';

import { launchFirefox } from '../support/browser.mjs';
import { converse, hearEachOther, isHere, isUp, theCall } from '../support/conversation.js';
import type { Person } from '../support/person.js';
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
const ways = {
  'in a worker': {},
  'in a tab': {
    prepare: async (page: Page): Promise<void> => {
      await page.evaluateOnNewDocument('delete globalThis.SharedWorker');
    },
  },
};

describe('in Firefox a phone that pages share', () => {
  for (const [where, arrival] of Object.entries(ways)) {
    /** Alice in Firefox, who speaks with Bob in Chromium. */
    async function speaking(): Promise<{ alice: Person; bob: Person } | undefined> {
      return firefox && converse(stage, { browser: firefox, ...arrival });
    }

    test(`and that lives ${where} goes on while its person follows links and reloads`, async (t) => {
      const both = await speaking();
      if (!both) {
        t.skip('no Firefox on this machine');
        return;
      }
      const { alice, bob } = both;
      const { id } = await theCall(alice);
      await alice.follows('Directory');
      await alice.until(isHere);
      await hearEachOther(alice, bob);
      await alice.page.reload();
      await alice.until(isHere);
      await hearEachOther(alice, bob);
      assert.equal((await theCall(alice)).id, id);
      assert.equal(stage.site.board.bindings('alice').length, 1);
    });

    test(`and that lives ${where} goes on in another tab when one is closed`, async (t) => {
      const both = await speaking();
      if (!both) {
        t.skip('no Firefox on this machine');
        return;
      }
      const { alice, bob } = both;
      const other = await alice.anotherTab(`${stage.site.origin}/intranet/?as=alice`, arrival);
      await other.until(isUp);
      assert.equal(stage.site.board.bindings('alice').length, 1);
      await alice.page.close();
      await other.page.bringToFront();
      await other.until(isHere);
      await hearEachOther(other, bob);
    });
  }
});
