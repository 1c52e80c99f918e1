import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Interceptor } from '@cadran/switchboard';
import type { Phone } from '@cadran/core';
import { launchFirefox } from '../support/browser.mjs';
import type { Person } from '../support/person.js';
import { latestCall } from '../support/person.js';
import { hearFor, hearSound } from '../support/sound.js';
import { Stage } from '../support/stage.js';

let stage: Stage;

before(async () => {
  stage = await Stage.open({ regulars: true });
});

afterEach(() => stage.clear());
after(() => stage.close());

/** Alice calls bob; both speak. */
async function talk(people: Partial<Record<'alice' | 'bob', Person>> = {}) {
  const alice = people.alice ?? (await stage.signIn());
  const bob = people.bob ?? (await stage.signIn({ as: 'bob' }));
  await alice.click('Call Bob');
  await bob.respond('Answer');
  await alice.until((state) => latestCall(state)?.media === 'connected');
  await Promise.all([hearSound(alice.page), hearSound(bob.page)]);
  return { alice, bob };
}

/** Reloads the page and resolves with the call once it has its sound again. */
async function reload(person: Person) {
  const before = latestCall((await person.state()) as never);
  await person.page.reload();
  const state = await person.until((now) => latestCall(now)?.media === 'connected');
  const call = latestCall(state);
  assert.equal(call?.id, before?.id);
  assert.equal(call?.activeAt, before?.activeAt, 'the clock of the call goes on');
  return call;
}

describe('a lone tab that reloads in a call', () => {
  test('goes on with it, with sound both ways, whoever of the two reloads', async () => {
    const { alice, bob } = await talk();
    for (const person of [alice, bob, alice]) {
      const call = await reload(person);
      assert.equal(call?.status, 'active');
      await Promise.all([hearSound(alice.page), hearSound(bob.page)]);
    }
    const [bobs] = (await bob.state())?.order ?? [];
    assert.equal((await bob.state())?.calls[bobs ?? '']?.ended, undefined);
    await alice.click('Hang up');
    await bob.reads('Call ended');
  });

  test('goes on at 600, and hangs up', async () => {
    const alice = await stage.signIn();
    await alice.dials('600');
    await alice.until((state) => latestCall(state)?.media === 'connected');
    await reload(alice);
    await hearSound(alice.page);
    await alice.click('Hang up');
    await alice.reads('Call ended');
    // Nothing is left for a page after this one.
    await alice.page.reload();
    const state = await alice.until(({ registration }) => registration.status === 'registered');
    assert.deepEqual(state.order, []);
  });

  test('is as muted as before: not a sound gets through', async () => {
    const { alice, bob } = await talk();
    await alice.click('Mute');
    await alice.until((state) => latestCall(state)?.muted === true);
    const call = await reload(alice);
    assert.equal(call?.muted, true);
    await hearFor(bob.page, 50);
    const { energy } = await hearFor(bob.page, 150);
    assert.ok(energy < 1e-6, `energy ${energy} while muted`);
    await alice.click('Unmute');
    await hearSound(bob.page);
  });

  test('is as held as before, and resumes', async () => {
    const { alice, bob } = await talk();
    await alice.click('Hold');
    await alice.until((state) => latestCall(state)?.hold === 'held');
    const call = await reload(alice);
    assert.equal(call?.hold, 'held');
    await bob.until((state) => latestCall(state)?.remoteHold === true);
    await alice.click('Resume');
    await alice.until((state) => latestCall(state)?.hold === 'active');
    await Promise.all([hearSound(alice.page), hearSound(bob.page)]);
  });

  test('leaves its call alone in a copy of the tab', async () => {
    const { alice, bob } = await talk();
    const [copy] = await Promise.all([
      new Promise<Person['page']>((resolve) => {
        alice.page.once('popup', (page) => resolve(page as Person['page']));
      }),
      alice.page.evaluate(() => void window.open(location.href)),
    ]);
    await copy.waitForFunction(() => {
      const line = document.querySelector('cadran-phone') as { offered?: Phone } | null;
      return line?.offered?.state.get().registration.status === 'registered';
    });
    const order = await copy.evaluate(() => {
      const line = document.querySelector('cadran-phone') as { offered?: Phone } | null;
      return line?.offered?.state.get().order;
    });
    assert.deepEqual(order, []);
    await copy.close();
    await hearSound(bob.page);
    assert.equal(latestCall((await alice.state()) as never)?.status, 'active');
  });

  test('in Firefox goes on as well', async (t) => {
    const firefox = await launchFirefox();
    if (!firefox) {
      t.skip('no Firefox on this machine');
      return;
    }
    try {
      const { alice, bob } = await talk({ alice: await stage.signIn({ browser: firefox }) });
      await reload(alice);
      await Promise.all([hearSound(alice.page), hearSound(bob.page)]);
      await bob.click('Hang up');
      await alice.reads('Call ended');
      await stage.clear();
    } finally {
      await firefox.close();
    }
  });
});

describe('a server that has lost the dialog meanwhile', () => {
  /** What alice asks within a call reaches nobody who knows it. */
  const losing: Interceptor = ({ direction, party, message }) => {
    if (direction !== 'in' || party !== 'alice' || message.kind !== 'request') return undefined;
    const to = message.headers.get('To') ?? '';
    if (message.method !== 'INVITE' || !to.includes('tag=')) return undefined;
    message.headers.set('To', to.replace(/tag=[^;]+/, 'tag=lost'));
    return { rewrite: message };
  };

  test('takes a new call in the place of the old one', async () => {
    const { alice, bob } = await talk();
    stage.intercept(losing);
    await reload(alice);
    await bob.until((state) => latestCall(state)?.status === 'active' && state.order.length === 2);
    await Promise.all([hearSound(alice.page), hearSound(bob.page)]);
  });

  test('and refuses that too, ends the call honestly', async () => {
    const { alice } = await talk();
    stage.intercept(losing);
    stage.intercept(({ direction, message }) => {
      const replaces = message.headers.get('Replaces');
      if (direction !== 'in' || replaces === undefined) return undefined;
      message.headers.set('Replaces', replaces.replace(/from-tag=[^;]+/, 'from-tag=lost'));
      return { rewrite: message };
    });
    await alice.page.reload();
    const state = await alice.until((now) => latestCall(now)?.status === 'ended');
    const { by, reason } = latestCall(state)?.ended ?? {};
    assert.deepEqual([by, reason], ['system', 'connection-lost']);
    await alice.reads('The connection was lost');
  });
});
