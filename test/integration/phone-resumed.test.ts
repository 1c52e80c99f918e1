import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import type { CallState, PhoneOptions } from '@cadran/core';
import { composePhone } from '@cadran/core';
import { createFakeMedia, createFakeVault } from '@cadran/core/testing';
import type { FakeVault } from '@cadran/core/testing';
import { createSwitchboard } from '@cadran/switchboard';
import type { Interceptor, Switchboard } from '@cadran/switchboard';
import { WebSocket } from 'ws';
import { createSipSignaling } from '../../packages/core/src/adapters/sipjs/sip-signaling.js';
import { openKeeping } from '../../packages/core/src/adapters/sipjs/open-keeping.js';
import { openExtensions } from '../../packages/core/src/adapters/sipjs/open-extensions.js';
import { RedirectTargets } from '../../packages/core/src/adapters/sipjs/redirect-targets.js';
import { openWithoutSip } from '../../packages/core/src/adapters/sipjs/transport/open-without-sip.js';
import { ServerMoves } from '../../packages/core/src/adapters/sipjs/transport/server-moves.js';
import { loadedPart } from '../../packages/core/src/kernel/lazy-part.js';
import { systemClock } from '../../packages/core/src/kernel/clock.js';
import type { StoragePort } from '../../packages/core/src/ports/storage.js';
import { openPhone, until, untilCall, untilRegistered } from './phones.js';
import type { Person } from './phones.js';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** A browser of alice, in which one page comes after the other. */
interface Browser {
  readonly vault: FakeVault;
  readonly storage: StoragePort;
}

function openBrowser(): Browser {
  const kept = new Map<string, string>();
  return {
    vault: createFakeVault(),
    storage: {
      read: (key) => Promise.resolve(kept.get(key)),
      write: (key, value) => Promise.resolve(void kept.set(key, value)),
    },
  };
}

/** Resolves when the page has left that in the vault. */
async function untilKept({ vault }: Browser, text: string): Promise<void> {
  const end = Date.now() + 5_000;
  while (!vault.text?.includes(text)) {
    assert.ok(Date.now() < end, `${text} was never kept`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** A page of that browser; `die` ends it as a reload does: the socket is gone, and nothing else happens. */
function openPage(
  board: Switchboard,
  { vault, storage }: Browser,
  options: Partial<PhoneOptions> = {},
) {
  const media = createFakeMedia();
  const uri = `sip:alice@${board.domain}`;
  const signaling = createSipSignaling({
    keeping: loadedPart({ openKeeping }),
    extensions: loadedPart({ openExtensions, RedirectTargets }),
    serversPart: loadedPart({ ServerMoves, openWithoutSip }),
    ...{ servers: [board.url], uri, storage, clock: systemClock, WebSocket },
    credentials: { username: 'alice', password: 'secret' },
  });
  let gone = false;
  const guarded: FakeVault = {
    ...vault,
    // A page that is gone writes nothing.
    keep: async (text) => (gone ? undefined : vault.keep(text)),
    clear: async () => (gone ? undefined : vault.clear()),
  };
  const phone = composePhone(
    { signaling, media, vault: guarded, clock: systemClock },
    { account: { uri }, ...options },
  );
  const die = async (): Promise<void> => {
    gone = true;
    await signaling.disconnect();
  };
  ends.push(() => phone.dispose());
  return { phone, media, die };
}

async function talking() {
  const board = await createSwitchboard({ port: 0 });
  ends.push(() => board.close());
  const bob = openPhone(board, 'bob');
  ends.push(() => bob.phone.dispose());
  const browser = openBrowser();
  const alice = openPage(board, browser);
  await Promise.all([untilRegistered(alice), untilRegistered(bob)]);
  const id = await alice.phone.dial('bob');
  const { id: bobs } = await untilCall(bob, ({ status }) => status === 'ringing', 'the call');
  await bob.phone.call(bobs).answer();
  await untilCall(alice, ({ status }) => status === 'active', 'the answer');
  await untilKept(browser, `"id":"${id}"`);
  return { board, bob, browser, alice, id, bobs };
}

const untilConnected = (person: Person): Promise<CallState> =>
  untilCall(person, ({ status, media }) => status === 'active' && media === 'connected', 'sound');

describe('a page that reloads in a call', () => {
  test('goes on with it, ten times over, and hangs up', async () => {
    const { board, bob, browser, alice, id, bobs } = await talking();
    const { activeAt } = alice.phone.state.get().calls[id] ?? {};
    await alice.phone.call(id).mute();
    await untilKept(browser, '"muted":true');
    let page = alice;
    for (let reload = 0; reload < 10; reload += 1) {
      await page.die();
      page = openPage(board, browser);
      const call = await untilConnected(page);
      assert.deepEqual([call.id, call.activeAt, call.muted], [id, activeAt, true]);
    }
    assert.equal(bob.phone.state.get().calls[bobs]?.status, 'active');
    assert.equal(board.bindings('alice').length, 1);
    await page.phone.call(id).hangup();
    await untilCall(bob, ({ status }) => status === 'ended', 'the end');
    await until(page, () => browser.vault.text === undefined, 'an empty vault');
  });

  test('hears that the far side hung up meanwhile', async () => {
    const { board, bob, browser, alice, id, bobs } = await talking();
    await alice.die();
    const said = bob.phone.call(bobs).hangup();
    const page = openPage(board, browser);
    const ended = await untilCall(page, ({ status }) => status === 'ended', 'the end');
    assert.equal(ended.id, id);
    assert.match(ended.ended?.by ?? '', /^(remote|system)$/);
    await said;
  });

  test('takes the place of a dialog that the server has lost, under the same id', async () => {
    const { board, bob, browser, alice, id, bobs } = await talking();
    await alice.die();
    board.intercept(losingDialogs);
    const page = openPage(board, browser);
    const call = await untilConnected(page);
    assert.equal(call.id, id);
    await untilCall(bob, (each) => each.id === bobs && each.status === 'ended', 'the old call');
    const fresh = await untilCall(bob, ({ status }) => status === 'active', 'the new call');
    await page.phone.call(id).hangup();
    await untilCall(bob, (each) => each.id === fresh.id && each.status === 'ended', 'the end');
  });

  test('ends the call honestly where the server refuses that too', async () => {
    const { board, bob, browser, alice, id } = await talking();
    await alice.die();
    board.intercept(losingDialogs);
    board.intercept(losingReplaced);
    const page = openPage(board, browser);
    const { ended } = await untilCall(page, ({ status }) => status === 'ended', 'the end');
    assert.deepEqual(
      [ended?.by, ended?.reason, ended?.sip?.status],
      ['system', 'connection-lost', 481],
    );
    assert.equal(page.phone.state.get().order[0], id);
    assert.equal(bob.phone.state.get().order.length, 1, 'nobody rang as if they were new');
    await until(page, () => browser.vault.text === undefined, 'an empty vault');
  });
});

/** A server that lost its dialogs: what alice asks in one reaches nobody who knows it. */
const losingDialogs: Interceptor = ({ direction, party, message }) => {
  const to = message.headers.get('To') ?? '';
  if (direction !== 'in' || party !== 'alice' || !('method' in message)) return undefined;
  if (message.method !== 'INVITE' || !to.includes('tag=')) return undefined;
  message.headers.set('To', to.replace(/tag=[^;]+/, 'tag=lost'));
  return { rewrite: message };
};

/** A far side that knows nothing of the call that shall be replaced. */
const losingReplaced: Interceptor = ({ direction, message }) => {
  const replaces = message.headers.get('Replaces');
  if (direction !== 'in' || replaces === undefined) return undefined;
  message.headers.set('Replaces', replaces.replace(/from-tag=[^;]+/, 'from-tag=lost'));
  return { rewrite: message };
};
