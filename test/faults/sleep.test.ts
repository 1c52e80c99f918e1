import { after, afterEach, before, describe, test } from 'node:test';

import { launchChromium } from '../support/browser.mjs';
import { duration, measured } from '../support/measured.js';
import { latestCall, type Person } from '../support/person.js';
import { processesOf, signalAll } from '../support/processes.js';
import { hearSound } from '../support/sound.js';
import { isUp, isRegistered, isEnded, converse } from '../support/conversation.js';
import { homes } from '../support/homes.js';
import { knows } from '../support/registrations.js';
import { Stage } from '../support/stage.js';

let stage: Stage;

before(async () => {
  stage = await Stage.open();
});

afterEach(() => stage.clear());
after(() => stage.close());

/** Signs Alice in with a browser of her own, has her speak with Bob, and sends the browser to sleep. */
async function asleep(
  at: string,
  test: (given: { alice: Person; bob: Person; wake: () => void }) => Promise<void>,
): Promise<void> {
  const sleeper = await launchChromium();
  let stopped: number[] = [];
  const wake = (): void => {
    signalAll(stopped, 'SIGCONT');
    stopped = [];
  };
  try {
    const expected = /WebSocket connection/;
    const { alice, bob } = await converse(stage, { browser: sleeper, at, expected });
    stopped = processesOf(sleeper);
    signalAll(stopped, 'SIGSTOP');
    await test({ alice, bob, wake });
  } finally {
    wake();
    await sleeper.close();
  }
}

describe('F43: a machine that sleeps in a call', () => {
  for (const { name, at } of homes) {
    test(`for long: the call is over on both sides, and she can be called (the phone ${name})`, async (t) => {
      await asleep(at, async ({ alice, bob, wake }) => {
        // The far side gives up, and the server forgets her.
        await bob.until(isEnded, 60_000);
        for (const socket of stage.site.board.sockets.of('alice')) socket.terminate();
        await knows(stage, 'alice', 0);
        const from = performance.now();
        wake();
        await knows(stage, 'alice', 1);
        const took = performance.now() - from;
        await alice.until(isRegistered);
        const state = await alice.until((now) => now.order.length === 0 || isEnded(now));
        const over = performance.now() - from;
        const { by, reason } = latestCall(state)?.ended ?? {};
        await bob.dials('alice');
        await alice.isCalledBy('Bob Durand');
        measured(t, {
          fault: 'F43',
          done: `asleep until the far side gave up and the server forgot it, the phone ${name}`,
          measured: `registered again ${duration(took)} after waking; the stale call over after ${duration(over)}${reason ? `: ${by}, ${reason}` : ''}`,
          took,
          limit: 3_000,
        });
      });
    });

    test(`for a moment: the call goes on (the phone ${name})`, async (t) => {
      await asleep(at, async ({ alice, bob, wake }) => {
        await bob.until((state) => latestCall(state)?.media === 'interrupted');
        for (const socket of stage.site.board.sockets.of('alice')) socket.terminate();
        await knows(stage, 'alice', 0);
        const from = performance.now();
        wake();
        await knows(stage, 'alice', 1);
        const registered = performance.now() - from;
        await hearSound(bob.page);
        await Promise.all([alice.until(isUp), bob.until(isUp)]);
        const took = performance.now() - from;
        measured(t, {
          fault: 'F43',
          done: `asleep until the far side missed the sound, its connection cut; the phone ${name}`,
          measured: `registered again after ${duration(registered)}, the call heard again ${duration(took)} after waking`,
          took: registered,
          limit: 3_000,
        });
      });
    });
  }
});
