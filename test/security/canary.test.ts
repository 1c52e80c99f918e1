import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { inspect } from 'node:util';
import { composePhone, type CredentialsSource, type Phone, type PhoneState } from '@cadran/core';
import { createFakeDevices, createFakeMedia, createFakeVault } from '@cadran/core/testing';
import { createSwitchboard, type Switchboard } from '@cadran/switchboard';
import { WebSocket } from 'ws';
import { openKeeping } from '../../packages/core/src/adapters/sipjs/open-keeping.js';
import { openExtensions } from '../../packages/core/src/adapters/sipjs/open-extensions.js';
import { RedirectTargets } from '../../packages/core/src/adapters/sipjs/redirect-targets.js';
import { openWithoutSip } from '../../packages/core/src/adapters/sipjs/transport/open-without-sip.js';
import { ServerMoves } from '../../packages/core/src/adapters/sipjs/transport/server-moves.js';
import { createSipSignaling } from '../../packages/core/src/adapters/sipjs/sip-signaling.js';
import { systemClock } from '../../packages/core/src/kernel/clock.js';
import { loadedPart } from '../../packages/core/src/kernel/lazy-part.js';
import { loadedParts } from '../../packages/core/src/testing/loaded-parts.js';

const password = 'Canary-5ecret/7f3a+b1';
const wrong = 'Canary-wr0ng/99e2';
const token = 'canary.t0ken.c4f1e2';

/** What must be found nowhere: the secrets, what is as good as them, and each as it would look in another writing. */
function secretsOf(realm: string): string[] {
  const hashes = ['md5', 'sha256', 'sha512-256'].flatMap((name) =>
    [password, wrong].map((each) =>
      createHash(name).update(`alice:${realm}:${each}`).digest('hex'),
    ),
  );
  return [password, wrong, token, ...hashes].flatMap((secret) => [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    Buffer.from(secret).toString('hex'),
  ]);
}

let board: Switchboard;
before(async () => {
  board = await createSwitchboard({ port: 0, users: { alice: password, bob: 'secret' } });
});
after(() => board.close());

/** A phone, and all that it ever gave away to anybody but its server. */
function watched(user: string, credentials: CredentialsSource) {
  const told: unknown[] = [];
  const vault = createFakeVault();
  const kept = new Map<string, string>();
  const log = (entry: unknown): void => void told.push(entry);
  const media = createFakeMedia();
  const signaling = createSipSignaling({
    servers: [board.url],
    uri: `sip:${user}@${board.domain}`,
    credentials,
    storage: {
      read: (key) => Promise.resolve(kept.get(key)),
      write: (key, value) => Promise.resolve(void kept.set(key, value)),
    },
    ...{ clock: systemClock, WebSocket, log },
    keeping: loadedPart({ openKeeping }),
    extensions: loadedPart({ openExtensions, RedirectTargets }),
    serversPart: loadedPart({ ServerMoves, openWithoutSip }),
  });
  const phone = composePhone(
    {
      ...{ signaling, media, vault, devices: createFakeDevices(), clock: systemClock, log },
      parts: loadedParts(),
    },
    { account: { uri: `sip:${user}@${board.domain}` } },
  );
  phone.state.subscribe(() => told.push(phone.state.get()), {
    signal: new AbortController().signal,
  });
  const commands = [media, vault];
  return {
    phone,
    told,
    /** Does something that may fail, and keeps what it failed with. */
    async tries(what: Promise<unknown>): Promise<void> {
      await what.catch((error: unknown) => told.push(error));
    },
    all: () => [
      ...told,
      phone,
      signaling,
      ...kept,
      vault.text,
      ...commands.map((it) => it.commands),
    ],
  };
}

function until(phone: Phone, is: (state: PhoneState) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const watch = new AbortController();
    const timer = setTimeout(() => {
      watch.abort();
      reject(new Error(JSON.stringify(phone.state.get())));
    }, 10_000);
    const look = (): void => {
      if (!is(phone.state.get())) return;
      clearTimeout(timer);
      watch.abort();
      resolve();
    };
    phone.state.subscribe(look, { signal: watch.signal });
    look();
  });
}

function assertNothingOf(secrets: readonly string[], things: readonly unknown[]): void {
  for (const thing of things) {
    const seen = inspect(thing, {
      depth: 12,
      showHidden: true,
      maxStringLength: null,
      maxArrayLength: null,
    });
    const stack = thing instanceof Error ? String(thing.stack) : '';
    const texts = [seen, stack, JSON.stringify([thing]), String(thing)];
    for (const secret of secrets)
      for (const text of texts)
        assert.ok(!text.includes(secret), `${secret} is in ${text.slice(0, 2_000)}`);
  }
}

const registered = ({ registration }: PhoneState): boolean => registration.status === 'registered';
const failed = ({ registration }: PhoneState): boolean => registration.failure !== undefined;

/** A good day and its troubles: registration, a call, a hold, a lost connection, one who is not there. */
async function goodDay({ phone, tries }: ReturnType<typeof watched>): Promise<void> {
  const bob = watched('bob', { username: 'bob', password: 'secret' });
  await Promise.all([until(phone, registered), until(bob.phone, registered)]);
  const id = await phone.dial('bob');
  await until(bob.phone, ({ order }) => order.length > 0);
  await bob.phone.call(bob.phone.state.get().order[0] ?? '').answer();
  await until(phone, ({ calls }) => calls[id]?.status === 'active');
  await phone.call(id).hold();
  for (const socket of board.sockets.of('alice')) socket.terminate();
  await until(phone, ({ connection }) => connection.status !== 'connected');
  await until(phone, (state) => state.connection.status === 'connected' && registered(state));
  await phone.call(id).resume();
  await tries(phone.call(id).transfer('mailto:x'));
  await phone.call(id).hangup();
  const other = await phone.dial('nobody-at-all');
  await until(phone, ({ calls }) => calls[other]?.status === 'ended');
  await tries(phone.dial('mailto:x'));
  await bob.phone.dispose();
}

const ha1 = (): string =>
  createHash('md5').update(`alice:${board.domain}:${password}`).digest('hex');

describe('a canary secret is found nowhere', () => {
  const good: readonly [string, () => CredentialsSource][] = [
    ['password', () => ({ username: 'alice', password })],
    ['password that is asked for', () => async () => ({ username: 'alice', password })],
    ['hash', () => ({ username: 'alice', ha1: ha1(), realm: board.domain })],
  ];
  for (const [name, source] of good) {
    test(`${name}: on a good day`, async () => {
      const alice = watched('alice', source());
      await goodDay(alice);
      const beforeDispose = alice.all();
      await alice.phone.dispose();
      await alice.tries(alice.phone.dial('bob'));
      assertNothingOf(secretsOf(board.domain), [...beforeDispose, ...alice.all(), board.ladder()]);
    });
  }

  const bad: readonly [string, () => CredentialsSource][] = [
    ['wrong password', () => ({ username: 'alice', password: wrong })],
    [
      'wrong password that is asked for',
      () => async () => ({ username: 'alice', password: wrong }),
    ],
    ['hash of another realm', () => ({ username: 'alice', ha1: ha1(), realm: 'elsewhere.test' })],
    ['token that nobody takes', () => ({ token })],
    ['token that is none', () => async () => ({ token: `${token}\r\nX: y` })],
    ['name that is none', () => async () => ({ username: 'alice\r\nX: y', password })],
  ];
  for (const [name, source] of bad) {
    test(`${name}: when it is refused`, async () => {
      const alice = watched('alice', source());
      await until(alice.phone, failed);
      await alice.tries(alice.phone.registration.register());
      const id = await alice.phone.dial('bob').catch(() => '');
      if (id) await until(alice.phone, ({ calls }) => calls[id]?.status === 'ended');
      const beforeDispose = alice.all();
      await alice.phone.dispose();
      assertNothingOf(secretsOf(board.domain), [...beforeDispose, ...alice.all(), board.ladder()]);
    });
  }
});
