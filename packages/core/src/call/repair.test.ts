import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { ConnectionStatus } from '../connection/connection-state.js';
import {
  callOf,
  connectedCall,
  createFakeMedia,
  createTestPhone,
  dialledCall,
  settle,
  type TestPhone,
} from '../testing.js';

const restarts = ({ media }: TestPhone): number =>
  media.calls('offer').filter(([, how]) => (how as { iceRestart?: boolean }).iceRestart).length;

function says({ signaling }: TestPhone, status: ConnectionStatus): void {
  signaling.emit({ type: 'connection', connection: { status } });
}

/** A call whose sound has just broken. */
async function broken() {
  const test = await createTestPhone({ media: createFakeMedia({ connects: false }) });
  const id = await connectedCall(test);
  test.media.emit({ type: 'media', id, status: 'connected' });
  test.media.emit({ type: 'media', id, status: 'interrupted' });
  await settle();
  return { test, id };
}

describe('sound that breaks', () => {
  it('has the server asked for a sign of life', async () => {
    const { test } = await broken();
    assert.equal(test.signaling.calls('connect').length, 2);
  });

  it('is mended alone, once the server has answered', async () => {
    const { test } = await broken();
    says(test, 'probing');
    await test.clock.advance(3_900);
    assert.equal(restarts(test), 0, 'not before it is known what is broken');
    says(test, 'connected');
    await settle();
    assert.equal(restarts(test), 1);
    assert.equal(test.signaling.calls('register').length, 1, 'the connection is not touched');
  });

  it('waits for the connection where that broke, too, and is mended once after it', async () => {
    const { test, id } = await broken();
    says(test, 'probing');
    await test.clock.advance(4_000);
    says(test, 'reconnecting');
    await test.clock.advance(50_000);
    assert.equal(restarts(test), 0);
    says(test, 'connected');
    await settle();
    assert.equal(restarts(test), 1);
    await test.clock.advance(14_000);
    assert.equal(restarts(test), 1);
    assert.equal(callOf(test, id).status, 'active');
  });

  it('that comes back by itself while the server is asked is left alone', async () => {
    const { test, id } = await broken();
    says(test, 'probing');
    await test.clock.advance(3_000);
    test.media.emit({ type: 'media', id, status: 'connected' });
    says(test, 'connected');
    await test.clock.advance(60_000);
    assert.equal(restarts(test), 0);
    assert.equal(callOf(test, id).status, 'active');
  });

  it('that media gave up waits for the server, too', async () => {
    const { test, id } = await broken();
    says(test, 'probing');
    test.media.emit({ type: 'failed', id, code: 'media/failed' });
    await test.clock.advance(3_000);
    assert.equal(restarts(test), 0);
    says(test, 'connected');
    await settle();
    assert.equal(restarts(test), 1);
  });
});

describe('a connection in doubt', () => {
  it('is one all the same: nothing is said again, and calls can be made', async () => {
    const test = await createTestPhone();
    const id = await connectedCall(test);
    const before = test.signaling.commands.length;
    for (const status of ['probing', 'connected', 'draining', 'connected'] as const) {
      says(test, status);
      await settle();
      assert.deepEqual(test.phone.state.get().warnings, []);
      assert.equal(test.phone.state.get().registration.status, 'registered');
    }
    assert.equal(test.signaling.commands.length, before);
    says(test, 'draining');
    await test.phone.call(id).hold();
    await test.phone.dial('carol');
    await settle();
    assert.equal(test.signaling.calls('invite').length, 2);
  });
});

describe('sound that does not come', () => {
  async function silent() {
    const test = await createTestPhone({ media: createFakeMedia({ connects: false }) });
    const id = await connectedCall(test);
    test.media.emit({ type: 'media', id, status: 'connecting' });
    return { test, id };
  }

  it('is tried once more with all candidates, and then the call ends for it', async () => {
    const { test, id } = await silent();
    await test.clock.advance(4_900);
    assert.equal(restarts(test), 0);
    await test.clock.advance(100);
    assert.equal(restarts(test), 1);
    await test.clock.advance(14_900);
    assert.equal(callOf(test, id).status, 'active');
    await test.clock.advance(100);
    assert.equal(callOf(test, id).ended?.reason, 'media-failed');
    assert.equal(restarts(test), 1);
  });

  it('ends the trying when it comes', async () => {
    const { test, id } = await silent();
    await test.clock.advance(8_000);
    test.media.emit({ type: 'media', id, status: 'connected' });
    await test.clock.advance(60_000);
    assert.equal(callOf(test, id).status, 'active');
    assert.equal(restarts(test), 1);
  });

  it('is not missed while it rings', async () => {
    const test = await createTestPhone({ media: createFakeMedia({ connects: false }) });
    const id = await dialledCall(test);
    test.signaling.far.rings(id, { early: true });
    await settle();
    test.media.emit({ type: 'media', id, status: 'connecting' });
    await test.clock.advance(60_000);
    assert.equal(restarts(test), 0);
    assert.equal(callOf(test, id).status, 'early');
  });
});
