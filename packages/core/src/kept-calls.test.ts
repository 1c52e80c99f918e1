import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { CadranError } from './kernel/errors.js';
import {
  callOf,
  createFakeExchange,
  createFakeVault,
  createManualClock,
  createTestPhone,
  dialledCall,
  settle,
} from './testing.js';
import type { FakeLine, FakeVault, TestPhone, TestPhoneOptions } from './testing.js';

const account = { uri: 'sip:alice@cadran.test' };
const warnings = ({ phone }: TestPhone<FakeLine>): readonly string[] =>
  phone.state.get().warnings.map(({ code }) => code);

async function talking(vault: FakeVault) {
  const exchange = createFakeExchange();
  const open = (options: TestPhoneOptions<FakeLine> = {}): Promise<TestPhone<FakeLine>> =>
    createTestPhone({ signaling: exchange.line('alice'), account, vault, ...options });
  const bob = await createTestPhone({
    signaling: exchange.line('bob'),
    account: { uri: 'sip:bob@cadran.test' },
  });
  const alice = await open();
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

  it('that does not open keeps nobody waiting for more than two seconds', async () => {
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
    await clock.advance(2_000);
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
});
