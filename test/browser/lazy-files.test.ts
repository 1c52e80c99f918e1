import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { HTTPRequest, Page } from 'puppeteer-core';

import { startFollowingPhone } from '../support/following-phone.js';
import { eventually, latestCall } from '../support/person.js';
import { hearSound } from '../support/sound.js';
import { Stage } from '../support/stage.js';

let stage: Stage;

before(async () => {
  stage = await Stage.open();
});

afterEach(() => stage.clear());
after(() => stage.close());

/** What the browser itself writes when a file does not come, be it the icon of a bare page. */
const expected = /Failed to load resource/;

/** A network that one file does not pass until `mend`. */
function withoutFile(name: string) {
  let isBroken = true;
  return {
    mend: () => (isBroken = false),
    prepare: (page: Page) =>
      intercept(page, (request) => {
        if (!isBroken || !new URL(request.url()).pathname.endsWith(name)) return false;
        void request.abort('failed');
        return true;
      }),
  };
}

/** Notes what is asked of the folder of the script tag. */
function watched() {
  const asked: string[] = [];
  return {
    asked,
    prepare: (page: Page) =>
      intercept(page, (request) => {
        const { pathname, search } = new URL(request.url());
        if (pathname.startsWith('/cadran/')) asked.push(pathname + search);
        return false;
      }),
  };
}

/** Hands a call to the echo; resolves with the code of what went wrong. */
function transfers(page: Page, id = ''): Promise<string | undefined> {
  return page.evaluate(async (id) => {
    const { phone } = document.querySelector('cadran-phone') ?? {};
    try {
      await phone?.call(id).transfer('600');
      return undefined;
    } catch (error) {
      return (error as { code?: string }).code;
    }
  }, id);
}

/** Puts a telephone into a page of the site that has none. */
async function install(page: Page, script: string, config?: string): Promise<void> {
  await page.evaluate(
    async (script, config) => {
      await import(script);
      const line = document.createElement('cadran-phone');
      if (config) line.setAttribute('config', config);
      document.body.append(line, document.createElement('cadran-softphone'));
    },
    script,
    config,
  );
}

async function intercept(page: Page, take: (request: HTTPRequest) => boolean): Promise<void> {
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    if (!take(request)) void request.continue();
  });
}

describe('the files that cadran.js loads', () => {
  test('without the engine the line says so, and it comes by itself', async () => {
    const { prepare, mend } = withoutFile('/chunks/engine.js');
    const alice = await stage.arrive({ prepare, expected });
    const { connection } = await alice.until(({ connection }) => connection.status === 'offline');
    assert.equal(connection.reason, 'phone/not-loaded');
    await alice.readsInBothLanguages('phone/not-loaded');
    mend();
    await alice.page.evaluate(() => window.dispatchEvent(new Event('online')));
    await alice.until(({ registration }) => registration.status === 'registered');
    await alice.dials('600');
    await hearSound(alice.page);
  });

  test('without sound the line is there, a call says why it cannot be, and the next one can', async () => {
    const { prepare, mend } = withoutFile('/chunks/media.js');
    const alice = await stage.signIn({ prepare, expected });
    await alice.dials('600');
    const state = await alice.until((state) => latestCall(state)?.status === 'ended');
    assert.equal(latestCall(state)?.ended?.code, 'media/not-loaded');
    await alice.readsInBothLanguages('media/not-loaded');
    mend();
    await alice.until(({ order }) => order.length === 0);
    await alice.dials('600');
    await hearSound(alice.page);
  });

  test('without the vault a call lives, says that it would not outlive its page, and then does', async () => {
    const { prepare, mend } = withoutFile('/chunks/vault.js');
    const alice = await stage.signIn({ prepare, expected });
    await alice.dials('600');
    await alice.until(({ warnings }) => warnings.some(({ code }) => code === 'storage/degraded'));
    await hearSound(alice.page);
    mend();
    await alice.until(({ warnings }) => warnings.length === 0);
    const before = latestCall((await alice.state()) as never);
    assert.equal(before?.status, 'active');
    await alice.page.reload();
    const state = await alice.until((now) => latestCall(now)?.media === 'connected');
    assert.equal(latestCall(state)?.id, before.id);
  });

  test('without transfers a call goes on, its person reads that one failed, and the next one is done', async () => {
    const { prepare, mend } = withoutFile('/chunks/in-call.js');
    const bob = await stage.arrive({ as: 'bob', at: '/site.css', expected: /404/ });
    await startFollowingPhone(bob.page, { name: 'bob', displayName: 'Bob Durand' });
    const alice = await stage.signIn({ prepare, expected });
    await alice.dials('bob');
    await hearSound(alice.page);
    const before = latestCall((await alice.state()) as never);
    assert.equal(await transfers(alice.page, before?.id), 'call/transfer-failed');
    assert.deepEqual(latestCall((await alice.state()) as never), before);
    await hearSound(alice.page);
    mend();
    assert.equal(await transfers(alice.page, before?.id), undefined);
    await alice.until((state) => latestCall(state)?.status === 'ended');
  });

  test('come once, and in the version of the script', async () => {
    const { prepare, asked } = watched();
    const at = '/phone/config';
    const alice = await stage.arrive({ at, prepare, expected });
    await install(alice.page, '/cadran/cadran.js?v=2', `${at}?as=alice`);
    await alice.until(({ registration }) => registration.status === 'registered');
    const early = asked.filter((address) => /vault|in-call|servers/.test(address));
    assert.deepEqual(early, [], 'no call, nothing to keep or to transfer, and nowhere to go');
    await alice.dials('600');
    await hearSound(alice.page);
    const files = ['cadran.js', 'chunks/engine.js', 'chunks/media.js'];
    const addresses = files.map((name) => `/cadran/${name}?v=2`);
    const ofCalls = ['in-call', 'vault'].map((name) => `/cadran/chunks/${name}.js?v=2`);
    await eventually(
      () => Promise.resolve(ofCalls.every((each) => asked.includes(each)) || undefined),
      'what a call needs never came',
    );
    assert.deepEqual(asked.slice(0, 3), addresses);
    assert.deepEqual(asked.slice(3).sort(), ofCalls);
  });

  test('bring what moves between servers where there are several', async () => {
    const { prepare, asked } = watched();
    const alice = await stage.arrive({ at: '/phone/config', prepare, expected });
    await alice.page.evaluate(async (script) => {
      const config = '/phone/config?as=alice';
      const { servers } = (await (await fetch(config)).json()) as { servers: [string] };
      await import(script);
      const line = document.createElement('cadran-phone');
      line.setAttribute('config', config);
      line.setAttribute('server', `${servers[0]} wss://never.asked.test/`);
      document.body.append(line);
    }, '/cadran/cadran.js');
    await alice.until(({ registration }) => registration.status === 'registered');
    await eventually(
      () => Promise.resolve(asked.includes('/cadran/chunks/servers.js') || undefined),
      'what moves never came',
    );
  });

  test('stay where they are while no phone is made in the page', async () => {
    const { prepare, asked } = watched();
    const alice = await stage.arrive({ at: '/phone/config', prepare, expected });
    await install(alice.page, '/cadran/cadran.js');
    await alice.until(({ connection }) => connection.reason === 'config/invalid');
    assert.deepEqual(asked, ['/cadran/cadran.js']);
  });
});
