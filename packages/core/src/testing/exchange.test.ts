import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import {
  callOf,
  createFakeExchange,
  createManualClock,
  createTestPhone,
  dialledCall,
  settle,
} from '../testing.js';
import type { FakeExchange, FakeLine, TestPhone, TestPhoneOptions } from '../testing.js';

type Person = TestPhone<FakeLine>;

/** Phones of several people at one exchange, in one time. */
function neighbours(exchange: FakeExchange = createFakeExchange()) {
  const clock = createManualClock();
  return (user: string, more: Partial<TestPhoneOptions<FakeLine>> = {}): Promise<Person> =>
    createTestPhone({
      ...more,
      signaling: exchange.line(user, { displayName: user }),
      account: { uri: `sip:${user}@cadran.test` },
      clock,
    });
}

const ringing = ({ phone }: Person): string => phone.state.get().order.at(-1) ?? '';

async function talk(caller: Person, callee: Person, target: string) {
  const out = await dialledCall(caller, target);
  const there = ringing(callee);
  await callee.phone.call(there).answer();
  await settle();
  return { out, there };
}

describe('two phones at an exchange', () => {
  it('ring, speak, hold and hang up', async () => {
    const open = neighbours();
    const [alice, bob] = [await open('alice'), await open('bob')];
    assert.equal(bob.phone.state.get().registration.status, 'registered');
    const out = await dialledCall(alice, 'bob');
    const there = ringing(bob);
    assert.equal(callOf(alice, out).status, 'ringing');
    assert.equal(callOf(bob, there).remote.displayName, 'alice');
    assert.equal(alice.media.tone, 'ringback');
    assert.equal(bob.media.tone, 'ringtone');
    await bob.phone.call(there).answer();
    await settle();
    assert.equal(callOf(alice, out).status, 'active');
    assert.equal(callOf(bob, there).media, 'connected');

    await alice.phone.call(out).hold();
    assert.equal(callOf(bob, there).remoteHold, true);
    await bob.phone.call(there).hold();
    await alice.phone.call(out).resume();
    assert.equal(callOf(alice, out).remoteHold, true);
    await bob.phone.call(there).resume();
    await settle();
    assert.equal(callOf(alice, out).remoteHold, false);
    assert.equal(callOf(bob, there).remoteHold, false);

    await bob.phone.call(there).hangup();
    await settle();
    assert.deepEqual(callOf(alice, out).ended, { by: 'remote', reason: 'hangup' });
  });

  it('settle glare between themselves', async () => {
    const open = neighbours();
    const [alice, bob] = [await open('alice'), await open('bob')];
    const { out, there } = await talk(alice, bob, 'bob');
    const both = Promise.all([alice.phone.call(out).hold(), bob.phone.call(there).hold()]);
    await alice.clock.advance(20_000);
    await both;
    assert.equal(callOf(alice, out).hold, 'held');
    assert.equal(callOf(bob, there).hold, 'held');
    assert.equal(callOf(alice, out).remoteHold, true);
  });

  it('ring on every device of a person until one answers', async () => {
    const open = neighbours();
    const alice = await open('alice');
    const [desk, mobile] = [await open('bob'), await open('bob')];
    const out = await dialledCall(alice, 'bob');
    const [atDesk, atMobile] = [ringing(desk), ringing(mobile)];
    await mobile.phone.call(atMobile).answer();
    await settle();
    assert.equal(callOf(desk, atDesk).ended?.reason, 'answered-elsewhere');
    assert.equal(callOf(alice, out).status, 'active');
  });

  it('keep their call when a connection is lost', async () => {
    const open = neighbours();
    const [alice, bob] = [await open('alice'), await open('bob')];
    const { out, there } = await talk(alice, bob, 'bob');
    alice.signaling.drop();
    await settle();
    assert.equal(callOf(alice, out).status, 'active');
    assert.equal(alice.phone.state.get().warnings[0]?.code, 'connection/lost');
    alice.signaling.restore();
    await settle();
    assert.equal(alice.phone.state.get().registration.status, 'registered');
    assert.deepEqual(alice.phone.state.get().warnings, []);
    await bob.phone.call(there).hangup();
    await settle();
    assert.equal(callOf(alice, out).status, 'ended');
  });

  it('hear that nobody is there, or is known', async () => {
    const open = neighbours();
    const alice = await open('alice');
    const bob = await dialledCall(alice, 'bob');
    assert.equal(callOf(alice, bob).ended?.reason, 'unreachable');
    const nobody = await dialledCall(alice, 'nobody');
    assert.equal(callOf(alice, nobody).ended?.reason, 'not-found');
  });

  it('are refused with a wrong password', async () => {
    const exchange = createFakeExchange({ users: { alice: 'right' } });
    const signaling = exchange.line('alice', { password: 'wrong' });
    const { phone } = await createTestPhone({ signaling });
    assert.equal(phone.state.get().registration.failure?.code, 'registration/wrong-password');
    await phone.dispose();
    assert.equal(exchange.lines, 0);
  });

  it('hear early sound', async () => {
    const exchange = createFakeExchange();
    const alice = await neighbours(exchange)('alice');
    const bob = exchange.line('bob');
    let incoming = '';
    bob.listen((fact) => {
      if (fact.type === 'incoming') incoming = fact.id;
    });
    bob.connect();
    await bob.register({ expires: 60 });
    const out = await dialledCall(alice, 'bob');
    bob.ringWithSound(incoming, 'v=0\r\nm=audio 9 RTP/AVP 0\r\n');
    await settle();
    assert.equal(callOf(alice, out).status, 'early');
    await bob.disconnect();
    await alice.phone.call(out).hangup();
    assert.equal(callOf(alice, out).ended?.reason, 'cancelled');
  });
});

describe('a transfer', () => {
  async function three(bobs: Partial<TestPhoneOptions<FakeLine>> = {}) {
    const open = neighbours(createFakeExchange({ transfers: !bobs.followTransfers }));
    const [alice, bob, carol] = [await open('alice'), await open('bob', bobs), await open('carol')];
    return { alice, bob, carol, ...(await talk(bob, alice, 'alice')) };
  }

  it('without asking first joins the other two', async () => {
    const { alice, bob, carol, out, there } = await three();
    const transferring = alice.phone.call(there).transfer('carol');
    await settle();
    assert.equal(callOf(alice, there).transfer?.status, 'ringing');
    await carol.phone.call(ringing(carol)).answer();
    await transferring;
    await settle();
    assert.equal(callOf(alice, there).status, 'ended');
    assert.equal(callOf(bob, out).status, 'active');
    assert.equal(callOf(bob, out).remote.uri, 'sip:carol@cadran.test');
    await bob.phone.call(out).hangup();
    await settle();
    assert.equal(callOf(carol, ringing(carol)).ended?.by, 'remote');
  });

  it('that is declined leaves the call as it was', async () => {
    const { alice, bob, carol, out, there } = await three();
    const transferring = alice.phone.call(there).transfer('carol');
    await settle();
    await carol.phone.call(ringing(carol)).decline();
    await assert.rejects(transferring, { code: 'call/transfer-failed', sip: { status: 603 } });
    assert.equal(callOf(bob, out).status, 'active');
    assert.equal(callOf(alice, there).hold, 'active');
  });

  it('is refused by a far side that takes none', async () => {
    const { alice, bob, out, there } = await three({ followTransfers: 'never' });
    await assert.rejects(alice.phone.call(there).transfer('carol'), {
      code: 'call/transfer-failed',
    });
    assert.equal(callOf(bob, out).status, 'active');
  });

  it('after asking joins the other two in the call that is up', async () => {
    const { alice, bob, carol, out, there } = await three();
    const consultation = await alice.phone.call(there).consult('carol');
    await settle();
    assert.equal(callOf(bob, out).remoteHold, true);
    const asked = ringing(carol);
    await carol.phone.call(asked).answer();
    await settle();
    await alice.phone.call(there).completeTransfer();
    await settle();
    assert.equal(callOf(alice, there).status, 'ended');
    assert.equal(callOf(alice, consultation).status, 'ended');
    assert.equal(callOf(carol, asked).status, 'ended');
    const joined = ringing(carol);
    assert.notEqual(joined, asked);
    assert.equal(callOf(carol, joined).status, 'active');
    assert.equal(callOf(carol, joined).remote.uri, 'sip:bob@cadran.test');
    assert.equal(callOf(bob, out).remoteHold, false);
    await carol.phone.call(joined).hangup();
    await settle();
    assert.equal(callOf(bob, out).status, 'ended');
  });

  it('that a phone asks its person for: whom they agree to call, they call', async () => {
    const open = neighbours();
    const [alice, bob, carol] = [await open('alice'), await open('bob'), await open('carol')];
    const { out, there } = await talk(bob, alice, 'alice');
    const transferring = alice.phone.call(there).transfer('carol');
    await settle();
    assert.equal(callOf(alice, there).transfer?.status, 'referring');
    assert.deepEqual(carol.phone.state.get().order, []);
    const made = await bob.phone.transferRequests.accept(out);
    await settle();
    assert.equal(callOf(alice, there).transfer?.status, 'ringing');
    await carol.phone.call(ringing(carol)).answer();
    await transferring;
    await settle();
    assert.equal(callOf(alice, there).transfer?.status, 'completed');
    assert.equal(callOf(bob, out).ended?.by, 'remote');
    assert.equal(callOf(bob, made).status, 'active');
    assert.equal(callOf(bob, made).hold, 'active');
  });

  it('after asking, that a phone asks its person for, takes the place of the consultation', async () => {
    const open = neighbours();
    const [alice, bob, carol] = [await open('alice'), await open('bob'), await open('carol')];
    const { out, there } = await talk(bob, alice, 'alice');
    const consultation = await alice.phone.call(there).consult('carol');
    await settle();
    await carol.phone.call(ringing(carol)).answer();
    await settle();
    const completing = alice.phone.call(there).completeTransfer();
    await settle();
    assert.equal(callOf(bob, out).transferRequest?.kind, 'attended');
    const made = await bob.phone.transferRequests.accept(out);
    await completing;
    await settle();
    assert.equal(callOf(alice, consultation).status, 'ended');
    assert.equal(callOf(bob, made).status, 'active');
    assert.equal(callOf(carol, ringing(carol)).remote.uri, 'sip:bob@cadran.test');
    assert.equal(callOf(carol, ringing(carol)).status, 'active');
  });

  it('comes to nothing when the one transferred left meanwhile', async () => {
    const { alice, bob, carol, out, there } = await three();
    const transferring = alice.phone.call(there).transfer('carol');
    transferring.catch(() => undefined);
    await settle();
    await bob.phone.call(out).hangup();
    await carol.phone
      .call(ringing(carol))
      .answer()
      .catch(() => undefined);
    await assert.rejects(transferring, { code: 'call/transfer-failed' });
    await settle();
    assert.equal(callOf(carol, ringing(carol)).status, 'ended');
  });
});
