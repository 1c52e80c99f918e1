import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { createMemoryStorage, createTestPhone, settle } from '../testing.js';
import { devicesAfter } from './devices.js';

describe('devices', () => {
  it('are in the state, and stay the same object until they change', async () => {
    const test = await createTestPhone();
    const before = test.phone.state.get().devices;
    assert.equal(before.permission, 'granted');
    assert.equal(before.microphones.length, 2);
    test.devices.change({});
    assert.equal(test.phone.state.get().devices, before);
    test.devices.change({ microphones: [{ id: 'usb', label: 'USB' }] });
    const after = test.phone.state.get().devices;
    assert.deepEqual(after.microphones, [{ id: 'usb', label: 'USB' }]);
    assert.equal(after.speakers, before.speakers);
  });

  it('may go on being changed by the port: the state keeps a copy', () => {
    const list = [{ id: 'a', label: 'A' }];
    const none = {
      permission: 'granted',
      microphones: [],
      speakers: [],
      canChooseSpeaker: false,
    } as const;
    const after = devicesAfter(none, { ...none, microphones: list });
    list.push({ id: 'b', label: 'B' });
    assert.equal(after.microphones.length, 1);
  });

  it('are chosen', async () => {
    const test = await createTestPhone();
    await test.phone.devices.select('microphone', 'headset');
    assert.equal(test.phone.state.get().devices.microphone, 'headset');
    await test.phone.devices.select('microphone', null);
    assert.equal(test.phone.state.get().devices.microphone, undefined);
    await assert.rejects(test.phone.devices.select('speaker', 'gone'), {
      code: 'devices/not-found',
    });
  });

  it('ask for permission', async () => {
    const test = await createTestPhone();
    test.devices.change({ permission: 'prompt' });
    await test.phone.devices.requestPermission();
    assert.equal(test.phone.state.get().devices.permission, 'granted');
  });

  it('are heard when tried', async () => {
    const test = await createTestPhone();
    const testing = test.phone.devices.test('ringer');
    assert.equal(test.media.tone, 'ringtone');
    await test.clock.advance(2_500);
    await testing;
    assert.equal(test.media.tone, null);
    const other = test.phone.devices.test('speaker');
    other.catch(() => undefined);
    assert.equal(test.media.tone, 'ringback');
    await test.phone.dispose();
    await assert.rejects(other, { code: 'phone/disposed' });
    await settle();
    assert.equal(test.media.tone, null);
  });
});

describe('memory storage', () => {
  it('keeps what was written', async () => {
    const storage = createMemoryStorage({ a: '1' });
    await storage.write('b', '2');
    assert.equal(await storage.read('a'), '1');
    assert.equal(await storage.read('b'), '2');
    assert.equal(await storage.read('c'), undefined);
  });
});
