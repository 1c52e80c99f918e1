import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';

import { createFakeMedia, createTestPhone } from '../testing.js';
import { createSharedLine, delivered } from '../testing/shared-line.js';
import { connectPhone } from './connect-phone.js';
import { createPhoneHome } from './phone-home.js';
import { servePhone } from './serve-phone.js';

const ends: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

const GREETING = {
  tell: 'hello',
  greeting: { protocol: 1, page: 'stranger', tab: 'stranger', sound: true, attention: {} },
};

/** A raw port to a served phone, and what came back over it. */
async function stranger() {
  const test = await createTestPhone();
  const { port1, port2 } = new MessageChannel();
  const heard: unknown[] = [];
  port2.addEventListener('message', ({ data }) => heard.push(data));
  port2.start();
  servePhone(test.phone, port1);
  ends.push(
    () => test.phone.dispose(),
    () => port2.close(),
  );
  return { ...test, port: port2, heard };
}

const nested = (depth: number): unknown => (depth === 0 ? 'end' : { inner: nested(depth - 1) });

const GARBAGE: readonly unknown[] = [
  undefined,
  null,
  0,
  'hello',
  [],
  [{ tell: 'hello' }],
  {},
  { tell: 'hello' },
  { tell: 'hello', greeting: 'me' },
  { tell: 'hello', greeting: { protocol: '1', page: 'p', tab: 't' } },
  { tell: 'hello', greeting: { protocol: 1, page: 'x'.repeat(1_000), tab: 't' } },
  { tell: 'x'.repeat(100) },
  { ask: '1', verb: 'dial', given: [] },
  { ask: 1, verb: 'dial' },
  { ask: 1, verb: 'x'.repeat(100), given: [] },
  { answer: 7, value: 'never asked' },
  { ask: 1, verb: 'dial', given: ['y'.repeat(100_000)] },
  { ask: 1, verb: 'dial', given: [nested(50)] },
  { ask: 1, verb: 'dial', given: new Array(30_000).fill(0) },
  new Map([['tell', 'hello']]),
  new Date(0),
];

describe('a page that sends garbage', () => {
  it('changes nothing and hears nothing', async () => {
    const { port, heard, phone, signaling } = await stranger();
    const before = phone.state.get();
    for (const message of GARBAGE) port.postMessage(message);
    await delivered();
    assert.equal(phone.state.get(), before);
    assert.equal(signaling.calls('invite').length, 0);
    assert.deepEqual(heard, []);
  });

  it('is asked to greet first', async () => {
    const { port, heard, signaling } = await stranger();
    port.postMessage({ ask: 1, verb: 'dial', given: ['bob'] });
    await delivered();
    assert.deepEqual(
      heard.map((each) => (each as { error: { code: string } }).error.code),
      ['link/refused'],
    );
    assert.equal(signaling.calls('invite').length, 0);
  });

  it('may not use what is no verb, or pass what the verb does not take', async () => {
    const { port, heard, signaling } = await stranger();
    port.postMessage(GREETING);
    await delivered();
    heard.length = 0;
    const asked: readonly (readonly [string, readonly unknown[]])[] = [
      ['constructor', ['id']],
      ['__proto__', ['id']],
      ['hasOwnProperty', ['id']],
      ['dispose', []],
      ['watchLevels', ['id', null]],
      ['dial', [{}]],
      ['dial', ['bob', 'options']],
      ['dial', ['bob', {}, 1]],
      ['hangup', ['id', 'more']],
      ['sendDtmf', ['id', 5]],
      ['transfer', ['id', 'x'.repeat(1_000)]],
    ];
    for (const [index, [verb, given]] of asked.entries()) {
      port.postMessage({ ask: index, verb, given });
    }
    await delivered();
    const codes = heard.map((each) => (each as { error: { code: string } }).error.code);
    assert.deepEqual(codes, new Array(asked.length).fill('link/refused'));
    assert.equal(signaling.calls('invite').length, 0);
  });

  it('that floods is refused, and the phone goes on', async () => {
    const { port, heard, phone } = await stranger();
    port.postMessage(GREETING);
    for (let index = 0; index < 5_000; index += 1) {
      port.postMessage({ ask: index, verb: 'hangup', given: ['none'] });
    }
    await delivered();
    const answers = heard.filter((each) => 'answer' in (each as object));
    assert.equal(answers.length, 5_000);
    assert.equal(phone.state.get().registration.status, 'registered');
  });

  it('of another version is told so', async () => {
    const { port, heard } = await stranger();
    port.postMessage({ ...GREETING, greeting: { ...GREETING.greeting, protocol: 999 } });
    await delivered();
    const [refusal] = heard as [{ tell: string; error: { code: string } }];
    assert.deepEqual([refusal.tell, refusal.error.code], ['refuse', 'link/other-version']);
  });
});

describe('a page that says what it may not', () => {
  it('is not believed about the sound of calls it does not hold', async () => {
    const shared = await createSharedLine();
    ends.push(() => shared.dispose());
    const [one, other] = [await shared.open(), await shared.open()];
    const id = await one.phone.dial('bob');
    await delivered();
    shared.signaling.far.answers(id);
    await delivered();
    const before = shared.phone.state.get();
    other.media.emit({ type: 'failed', id, code: 'media/failed' });
    other.media.emit({ type: 'muted-by-system', id, muted: true });
    other.media.emit({ type: 'media', id, status: 'interrupted' });
    one.media.emit({ type: 'page', id, page: other.id });
    one.media.emit({ type: 'page-gone', id });
    await delivered();
    assert.equal(shared.phone.state.get(), before);
    assert.equal(before.calls[id]?.page, one.id);
  });
});

describe('a phone that sends garbage', () => {
  it('changes nothing in the page', async () => {
    const { port1, port2 } = new MessageChannel();
    const account = { uri: 'sip:alice@cadran.test' };
    const media = createFakeMedia();
    const phone = connectPhone(port2, { account, media });
    ends.push(() => phone.dispose());
    const before = phone.state.get();
    for (const message of GARBAGE) port1.postMessage(message);
    port1.postMessage({ tell: 'patch', patch: { calls: 'none' } });
    port1.postMessage({ tell: 'welcome', state: { order: {}, warnings: 7 } });
    port1.postMessage({ ask: 1, verb: 'media.dispose', given: [] });
    port1.postMessage({ ask: 2, verb: 'media.constructor', given: [] });
    await delivered();
    assert.equal(phone.state.get(), before);
    assert.deepEqual(media.commands, []);
    port1.close();
  });
});

describe('the door of a home', () => {
  it('lets nobody in whose first message is no opening', async () => {
    let made = 0;
    const home = createPhoneHome({
      create() {
        made += 1;
        throw new Error('not for strangers');
      },
      clock: { now: () => 0, schedule: () => () => undefined },
    });
    const { port1, port2 } = new MessageChannel();
    const heard: unknown[] = [];
    port2.addEventListener('message', ({ data }) => heard.push(data));
    port2.start();
    home.open(port1);
    for (const message of GARBAGE) port2.postMessage(message);
    port2.postMessage(GREETING);
    await delivered();
    assert.deepEqual([made, heard], [0, []]);
    port1.close();
    port2.close();
  });
});
