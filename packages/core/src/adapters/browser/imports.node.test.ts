import assert from 'node:assert/strict';
import { it } from 'node:test';

import { createBrowserMedia } from './browser-media.js';
import { createBrowserNetwork } from './browser-network.js';
import { createIndexedDbStorage } from './indexed-db-storage.js';

it('lives in Node without a page: every request is refused with a code, nothing throws', async () => {
  const { media, devices } = createBrowserMedia();
  const { signal } = new AbortController();
  const states: unknown[] = [];
  devices.watch((state) => states.push(state), { signal });
  await media.prepare();
  await assert.rejects(media.offer('call', { direction: 'sendrecv' }), {
    code: 'media/unsupported',
  });
  await assert.rejects(media.openMicrophone('call'), { code: 'media/insecure-context' });
  await assert.rejects(devices.select('speaker', 'gone'), { code: 'devices/not-found' });
  await media.playTone('ringtone');
  await media.unlock();
  await media.close('call');
  await media.dispose();
  assert.deepEqual(states.at(-1), {
    ...{ permission: 'none', microphones: [], speakers: [], canChooseSpeaker: false },
  });

  createBrowserNetwork().watch(() => undefined, { signal });
  const storage = createIndexedDbStorage();
  await storage.write('key', 'value');
  assert.equal(await storage.read('key'), 'value');
  assert.equal(await storage.read('other'), undefined);
});
