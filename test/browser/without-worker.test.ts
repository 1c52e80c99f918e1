import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';

import type { Page } from 'puppeteer-core';

import { isHere, isUp } from '../support/conversation.js';
import { hearSound } from '../support/sound.js';
import { Stage } from '../support/stage.js';

let stage: Stage;

before(async () => {
  stage = await Stage.open();
});

afterEach(() => stage.clear());
after(() => stage.close());

const intranet = { at: '/intranet/' };

describe('where the worker of a shared phone cannot be had', () => {
  /** Takes the worker's file away, or lets the browser refuse it, as a policy would; and the locks of tabs with it. */
  function without(kind: 'file' | 'permission', locks?: 'locks') {
    return async (page: Page): Promise<void> => {
      if (locks) await page.evaluateOnNewDocument('delete Navigator.prototype.locks');
      await page.evaluateOnNewDocument((kind) => {
        const Native = SharedWorker;
        globalThis.SharedWorker = class extends Native {
          constructor(url: string | URL, options?: string | WorkerOptions) {
            if (kind === 'permission') throw new DOMException('refused', 'SecurityError');
            super(`${String(url)}/nowhere`, options);
          }
        };
      }, kind);
    };
  }

  for (const kind of ['file', 'permission'] as const) {
    test(`for want of its ${kind} the phone lives in one of the tabs`, async () => {
      const arrival = { anyServer: true, expected: /Failed to load|404/, prepare: without(kind) };
      const alice = await stage.signIn({ ...intranet, ...arrival });
      const other = await alice.anotherTab(`${stage.site.origin}/intranet/?as=alice`, arrival);
      await other.until(({ registration }) => registration.status === 'registered');
      assert.equal(stage.site.board.bindings('alice').length, 1);
      await other.dials('600');
      await other.until(isHere);
      await hearSound(other.page);
      assert.deepEqual((await alice.until(isUp)).warnings, []);
      await alice.page.bringToFront();
      await alice.click('Hang up');
    });
  }

  test('nor locks, the phone lives in the page, and says so during a call', async () => {
    const alice = await stage.signIn({
      ...intranet,
      anyServer: true,
      expected: /Failed to load|404/,
      prepare: without('file', 'locks'),
    });
    const codes = (await alice.state())?.warnings.map(({ code }) => code);
    assert.deepEqual(codes, ['link/worker-failed']);
    await alice.dials('600');
    await alice.until(isUp);
    await hearSound(alice.page);
    await alice.readsInBothLanguages('link/worker-failed');
    await alice.click('Hang up');
  });
});
