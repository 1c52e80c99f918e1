import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';

import { launchChromium, launchFirefox } from '../support/browser.mjs';
import { duration, measured } from '../support/measured.js';
import { latestCall } from '../support/person.js';
import { processesOf, signalAll } from '../support/processes.js';
import { isEnded, converse } from '../support/conversation.js';
import { homes } from '../support/homes.js';
import { knows } from '../support/registrations.js';
import { Stage } from '../support/stage.js';

let stage: Stage;

before(async () => {
  stage = await Stage.open();
});

afterEach(() => stage.clear());
after(() => stage.close());

/** Milliseconds after which nobody may still be in a call with nobody. */
const limit = 90_000;

describe('F39: a browser that is killed in a call', () => {
  const cases = [
    ...homes.map((home) => ({ ...home, browser: 'Chromium', launch: () => launchChromium() })),
    { name: 'in the page', at: '/', browser: 'Firefox', launch: launchFirefox },
  ];
  for (const { name, at, browser, launch } of cases) {
    test(`leaves nobody talking to nobody (${browser}, the phone ${name})`, async (t) => {
      const killed = await launch();
      if (!killed) {
        t.skip(`no ${browser} on this machine`);
        return;
      }
      const { bob } = await converse(stage, { browser: killed, at });
      const from = performance.now();
      signalAll(processesOf(killed), 'SIGKILL');
      const interrupted = await bob
        .until((state) => latestCall(state)?.media === 'interrupted')
        .then(() => performance.now() - from);
      const state = await bob.until(isEnded, limit);
      const took = performance.now() - from;
      const { by, reason, code } = latestCall(state)?.ended ?? {};
      assert.deepEqual([by, reason], ['system', 'connection-lost']);
      await bob.reads('The connection was lost');
      await knows(stage, 'alice', 0);
      measured(t, {
        fault: 'F39',
        done: `kill -9 of ${browser} in a call, the phone ${name}`,
        measured: `the other side reads "interrupted" after ${duration(interrupted)}, and the call ends by itself after ${duration(took)}: ${reason}, ${code}`,
        took,
        limit,
      });
    });
  }
});
