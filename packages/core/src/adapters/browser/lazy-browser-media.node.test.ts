import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { createFakeDevices, createFakeMedia } from '../../testing.js';
import { createDeferred } from '../../kernel/deferred.js';
import { createBrowserMedia } from './browser-media.js';
import type { BrowserMedia } from './browser-media.js';
import { createLazyBrowserMedia } from './lazy-browser-media.js';

type Load = NonNullable<Parameters<typeof createLazyBrowserMedia>[1]>;

function setUp() {
  const media = createFakeMedia();
  const devices = createFakeDevices();
  const loads: ReturnType<typeof createDeferred<undefined>>[] = [];
  let made = 0;
  const load: Load = async () => {
    const arrival = createDeferred<undefined>();
    loads.push(arrival);
    await arrival.promise;
    return (): BrowserMedia => {
      made += 1;
      return { media, devices };
    };
  };
  const lazy = createLazyBrowserMedia({}, load);
  const names = (): string[] => media.commands.map(({ name }) => name);
  return { lazy, media, devices, loads, names, made: () => made };
}

const whole = { direction: 'sendrecv' } as const;

describe('sound that is loaded by itself', () => {
  it('is asked for at once, and one time', async () => {
    const { lazy, loads, made } = setUp();
    assert.equal(loads.length, 1);
    loads[0]?.resolve(undefined);
    await lazy.media.prepare();
    await lazy.media.prepare();
    assert.deepEqual([loads.length, made()], [1, 1]);
  });

  it('does what was asked before it came, in that order', async () => {
    const { lazy, loads, names, media } = setUp();
    const { signal } = new AbortController();
    const done = Promise.all([
      lazy.media.offer('a', whole),
      lazy.media.setHeld('a', true),
      lazy.media.openMicrophone('a'),
      lazy.media.setMuted('a', true),
    ]);
    lazy.media.watchLevels?.('a', () => undefined, { signal });
    const closed = lazy.media.close('a');
    assert.deepEqual(names(), []);
    loads[0]?.resolve(undefined);
    await Promise.all([done, closed]);
    assert.deepEqual(names(), ['offer', 'setHeld', 'openMicrophone', 'setMuted', 'close']);
    assert.equal(media.open.sessions, 0);
  });

  it('tells its facts to those who listened before, and not to those who went', async () => {
    const { lazy, loads, media, devices } = setUp();
    const [stays, goes] = [new AbortController(), new AbortController()];
    const heard: unknown[] = [];
    const states: unknown[] = [];
    lazy.media.listen((fact) => heard.push(fact), stays);
    lazy.media.listen(() => assert.fail('gone'), goes);
    lazy.devices.watch((state) => states.push(state), stays);
    goes.abort();
    loads[0]?.resolve(undefined);
    await lazy.media.prepare();
    media.emit({ type: 'playback-blocked', blocked: true });
    assert.deepEqual(heard, [{ type: 'playback-blocked', blocked: true }]);
    assert.equal(states.length, 1);
    stays.abort();
    assert.deepEqual([media.open.listeners, devices.open.listeners], [0, 0]);
  });

  it('rejects with a code where it cannot be loaded, and tries again when it is needed next', async () => {
    const { lazy, loads, names, media } = setUp();
    const { signal } = new AbortController();
    const heard: unknown[] = [];
    lazy.media.listen((fact) => heard.push(fact), { signal });
    const cause = new TypeError('Failed to fetch');
    const offered = lazy.media.offer('a', whole);
    const closed = lazy.media.close('a');
    loads[0]?.reject(cause);
    await assert.rejects(offered, { code: 'media/not-loaded', retryable: true, cause });
    await closed;
    await lazy.media.rollback('a');
    await lazy.media.setHeld('a', true);
    assert.equal(await lazy.media.statistics?.('a'), undefined);
    assert.equal(loads.length, 1);

    const asked = lazy.devices.requestPermission();
    assert.equal(loads.length, 2);
    loads[1]?.reject(cause);
    await assert.rejects(asked, { code: 'media/not-loaded' });
    const prepared = lazy.media.prepare();
    loads[2]?.reject(cause);
    await prepared;

    const again = lazy.media.offer('a', whole);
    loads[3]?.resolve(undefined);
    assert.match(await again, /^v=0/);
    assert.deepEqual(names(), ['offer']);
    media.emit({ type: 'playback-blocked', blocked: false });
    assert.equal(heard.length, 1);
  });

  it('is never made when it comes after the end', async () => {
    const { lazy, loads, made } = setUp();
    const offered = lazy.media.offer('a', whole);
    await lazy.media.dispose();
    loads[0]?.resolve(undefined);
    await assert.rejects(offered, { code: 'media/failed' });
    await lazy.media.close('a');
    await lazy.media.prepare();
    assert.deepEqual([made(), loads.length], [0, 1]);
  });

  it('ends with the phone', async () => {
    const { lazy, loads, media } = setUp();
    loads[0]?.resolve(undefined);
    await lazy.media.offer('a', whole);
    await lazy.media.dispose();
    assert.equal(media.open.sessions, 0);
  });

  it('is what a browser has, when it comes from its own file', async () => {
    const { media } = createLazyBrowserMedia({}, async () => createBrowserMedia);
    await assert.rejects(media.offer('a', whole), { code: 'media/unsupported' });
    await media.dispose();
  });
});
