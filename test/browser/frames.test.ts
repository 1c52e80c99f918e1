import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import type { Phone, PhoneState } from '@cadran/core';
import type { Frame } from 'puppeteer-core';
import sirv from 'sirv';

import { eventually, latestCall, type Person } from '../support/person.js';
import { Stage } from '../support/stage.js';

/** What the functions sent to the pages use there. */
interface Room {
  core: typeof import('@cadran/core');
  phone: Phone;
  found?: Phone;
  heard: unknown[];
}

let stage: Stage;
const strangers: Server[] = [];

before(async () => {
  stage = await Stage.open();
});

afterEach(() => stage.clear());

after(async () => {
  for (const server of strangers) server.close();
  await stage.close();
});

/** A site of another origin, which serves the core itself. */
async function anotherSite(): Promise<string> {
  const serveCore = sirv(fileURLToPath(new URL('../../packages/core/dist', import.meta.url)), {
    dev: true,
    // The origin of a sandboxed page is nobody's, its own site's neither.
    setHeaders: (response) => response.setHeader('access-control-allow-origin', '*'),
  });
  const server = createServer((request, response) => {
    if (request.url?.endsWith('.js')) {
      serveCore(request, response);
      return;
    }
    response.setHeader('content-type', 'text/html');
    response.end('<!doctype html><title>CRM</title><script>globalThis.heard = [];</script>');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  strangers.push(server);
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Alice's page, which offers its phone to the named origins. */
async function offering(to: readonly string[], expected?: RegExp): Promise<Person> {
  const alice = await stage.signIn({ anyServer: true, ...(expected ? { expected } : {}) });
  await alice.page.evaluate(
    async (to, core) => {
      const room = globalThis as unknown as Room;
      room.core = (await import(core)) as Room['core'];
      const { phone } = document.querySelector('cadran-phone') as unknown as { phone: Phone };
      room.phone = phone;
      room.core.offerPhone(phone, { to, signal: new AbortController().signal });
    },
    to,
    '/core/index.js',
  );
  return alice;
}

/** Puts a page of another site into a frame of Alice's page. */
async function framed(alice: Person, url: string, sandbox?: string): Promise<Frame> {
  await alice.page.evaluate(
    (url, sandbox) => {
      const frame = document.createElement('iframe');
      if (sandbox !== undefined) frame.setAttribute('sandbox', sandbox);
      frame.src = url;
      document.body.append(frame);
    },
    url,
    sandbox,
  );
  const isThere = (frame: Frame): boolean => frame.url().startsWith(url);
  const found = await eventually(
    async () => alice.page.frames().find(isThere),
    `no frame shows ${url}`,
  );
  await found.waitForFunction(() => 'heard' in globalThis);
  return found;
}

/** Asks the parent for its phone, as the core does; resolves with what came of it. */
function find(frame: Frame, origin: string): Promise<string> {
  return frame.evaluate(
    async (origin, core) => {
      const room = globalThis as unknown as Room;
      room.core = (await import(core)) as Room['core'];
      try {
        const clock = {
          now: () => Date.now(),
          schedule(task: () => void) {
            const timer = setTimeout(task, 1_000);
            return () => clearTimeout(timer);
          },
        };
        room.found = await room.core.findPhone({ at: parent, origin, clock });
        return 'found';
      } catch (error) {
        return (error as { code?: string }).code ?? String(error);
      }
    },
    origin,
    '/index.js',
  );
}

function stateIn(frame: Frame): Promise<PhoneState | undefined> {
  return frame.evaluate(() => (globalThis as unknown as Room).found?.state.get());
}

describe('a phone across the border of a frame', () => {
  test('is seen and commanded from an origin that is named', async () => {
    const crm = await anotherSite();
    const alice = await offering([crm]);
    const frame = await framed(alice, `${crm}/panel`);
    assert.equal(await find(frame, stage.site.origin), 'found');
    await eventually(async () => {
      const state = await stateIn(frame);
      return state?.registration.status === 'registered' ? true : undefined;
    }, 'the frame sees no registration');
    await frame.evaluate(() => (globalThis as unknown as Room).found?.dial('600'));
    await alice.until((state) => latestCall(state)?.media === 'connected');
    await eventually(async () => {
      const state = await stateIn(frame);
      return state && latestCall(state)?.status === 'active' ? true : undefined;
    }, 'the frame sees no call');
    await frame.evaluate(() => {
      const { found } = globalThis as unknown as Room;
      const [id] = found?.state.get().order ?? [];
      return found?.call(id ?? '').hangup();
    });
    await alice.until((state) => latestCall(state)?.status === 'ended');
  });

  test('is nobody else’s: another origin, an opaque one, and one that expects another parent', async () => {
    const [crm, other] = [await anotherSite(), await anotherSite()];
    // The browser itself says that a message was not delivered.
    const alice = await offering([crm], /target origin provided/);
    const stranger = await framed(alice, `${other}/panel`);
    assert.equal(await find(stranger, stage.site.origin), 'link/refused');
    const sandboxed = await framed(alice, `${crm}/sandboxed`, 'allow-scripts');
    assert.equal(await find(sandboxed, stage.site.origin), 'link/refused');
    const misled = await framed(alice, `${crm}/misled`);
    assert.equal(await find(misled, other), 'link/refused');
    assert.deepEqual((await alice.state())?.order, []);
  });

  test('does not mind a frame that sends garbage', async () => {
    const crm = await anotherSite();
    const alice = await offering([crm]);
    const frame = await framed(alice, `${crm}/panel`);
    await frame.evaluate((origin) => {
      const nested: { inner?: object } = {};
      let at = nested;
      for (let depth = 0; depth < 500; depth += 1) at = at.inner = {};
      const messages: unknown[] = [null, 7, 'find', [], {}, nested, { cadran: 'find' }];
      messages.push({ cadran: 'find', nonce: 5 }, { cadran: 'find', nonce: 'x'.repeat(9_999) });
      for (let round = 0; round < 200; round += 1) {
        for (const message of messages) parent.postMessage(message, origin);
      }
    }, stage.site.origin);
    assert.equal(await find(frame, stage.site.origin), 'found');
    assert.equal((await alice.state())?.registration.status, 'registered');
  });

  test('is offered to exact origins only', async () => {
    const alice = await offering([]);
    const refusals = await alice.page.evaluate(() => {
      const { core, phone } = globalThis as unknown as Room;
      const { signal } = new AbortController();
      return ['*', 'null', 'https://crm.example.org/', 'crm.example.org', ''].map((origin) => {
        try {
          core.offerPhone(phone, { to: [origin], signal });
          return 'taken';
        } catch (error) {
          return (error as Error).name;
        }
      });
    });
    assert.deepEqual(refusals, new Array(5).fill('TypeError'));
  });
});
