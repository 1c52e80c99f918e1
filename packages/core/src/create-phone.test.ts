import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { createPhone } from './create-phone.js';
import { CadranError } from './kernel/errors.js';
import type { PhoneOptions, WebSocketConstructor } from './phone-options.js';
import {
  createFakeDevices,
  createFakeMedia,
  createManualClock,
  createMemoryStorage,
} from './testing.js';

const good: PhoneOptions = { servers: ['wss://pbx.test/ws'], uri: 'sip:alice@cadran.test' };

/** A server that is never there, so that nothing is contacted. */
const NoWebSocket = function () {
  throw new Error('no network in this test');
} as unknown as WebSocketConstructor;

describe('createPhone', () => {
  const coded: [string, Partial<PhoneOptions>, string][] = [
    ['no server', { servers: [] }, 'config/invalid'],
    ['a server that is no URL', { servers: ['pbx'] }, 'connection/invalid-url'],
    ['a server of another kind', { servers: ['https://pbx.test'] }, 'connection/invalid-url'],
    ['a priority below 0', { servers: [{ url: 'wss://a', priority: -1 }] }, 'config/invalid'],
    ['a priority of no server', { servers: [{ url: 'wss://a', priority: 1.5 }] }, 'config/invalid'],
    ['a weight without end', { servers: [{ url: 'wss://a', weight: 2 ** 32 }] }, 'config/invalid'],
    ['a weight that is none', { servers: [{ url: 'wss://a', weight: NaN }] }, 'config/invalid'],
    ['a listed URL that is none', { servers: [{ url: 'http://a' }] }, 'connection/invalid-url'],
    ['an address without a name', { uri: 'sip:cadran.test' }, 'config/invalid'],
    ['an address that is none', { uri: 'alice' }, 'config/invalid'],
    ['a name of two lines', { displayName: 'Alice\r\nX: 1' }, 'config/invalid'],
    ['a name without end', { displayName: 'A'.repeat(10_000) }, 'config/invalid'],
    ['a number out of range', { maxCalls: 0 }, 'config/invalid'],
    ['a number that is none', { expires: NaN }, 'config/invalid'],
  ];
  for (const [name, change, code] of coded) {
    it(`refuses ${name} with a code`, () => {
      assert.throws(
        () => createPhone({ ...good, ...change }),
        (error) =>
          error instanceof CadranError && error.code === code && error.detail !== undefined,
      );
    });
  }

  const mistakes: [string, unknown][] = [
    ['nothing', undefined],
    ['null', null],
    ['servers that are no list', { ...good, servers: 'wss://pbx.test' }],
    ['servers that are no texts', { ...good, servers: [1] }],
    ['a server that is nothing', { ...good, servers: [null] }],
    ['a server without a URL', { ...good, servers: [{ priority: 1 }] }],
    ['an address that is no text', { ...good, uri: 7 }],
    ['a name that is no text', { ...good, displayName: 7 }],
    ['a number that is a text', { ...good, expires: '600' }],
    ['credentials without a secret', { ...good, credentials: { username: 'alice' } }],
    ['credentials without a name', { ...good, credentials: { password: 'x' } }],
    ['another way of digits', { ...good, dtmf: 'morse' }],
    ['another way through the network', { ...good, iceTransportPolicy: 'none' }],
    ['tones of another region', { ...good, toneRegion: 'mars' }],
  ];
  for (const [name, options] of mistakes) {
    it(`treats ${name} as a mistake of the program`, () => {
      assert.throws(() => createPhone(options as PhoneOptions), TypeError);
    });
  }

  it('makes a phone in Node, where calls that need sound fail with a code', async () => {
    const phone = createPhone({ ...good, WebSocket: NoWebSocket, displayName: 'Alice' });
    assert.deepEqual(phone.state.get().account, { uri: good.uri, displayName: 'Alice' });
    assert.equal(phone.state.get().devices.permission, 'none');
    await assert.rejects(phone.devices.requestPermission(), { code: 'media/unsupported' });
    await phone.dispose();
  });

  it('takes undefined for what is left out', async () => {
    const names = ['displayName', 'expires', 'maxCalls', 'dtmf', 'toneRegion', 'log', 'storage'];
    const left = Object.fromEntries(names.map((name) => [name, undefined]));
    const phone = createPhone({ ...good, ...left, WebSocket: NoWebSocket });
    assert.deepEqual(phone.state.get().account, { uri: good.uri });
    await phone.dispose();
  });

  it('takes ports and options of the application', async () => {
    const clock = createManualClock();
    const devices = createFakeDevices();
    const phone = createPhone({
      ...good,
      clock,
      devices,
      media: createFakeMedia(),
      storage: createMemoryStorage(),
      network: { watch: () => undefined },
      credentials: { token: 'x' },
      WebSocket: NoWebSocket,
      trustIdentity: true,
      register: false,
      log: () => undefined,
      maxCalls: 2,
    });
    assert.equal(phone.state.get().devices.permission, 'granted');
    const disposing = phone.dispose();
    await clock.advance(10_000);
    await disposing;
    assert.equal(clock.pending, 0);
    assert.deepEqual(devices.open, { listeners: 0 });
  });
});
