import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { ComposedPhone } from './compose-phone.js';
import * as keepingPart from './keeping-part.js';
import { createDeferred } from './kernel/deferred.js';
import { CadranError } from './kernel/errors.js';
import { createLazyPart } from './kernel/lazy-part.js';
import type { DialogRecord } from './ports/signaling.js';
import {
  callOf,
  connectedCall,
  createFakeExchange,
  createFakeSignaling,
  createFakeVault,
  createManualClock,
  createTestPhone,
  dialledCall,
  settle,
} from './testing.js';
import type { FakeLine, FakeVault, TestPhone, TestPhoneOptions } from './testing.js';
import { loadedParts } from './testing/loaded-parts.js';

const account = { uri: 'sip:alice@cadran.test' };
const warnings = ({ phone }: TestPhone<FakeLine>): readonly string[] =>
  phone.state.get().warnings.map(({ code }) => code);

async function talking(vault: FakeVault, given: TestPhoneOptions<FakeLine> = {}) {
  const exchange = createFakeExchange();
  const open = (options: TestPhoneOptions<FakeLine> = {}): Promise<TestPhone<FakeLine>> =>
    createTestPhone({ signaling: exchange.line('alice'), account, vault, ...options });
  const bob = await createTestPhone({
    signaling: exchange.line('bob'),
    account: { uri: 'sip:bob@cadran.test' },
  });
  const alice = await open(given);
  const id = await dialledCall(alice, 'bob');
  await bob.phone.call(bob.phone.state.get().order[0] ?? '').answer();
  await settle();
  return { open, alice, bob, id };
}

describe('a vault', () => {
  it('brings a call back, and is empty once the call has ended', async () => {
    const vault = createFakeVault();
    const { open, alice, id } = await talking(vault);
    assert.ok(vault.text?.includes(id));
    await alice.signaling.disconnect();
    const again = await open();
    await settle();
    assert.equal(callOf(again, id).media, 'connected');
    await again.phone.call(id).hangup();
    await settle();
    assert.equal(vault.text, undefined);
  });

  it('is empty and let go of after dispose', async () => {
    const vault = createFakeVault();
    const { alice } = await talking(vault);
    await alice.phone.dispose();
    assert.equal(vault.text, undefined);
    assert.equal(vault.claimed, false);
    const count = vault.commands.length;
    await alice.clock.advance(60_000);
    await settle();
    assert.equal(vault.commands.length, count, 'nothing beats on');
  });

  it('gets a sign of life every three seconds, and none when there is no call', async () => {
    const vault = createFakeVault();
    const { alice, id } = await talking(vault);
    const savedAt = (): number => {
      const { calls } = JSON.parse(vault.text ?? '{}') as { calls: { savedAt: number }[] };
      return calls[0]?.savedAt ?? 0;
    };
    const first = savedAt();
    await alice.clock.advance(3_000);
    await settle();
    assert.equal(savedAt(), first + 3_000);
    await alice.phone.call(id).hangup();
    await settle();
    const count = vault.calls('keep').length;
    await alice.clock.advance(30_000);
    await settle();
    assert.equal(vault.calls('keep').length, count);
  });

  for (const [what, change] of [
    ['too old', (text: string) => text.replace(/"savedAt":\d+/, '"savedAt":1')],
    ['of the future', (text: string) => text.replace(/"savedAt":\d+/, '"savedAt":9e15')],
    [
      'of another account',
      (text: string) => text.replaceAll('"account":"sip:alice', '"account":"sip:mallory'),
    ],
    ['cut off', (text: string) => text.slice(0, 40)],
    ['another thing', () => 'null'],
    ['without calls', () => '{"account":"sip:alice@cadran.test","calls":7}'],
    ['full of holes', () => '{"account":"sip:alice@cadran.test","calls":[null]}'],
  ] as const) {
    it(`that holds something ${what} is emptied, and nothing is resumed`, async () => {
      const vault = createFakeVault();
      const { open, alice } = await talking(vault);
      await alice.signaling.disconnect();
      vault.text = change(vault.text ?? '');
      const again = await open();
      await settle();
      assert.deepEqual(again.phone.state.get().order, []);
      assert.equal(again.phone.state.get().registration.status, 'registered');
      assert.equal(vault.text, undefined);
    });
  }

  for (const [seconds, outcome] of [
    [9, 'rings on'],
    [11, 'is left alone'],
  ] as const) {
    it(`with a call that rang ${seconds} seconds ago ${outcome}`, async () => {
      const vault = createFakeVault();
      const invite = { version: 1, request: 'INVITE', localTag: 'ours' } as const;
      const remote = { uri: 'sip:bob@cadran.test', verified: false };
      const signaling = createFakeSignaling();
      const { clock } = await createTestPhone({ signaling, account, vault });
      signaling.emit({ type: 'incoming', id: 'ring', remote, invite });
      await settle();
      await signaling.disconnect();
      const later = createManualClock(clock.now() + seconds * 1_000);
      const next = await createTestPhone({ account, vault, clock: later });
      await settle();
      assert.deepEqual(next.phone.state.get().order, seconds < 10 ? ['ring'] : []);
    });
  }

  it('that does not open keeps nobody waiting for more than four seconds', async () => {
    const vault = createFakeVault();
    vault.holdNext('open');
    const clock = createManualClock();
    const exchange = createFakeExchange();
    const alice = await createTestPhone({
      signaling: exchange.line('alice'),
      account,
      vault,
      clock,
    });
    assert.equal(alice.phone.state.get().connection.status, 'connecting');
    await clock.advance(4_000);
    await settle();
    assert.equal(alice.phone.state.get().registration.status, 'registered');
  });

  it('that is full disturbs no call, says so, and stops saying so when it takes again', async () => {
    const vault = createFakeVault();
    const { alice, id } = await talking(vault);
    vault.failNext('keep', new CadranError('storage/degraded'));
    await alice.phone.call(id).mute();
    await settle();
    assert.deepEqual(warnings(alice), ['storage/degraded']);
    assert.equal(callOf(alice, id).status, 'active');
    await alice.clock.advance(3_000);
    await settle();
    assert.deepEqual(warnings(alice), []);
  });

  it('whose part does not load disturbs no call, says so, and is tried again with the next sign of life', async () => {
    const vault = createFakeVault();
    let isBroken = true;
    const load = async () => {
      if (isBroken) throw new Error('offline');
      return keepingPart;
    };
    const parts = { ...loadedParts(), keeping: createLazyPart(load) };
    const { alice, id } = await talking(vault, { parts });
    await settle();
    assert.deepEqual(warnings(alice), ['storage/degraded']);
    assert.equal(callOf(alice, id).status, 'active');
    await alice.clock.advance(3_000);
    assert.equal(vault.calls('keep').length, 0);
    isBroken = false;
    await alice.clock.advance(3_000);
    await settle();
    assert.deepEqual(warnings(alice), []);
    assert.ok(vault.text?.includes(id));
  });

  it('is not even asked for a part where nothing was left and no call is up', async () => {
    const vault = createFakeVault();
    const keeping = createLazyPart<typeof keepingPart>(() => assert.fail('nobody needs it'));
    const alice = await createTestPhone({ vault, parts: { ...loadedParts(), keeping } });
    assert.equal(alice.phone.state.get().registration.status, 'registered');
    await alice.phone.dispose();
    assert.equal(vault.claimed, false);
  });

  it('has its part asked for when a call is made, long before it is answered', async () => {
    let asked = 0;
    const keeping = createLazyPart(() => {
      asked += 1;
      return Promise.resolve(keepingPart);
    });
    const vault = createFakeVault();
    const alice = await createTestPhone({ vault, parts: { ...loadedParts(), keeping } });
    await alice.phone.dial('bob');
    await settle();
    assert.equal(asked, 1);
    assert.equal(vault.calls('keep').length, 0);
  });

  it('has its part asked for by a call of which nothing can be kept yet, and keeps it when it can', async () => {
    const vault = createFakeVault();
    const load = createDeferred<typeof keepingPart>();
    const keeping = createLazyPart(() => load.promise);
    const alice = await createTestPhone({ vault, parts: { ...loadedParts(), keeping } });
    const id = await connectedCall(alice);
    load.resolve(keepingPart);
    await keeping.arrival;
    await settle();
    assert.equal(vault.calls('keep').length, 0);
    const dialog = { callId: 'one' } as DialogRecord;
    alice.signaling.emit({ type: 'dialog', id, dialog });
    await settle();
    assert.ok(vault.text?.includes(id));
  });

  it('with something in it that cannot be read connects all the same', async () => {
    const vault = createFakeVault();
    const before = await talking(vault);
    await before.alice.signaling.disconnect();
    const left = vault.text;
    const keeping = createLazyPart<typeof keepingPart>(() => Promise.reject(new Error('offline')));
    const alice = await before.open({ parts: { ...loadedParts(), keeping } });
    assert.equal(alice.phone.state.get().registration.status, 'registered');
    assert.equal(vault.text, left, 'the next page may have more luck');
  });

  it('is left with the calls in it though its part comes only then', async () => {
    const vault = createFakeVault();
    const load = createDeferred<typeof keepingPart>();
    const keeping = createLazyPart(() => load.promise);
    const { alice, id } = await talking(vault, { parts: { ...loadedParts(), keeping } });
    const phone = alice.phone as ComposedPhone;
    const left = phone.abandon();
    load.resolve(keepingPart);
    await left;
    assert.ok(vault.text?.includes(id));
    const count = vault.commands.length;
    await alice.clock.advance(60_000);
    assert.equal(vault.commands.length, count, 'nothing beats on');
  });
});
