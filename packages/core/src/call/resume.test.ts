import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { fakeSdp } from '../adapters/fake/fake-sdp.js';
import { CadranError } from '../kernel/errors.js';
import {
  callOf,
  createFakeExchange,
  createFakeMedia,
  createFakeSignaling,
  createTestPhone,
  dialledCall,
  settle,
} from '../testing.js';
import type { FakeLine, TestPhone, TestPhoneOptions } from '../testing.js';
import type { KeptCall } from './kept-call.js';

type Person = TestPhone<FakeLine>;

const account = { uri: 'sip:alice@cadran.test' };

/** Alice, who speaks with bob, and what she would leave if her page went now. */
async function talking(calls: 'out' | 'in' = 'out') {
  const exchange = createFakeExchange();
  const open = (user: string, options: TestPhoneOptions<FakeLine> = {}): Promise<Person> =>
    createTestPhone({
      signaling: exchange.line(user, { displayName: user }),
      account: { uri: `sip:${user}@cadran.test` },
      ...options,
    });
  const heard: (readonly KeptCall[])[] = [];
  const alice = await open('alice', { onKeep: (kept) => heard.push(kept) });
  const bob = await open('bob');
  const [caller, callee] = calls === 'out' ? [alice, bob] : [bob, alice];
  const out = await dialledCall(caller, calls === 'out' ? 'bob' : 'alice');
  const there = callee.phone.state.get().order[0] ?? '';
  await callee.phone.call(there).answer();
  await settle();
  const [id, bobs] = calls === 'out' ? [out, there] : [there, out];
  return { open, alice, bob, id, bobs, heard };
}

/** The page is gone: nothing is said, and another phone begins with what it left. */
async function reload(
  { open, alice, heard }: Awaited<ReturnType<typeof talking>>,
  options: TestPhoneOptions<FakeLine> = {},
): Promise<Person> {
  await alice.signaling.disconnect();
  const kept = JSON.parse(JSON.stringify(heard.at(-1))) as readonly KeptCall[];
  return open('alice', { resume: kept, ...options });
}

describe('a call that outlives its engine', () => {
  for (const way of ['out', 'in'] as const) {
    it(`goes on with new sound, ${way}going or coming`, async () => {
      const before = await talking(way);
      const { bob, bobs, id } = before;
      const was = callOf(before.alice, id);
      const alice = await reload(before);
      const now = callOf(alice, id);
      assert.equal(now.status, 'active');
      assert.equal(now.media, 'connected');
      const { direction, startedAt, activeAt, remote } = was;
      assert.deepEqual(
        { ...now, ...was, media: 'connected' },
        { ...now, direction, startedAt, activeAt, remote },
      );
      assert.deepEqual(
        alice.media.calls('offer').map(([, options]) => options),
        [{ direction: 'sendrecv', fresh: true }],
      );
      assert.equal(alice.media.session(id)?.microphone, true);
      assert.equal(callOf(bob, bobs).status, 'active');
      await alice.phone.call(id).hangup();
      await settle();
      assert.equal(callOf(bob, bobs).ended?.by, 'remote');
    });
  }

  it('stands in the state at once, its sound interrupted, and waits for the server', async () => {
    const before = await talking();
    const media = createFakeMedia();
    const alice = await reload(before, {
      media,
      signaling: createFakeSignaling({ connects: false }) as never,
    });
    const call = callOf(alice, before.id);
    assert.equal(call.status, 'active');
    assert.equal(call.media, 'interrupted');
    assert.equal(media.calls('offer').length, 0);
    assert.equal(media.calls('prepare').length, 1, 'what can be done before, is');
    await alice.clock.advance(60_000);
    await settle();
    const { ended } = callOf(alice, before.id);
    assert.deepEqual([ended?.by, ended?.reason], ['system', 'connection-lost']);
  });

  it('is as muted and as held as it was', async () => {
    const before = await talking();
    await before.alice.phone.call(before.id).mute();
    await before.alice.phone.call(before.id).hold();
    const alice = await reload(before);
    const { muted, hold } = callOf(alice, before.id);
    assert.deepEqual([muted, hold], [true, 'held']);
    const session = alice.media.session(before.id);
    assert.deepEqual([session?.muted, session?.held], [true, true]);
    assert.equal(callOf(before.bob, before.bobs).remoteHold, true);
    await alice.phone.call(before.id).resume();
    await settle();
    assert.equal(callOf(before.bob, before.bobs).remoteHold, false);
    assert.equal(alice.media.session(before.id)?.muted, true);
  });

  it('was being held: it is silent, and held once the far side agreed', async () => {
    const before = await talking();
    const [kept] = before.heard.at(-1) ?? [];
    assert.ok(kept?.dialog);
    await before.alice.signaling.disconnect();
    const call = { ...kept.call, hold: 'holding' as const };
    const alice = await before.open('alice', { resume: [{ ...kept, call }] });
    assert.equal(callOf(alice, before.id).hold, 'held');
    assert.equal(callOf(before.bob, before.bobs).remoteHold, true);
  });

  it('ended there meanwhile: it ends here too', async () => {
    const before = await talking();
    await before.alice.signaling.disconnect();
    await before.bob.phone.call(before.bobs).hangup();
    const alice = await reload(before);
    assert.equal(callOf(alice, before.id).ended?.by, 'remote');
    assert.equal(alice.media.open.sessions, 0);
  });

  it('of which nobody knows ends as lost, after a try to replace it', async () => {
    const before = await talking();
    await before.bob.phone.call(before.bobs).hangup();
    await settle();
    const kept = before.heard.findLast((list) => list.length > 0) ?? [];
    const alice = await before.open('alice', { resume: kept });
    const { ended } = callOf(alice, before.id);
    assert.deepEqual(
      [ended?.by, ended?.reason, ended?.sip?.status],
      ['system', 'connection-lost', 481],
    );
    assert.equal(alice.media.open.sessions + alice.media.open.microphones, 0);
  });

  it('whose dialog is lost is replaced under the same id', async () => {
    const before = await talking();
    const [kept] = before.heard.at(-1) ?? [];
    assert.ok(kept?.dialog);
    await before.alice.signaling.disconnect();
    const line = before.open;
    const alice = await line('alice', {
      resume: [{ ...kept, dialog: { ...kept.dialog, localTag: 'lost' } }],
    });
    await settle();
    const now = callOf(alice, before.id);
    assert.deepEqual(
      [now.status, now.media, now.activeAt],
      ['active', 'connected', kept.call.activeAt],
    );
    const bobs = before.bob.phone.state.get().order.at(-1) ?? '';
    assert.notEqual(bobs, before.bobs);
    assert.equal(callOf(before.bob, bobs).status, 'active');
    await alice.phone.call(before.id).hangup();
    await settle();
    assert.equal(callOf(before.bob, bobs).status, 'ended');
  });

  it('waits out a connection that breaks during the re-INVITE', async () => {
    const before = await talking();
    const signaling = createFakeSignaling();
    signaling.failNext('reinvite', new CadranError('connection/lost', { retryable: true }));
    const alice = await reload(before, { signaling: signaling as never });
    await settle();
    assert.equal(callOf(alice, before.id).media, 'interrupted');
    await alice.clock.advance(1_000);
    await settle();
    assert.equal(callOf(alice, before.id).media, 'connected');
    assert.equal(signaling.calls('invite').length, 0);
  });

  it('can be hung up before it has sound', async () => {
    const before = await talking();
    const signaling = createFakeSignaling({ connects: false });
    const alice = await reload(before, { signaling: signaling as never });
    await alice.phone.call(before.id).hangup();
    assert.equal(callOf(alice, before.id).ended?.reason, 'hangup');
    assert.equal(signaling.calls('end').length, 1);
  });

  it('keeps commands waiting until it has sound', async () => {
    const before = await talking();
    const signaling = createFakeSignaling();
    const agree = signaling.holdNext('reinvite');
    const alice = await reload(before, { signaling: signaling as never });
    const holding = alice.phone.call(before.id).hold();
    await settle();
    assert.equal(signaling.calls('reinvite').length, 1);
    agree();
    await holding;
    assert.equal(callOf(alice, before.id).hold, 'held');
  });

  it('that is garbage is left out, and the phone works', async () => {
    const { heard } = await talking();
    const [good] = heard.at(-1) ?? [];
    assert.ok(good);
    const { call } = good;
    const garbage: unknown[] = [
      null,
      7,
      {},
      { ...good, dialog: { ...good.dialog, callId: 'a\r\nb' } },
      { ...good, savedAt: 'now' },
      ...[{ id: '__proto__' }, { id: 5 }, { status: 'ringing' }, { hold: 'perhaps' }].map(
        (wrong) => ({
          ...good,
          call: { ...call, ...wrong },
        }),
      ),
      { ...good, call: { ...call, remote: 'bob' } },
      { ...good, call: { ...call, startedAt: Number.NaN } },
    ];
    const test = await createTestPhone({ account, resume: garbage as KeptCall[] });
    assert.deepEqual(test.phone.state.get().order, []);
    assert.equal(test.signaling.calls('resume').length, 0);
    assert.equal(test.phone.state.get().registration.status, 'registered');
  });
});

describe('what a phone says of the calls another engine could go on with', () => {
  it('is said when they change, and empty when there are none', async () => {
    const { alice, id, heard } = await talking();
    const [first] = heard[0] ?? [];
    assert.equal(first?.call.id, id);
    assert.deepEqual(structuredClone(first), first);
    await alice.phone.call(id).mute();
    assert.equal(heard.at(-1)?.[0]?.call.muted, true);
    const count = heard.length;
    await alice.phone.call(id).mute();
    assert.equal(heard.length, count);
    await alice.phone.call(id).hangup();
    assert.deepEqual(heard.at(-1), []);
  });

  it('holds no call that rings and cannot ring elsewhere', async () => {
    const heard: unknown[] = [];
    const test = await createTestPhone({ onKeep: (kept) => heard.push(kept) });
    test.signaling.far.calls();
    await dialledCall(test);
    assert.deepEqual(heard, []);
  });
});

describe('a call that rings and outlives its engine', () => {
  const invite = { version: 1, request: 'INVITE', localTag: 'ours' } as const;

  /** What the page before left of a call that rang, and the phone that goes on with it. */
  async function ringingOn(change: Partial<KeptCall['call']> = {}) {
    const heard: (readonly KeptCall[])[] = [];
    const first = await createTestPhone({
      signaling: createFakeSignaling(),
      account,
      onKeep: (kept) => heard.push(kept),
    });
    const { signaling } = first;
    const sdp = fakeSdp({ owner: 'bob', version: 1, direction: 'sendrecv' });
    const remote = { uri: 'sip:bob@cadran.test', displayName: 'Bob', verified: false };
    signaling.emit({ type: 'incoming', id: 'ring', remote, sdp, invite });
    await settle();
    const [kept] = JSON.parse(JSON.stringify(heard.at(-1))) as KeptCall[];
    assert.ok(kept);
    const phone = await createTestPhone({
      signaling: createFakeSignaling(),
      account,
      resume: [{ ...kept, call: { ...kept.call, ...change } }],
    });
    const comesIn = async (): Promise<void> => {
      phone.signaling.emit({ type: 'incoming', id: 'ring', remote, sdp, invite });
      await settle();
    };
    return { kept, phone, comesIn };
  }

  it('rings at once in the state, and at the server when the call has come in', async () => {
    const { kept, phone, comesIn } = await ringingOn();
    assert.deepEqual(callOf(phone, 'ring'), kept.call);
    assert.deepEqual(phone.signaling.calls('resume'), [['ring', invite]]);
    assert.deepEqual(phone.signaling.calls('ring'), []);
    await comesIn();
    assert.deepEqual(phone.signaling.calls('ring'), [['ring']]);
    assert.equal(phone.phone.state.get().order.length, 1);
  });

  it('answered before it has come in, is answered then', async () => {
    const { phone, comesIn } = await ringingOn();
    const answered = phone.phone.call('ring').answer();
    await settle();
    assert.deepEqual(phone.signaling.calls('accept'), []);
    await comesIn();
    await answered;
    assert.equal(callOf(phone, 'ring').status, 'active');
  });

  it('declined before it has come in, does not ring there', async () => {
    const { phone, comesIn } = await ringingOn();
    await phone.phone.call('ring').decline();
    await comesIn();
    assert.deepEqual(phone.signaling.calls('ring'), []);
    assert.equal(callOf(phone, 'ring').status, 'ended');
  });

  it('stays silenced', async () => {
    const { phone } = await ringingOn({ silenced: true });
    assert.equal(callOf(phone, 'ring').silenced, true);
  });

  it('stops when it has rung long enough in all', async () => {
    const { phone, comesIn } = await ringingOn({ startedAt: 1_700_000_000_000 - 170_000 });
    await comesIn();
    await phone.clock.advance(9_999);
    assert.equal(callOf(phone, 'ring').status, 'ringing');
    await phone.clock.advance(2);
    assert.equal(callOf(phone, 'ring').status, 'ended');
  });
});
