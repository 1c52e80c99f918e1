import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { launchFirefox } from '../support/browser.mjs';
import type { Person } from '../support/person.js';
import { heard, hearFor, hearSound } from '../support/sound.js';
import { Stage, type Invitation } from '../support/stage.js';

let stage: Stage;

before(async () => {
  stage = await Stage.open({ regulars: true });
});

afterEach(() => stage.clear());
after(() => stage.close());

async function meet(bobs: Invitation = {}): Promise<{ alice: Person; bob: Person }> {
  return { alice: await stage.signIn(), bob: await stage.signIn({ as: 'bob', ...bobs }) };
}

describe('two people at the demo', () => {
  test('call each other with sound both ways, hold, come back and hang up', async () => {
    const { alice, bob } = await meet();
    await alice.click('Call Bob');
    await bob.isCalledBy('Alice Martin');
    await bob.respond('Answer');
    await alice.until((state) => state.calls[state.order[0] ?? '']?.status === 'active');
    await Promise.all([hearSound(alice.page), hearSound(bob.page)]);

    await alice.click('Hold');
    await bob.reads('put you on hold');
    await alice.until((state) => state.calls[state.order[0] ?? '']?.hold === 'held');
    const before = await heard(bob.page);
    await alice.click('Resume');
    await alice.until((state) => state.calls[state.order[0] ?? '']?.hold === 'active');
    const silent = (await heard(bob.page)).packets - before.packets;
    assert.ok(silent < 50, `Bob heard ${silent} packets while on hold`);
    await Promise.all([hearSound(alice.page), hearSound(bob.page)]);

    await bob.click('Hang up');
    await alice.reads('Call ended');
    const { calls, order } = await alice.until((state) => state.order.length === 1);
    assert.deepEqual(calls[order[0] ?? '']?.ended?.by, 'remote');
    assert.deepEqual(calls[order[0] ?? '']?.ended?.reason, 'hangup');
  });

  test('a muted microphone is silence at the other end', async () => {
    const { alice, bob } = await meet();
    await bob.click('Call Alice');
    await alice.respond('Answer');
    await hearSound(bob.page);
    await alice.click('Mute');
    await alice.until((state) => state.calls[state.order[0] ?? '']?.muted === true);
    // The jitter buffer still holds what was said before.
    await hearFor(bob.page, 50);
    const { energy } = await hearFor(bob.page, 150);
    assert.ok(energy < 1e-6, `energy ${energy} while muted`);
    await alice.click('Unmute');
    await hearSound(bob.page);
    await alice.click('Hang up');
    await bob.reads('Call ended');
  });

  test('a call that is declined says so to who made it', async () => {
    const { alice, bob } = await meet();
    await alice.click('Call Bob');
    await bob.respond('Decline');
    await alice.reads('declined');
  });

  test('a call from Chromium to Firefox has sound both ways', async (t) => {
    const firefox = await launchFirefox();
    if (!firefox) {
      t.skip('no Firefox on this machine');
      return;
    }
    try {
      const { alice, bob } = await meet({ browser: firefox });
      await alice.click('Call Bob');
      await bob.respond('Answer');
      await alice.until((state) => state.calls[state.order[0] ?? '']?.status === 'active');
      await Promise.all([hearSound(alice.page), hearSound(bob.page)]);
      await bob.click('Hang up');
      await alice.reads('Call ended');
    } finally {
      await firefox.close();
    }
  });
});

describe('one person alone', () => {
  test('hears an echo at 600', async () => {
    const alice = await stage.signIn();
    await alice.dials('600');
    await alice.until((state) => state.calls[state.order[0] ?? '']?.status === 'active');
    await hearSound(alice.page);
    await alice.click('Hang up');
    await alice.reads('Call ended');
  });

  test('is told that 601 is busy, and hears 603 before it declines', async () => {
    const alice = await stage.signIn();
    await alice.dials('601');
    await alice.reads('busy');
    await alice.click('Close');
    await alice.dials('603');
    await alice.until((state) => state.calls[state.order[0] ?? '']?.status === 'early');
    await hearSound(alice.page);
    await alice.reads('declined');
  });
});
