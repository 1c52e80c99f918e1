import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { ErrorCode } from '@cadran/core';
import { nobody, otherWebSocket, webSite, type BadServer } from '../support/bad-servers.js';
import { launchChromium } from '../support/browser.mjs';
import { latestCall } from '../support/person.js';
import { hearSound } from '../support/sound.js';
import { Stage, type Invitation } from '../support/stage.js';

let stage: Stage;

before(async () => {
  stage = await Stage.open({
    flags: ['--host-resolver-rules=MAP *.invalid ~NOTFOUND'],
    // Pages get the microphone they are granted, and no other.
    without: ['--use-fake-ui-for-media-stream'],
  });
});

afterEach(() => stage.clear());
after(() => stage.close());

function withMicrophone(state: 'granted' | 'denied'): Invitation {
  return {
    prepare: (page) =>
      page.browserContext().setPermission(stage.site.origin, {
        permission: { name: 'microphone' },
        state,
      }),
  };
}

describe('a line that cannot be', () => {
  // A browser writes that a connection failed into the console, and no page can keep it from that.
  const expected = /^WebSocket connection to /;

  async function explains(config: object, code: ErrorCode): Promise<void> {
    const alice = await stage.arrive({ config, anyServer: true, expected });
    await alice.until(
      ({ connection, registration }) =>
        connection.reason === code || registration.failure?.code === code,
    );
    await alice.readsInBothLanguages(code);
  }

  async function explainsServer(bad: BadServer, code: ErrorCode): Promise<void> {
    await explains({ servers: [bad.url] }, code).finally(() => bad.close());
  }

  test('a server address that is none', () =>
    explains({ servers: ['pbx.example.org'] }, 'connection/invalid-url'));

  test('a host that does not exist', () =>
    explains({ servers: ['ws://pbx.invalid/'] }, 'connection/unreachable'));

  test('a port where nobody listens', async () =>
    explainsServer(await nobody(), 'connection/unreachable'));

  // To a page this looks like the case before: browsers do not tell why a WebSocket failed.
  test('a web site', async () => explainsServer(await webSite(), 'connection/unreachable'));

  test('a WebSocket without SIP', async () =>
    explainsServer(await otherWebSocket(), 'connection/not-sip'));

  test('a WebSocket that says it speaks SIP, and does not', async () => {
    await explainsServer(await otherWebSocket('{"hello":"world"}'), 'connection/not-sip');
    await explainsServer(await otherWebSocket(Buffer.alloc(50_000, 7)), 'connection/not-sip');
  });

  test('a wrong password', () =>
    explains(
      { credentials: { username: 'alice', password: 'wrong' } },
      'registration/wrong-password',
    ));

  test('no password', () => explains({ credentials: undefined }, 'registration/no-credentials'));

  test('a user the server does not know', () =>
    explains({ uri: 'sip:mallory@cadran.test' }, 'registration/unknown-user'));

  test('a name of our own that would be two headers', () =>
    explains({ displayName: 'Bob\r\nX-Evil: yes' }, 'config/invalid'));

  test('a configuration that is none', () => explains({ servers: 'all' }, 'config/invalid'));
});

describe('a microphone', () => {
  async function explains(guest: Invitation, code: ErrorCode): Promise<void> {
    const alice = await stage.signIn(guest);
    await alice.dials('600');
    const state = await alice.until((state) => latestCall(state)?.status === 'ended');
    assert.equal(latestCall(state)?.ended?.reason, 'media-failed');
    assert.equal(latestCall(state)?.ended?.code, code);
    await alice.readsInBothLanguages(code);
    // The line is as good as before.
    assert.equal(state.registration.status, 'registered');
  }

  test('that was refused', () => explains(withMicrophone('denied'), 'media/permission-denied'));

  test('that is not there', async () => {
    const deaf = await launchChromium({
      flags: ['--disable-audio-input'],
      without: ['--use-fake-device-for-media-stream'],
    });
    try {
      await explains({ ...withMicrophone('granted'), browser: deaf }, 'media/no-microphone');
    } finally {
      await stage.clear();
      await deaf.close();
    }
  });
});

describe('whom to call', () => {
  test('what is no number is told before anything is sent', async () => {
    const alice = await stage.signIn();
    const before = stage.site.board.messages.length;
    for (const target of ['mailto:bob@cadran.test', 'https://cadran.test/']) {
      await alice.dials(target);
      await alice.readsInBothLanguages('call/invalid-target');
    }
    const codes = await alice.page.evaluate(async () => {
      const phone = document.querySelector('cadran-phone')?.phone;
      const targets = ['', '   ', 'a b c', '600\r\nX-Evil: 1', 'sip:', '6'.repeat(5000)];
      const codes: (string | undefined)[] = [];
      for (const target of targets) {
        try {
          codes.push(await phone?.dial(target));
        } catch (error) {
          codes.push((error as { code?: string }).code);
        }
      }
      return codes;
    });
    assert.deepEqual(
      codes,
      codes.map(() => 'call/invalid-target'),
    );
    assert.equal(stage.site.board.messages.length, before);
    assert.deepEqual((await alice.state())?.order, []);
  });

  test('somebody unknown does not exist, somebody absent cannot be reached', async () => {
    const alice = await stage.signIn(withMicrophone('granted'));
    await alice.dials('nobody');
    await alice.readsInBothLanguages('ended/not-found');
    await alice.click('Close');
    await alice.dials('dave');
    await alice.readsInBothLanguages('ended/unreachable');
  });
});

test('no call is lost by the failure of another', async () => {
  const alice = await stage.signIn(withMicrophone('granted'));
  stage.intercept(({ direction, party, message }) => {
    const isAnswer = message.kind === 'response' && message.status === 200 && message.body !== '';
    if (direction !== 'in' || party !== '604' || !isAnswer) return undefined;
    return { rewrite: { ...message, body: 'v=0\r\nnonsense\r\n' } };
  });
  await alice.dials('600');
  const { order } = await alice.until((state) => latestCall(state)?.status === 'active');
  const echo = order[0] ?? '';
  const failures = { nobody: 'not-found', dave: 'unreachable', 601: 'busy', 604: 'media-failed' };
  for (const [target, reason] of Object.entries(failures)) {
    const id = await alice.page.evaluate(
      (target) => document.querySelector('cadran-phone')?.phone?.dial(target),
      target,
    );
    const { calls } = await alice.until(({ calls }) => calls[id ?? '']?.status === 'ended');
    assert.equal(calls[id ?? '']?.ended?.reason, reason);
    assert.equal(calls[echo]?.status, 'active');
  }
  const { calls } = await alice.until(({ calls }) => calls[echo]?.hold === 'held');
  assert.equal(calls[echo]?.status, 'active');
  await alice.page.evaluate(
    (id) => document.querySelector('cadran-phone')?.phone?.call(id).resume(),
    echo,
  );
  await hearSound(alice.page);
  await alice.page.evaluate(
    (id) => document.querySelector('cadran-phone')?.phone?.call(id).hangup(),
    echo,
  );
});
