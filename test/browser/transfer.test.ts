import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { startFollowingPhone } from '../support/following-phone.js';
import { latestCall, type Person } from '../support/person.js';
import { hearSound } from '../support/sound.js';
import { Stage } from '../support/stage.js';

let stage: Stage;

before(async () => {
  stage = await Stage.open({ regulars: true });
});

afterEach(() => stage.clear());
after(() => stage.close());

/** Bob has a telephone of another make, which follows transfers by itself. Ours asks. */
async function bobWhoFollows(): Promise<Person> {
  // Any page will do; this one has no icon, which the browser misses.
  const bob = await stage.arrive({ as: 'bob', at: '/site.css', expected: /404/ });
  await startFollowingPhone(bob.page, { name: 'bob', displayName: 'Bob Durand' });
  return bob;
}

const isActive = (person: Person) =>
  person.until((state) => latestCall(state)?.status === 'active');

const hearEachOther = (one: Person, other: Person) =>
  Promise.all([hearSound(one.page), hearSound(other.page)]);

/** Alice speaks with Bob, Carol is there, and each has a telephone of ours. */
async function threeOfOurs(): Promise<Record<'alice' | 'bob' | 'carol', Person>> {
  const [alice, carol] = [await stage.signIn(), await stage.signIn({ as: 'carol' })];
  const bob = await stage.signIn({ as: 'bob' });
  await alice.click('Call Bob');
  await bob.respond('Answer');
  await isActive(alice);
  await hearEachOther(alice, bob);
  return { alice, bob, carol };
}

const isOut = (person: Person) =>
  person.until(({ calls }) => Object.values(calls).every(({ status }) => status === 'ended'));

/** Opens the transfer and says to whom. */
async function namesForTransfer(person: Person, target: string): Promise<void> {
  await person.click('Transfer');
  await person.reads('Transfer to');
  await person.page.keyboard.type(target);
}

async function speaksWithBob(alice: Person, bob: Person): Promise<void> {
  await alice.click('Call Bob');
  await isActive(alice);
  await hearEachOther(alice, bob);
}

describe('a transfer', () => {
  test('without asking: Bob and Carol speak, and Alice is out', async () => {
    const [alice, carol] = [await stage.signIn(), await stage.signIn({ as: 'carol' })];
    const bob = await bobWhoFollows();
    await speaksWithBob(alice, bob);
    await namesForTransfer(alice, 'carol');
    await alice.click('Transfer now');
    await carol.isCalledBy('Bob Durand');
    await alice.reads('carol is ringing');
    await carol.respond('Answer');
    await alice.reads('Transferred to carol');
    await hearEachOther(bob, carol);
    await alice.until(({ calls }) =>
      Object.values(calls).every(({ status }) => status === 'ended'),
    );
    await carol.click('Hang up');
  });

  test('after asking: Carol hears Alice first, then Bob in her place', async () => {
    const [alice, carol] = [await stage.signIn(), await stage.signIn({ as: 'carol' })];
    const bob = await bobWhoFollows();
    await speaksWithBob(alice, bob);
    await namesForTransfer(alice, 'carol');
    await alice.click('Ask first');
    await carol.isCalledBy('Alice Martin');
    await carol.respond('Answer');
    await hearEachOther(alice, carol);
    await alice.reads('bob is on hold meanwhile');
    await alice.click('Transfer now');
    await alice.until(({ calls }) =>
      Object.values(calls).every(({ status }) => status === 'ended'),
    );
    const state = await carol.until(({ calls }) =>
      Object.values(calls).some(
        ({ status, remote }) => status === 'active' && remote.uri === 'sip:bob@cadran.test',
      ),
    );
    assert.equal(Object.values(state.calls).filter(({ status }) => status !== 'ended').length, 1);
    await hearEachOther(bob, carol);
    await carol.click('Hang up');
  });

  test('after asking, and not after all: Alice is back with Bob', async () => {
    const [alice, carol] = [await stage.signIn(), await stage.signIn({ as: 'carol' })];
    const bob = await bobWhoFollows();
    await speaksWithBob(alice, bob);
    await namesForTransfer(alice, 'carol');
    await alice.click('Ask first');
    await carol.respond('Answer');
    await hearEachOther(alice, carol);
    await alice.click('Back to the call');
    await carol.reads('Call ended');
    await alice.until(({ calls }) =>
      Object.values(calls).some(({ status, hold }) => status === 'active' && hold === 'active'),
    );
    await hearEachOther(alice, bob);
    await alice.click('Hang up');
  });

  test('that Bob agrees to: he calls Carol, and Alice hears how it goes', async () => {
    const { alice, bob, carol } = await threeOfOurs();
    await namesForTransfer(alice, 'carol');
    await alice.click('Transfer now');
    await bob.reads('Alice Martin wants to connect you with');
    await bob.reads('carol');
    assert.deepEqual((await carol.state())?.order, [], 'nothing is dialled before he agrees');
    await alice.reads('Transferring to carol');
    await bob.consents('Accept');
    await carol.isCalledBy('Bob Durand');
    await bob.reads('Transferred by Alice Martin');
    await alice.reads('carol is ringing');
    await carol.respond('Answer');
    await alice.reads('Transferred to carol');
    await hearEachOther(bob, carol);
    await isOut(alice);
    await carol.click('Hang up');
    await isOut(bob);
  });

  test('that Bob agrees to, and Carol declines: Alice has him back', async () => {
    const { alice, bob, carol } = await threeOfOurs();
    await namesForTransfer(alice, 'carol');
    await alice.click('Transfer now');
    await bob.consents('Accept');
    await carol.respond('Decline');
    await alice.reads('The transfer to carol did not work. You still have the call.');
    await bob.reads('carol could not be reached. You still have this call.');
    await bob.click('Resume');
    await hearEachOther(alice, bob);
    await alice.click('Hang up');
  });

  test('after asking, that Bob agrees to: he takes the place of Alice', async () => {
    const { alice, bob, carol } = await threeOfOurs();
    await namesForTransfer(alice, 'carol');
    await alice.click('Ask first');
    await carol.respond('Answer');
    await hearEachOther(alice, carol);
    await alice.click('Transfer now');
    await bob.consents('Accept');
    await isOut(alice);
    const state = await carol.until(({ calls }) =>
      Object.values(calls).some(
        ({ status, remote }) => status === 'active' && remote.uri === 'sip:bob@cadran.test',
      ),
    );
    assert.equal(Object.values(state.calls).filter(({ status }) => status !== 'ended').length, 1);
    await hearEachOther(bob, carol);
    await carol.click('Hang up');
  });

  test('that Bob refuses changes nothing, and says so', async () => {
    const { alice, bob, carol } = await threeOfOurs();
    await namesForTransfer(alice, 'carol');
    await alice.click('Transfer now');
    await bob.reads('Alice Martin wants to connect you with');
    await bob.consents('Refuse');
    await alice.reads('The transfer to carol did not work. You still have the call.');
    await alice.speaks('fr');
    await alice.reads('Le transfert à carol n’a pas abouti. Vous avez toujours l’appel.');
    await alice.speaks('en');
    const state = await alice.state();
    assert.equal(state && latestCall(state)?.transfer?.status, 'failed');
    assert.deepEqual((await carol.state())?.order, []);
    await hearEachOther(alice, bob);
    await alice.click('Hang up');
    await bob.reads('Call ended');
  });
});

test('a second caller: the first waits, changes places, and stays when the second leaves', async () => {
  const [alice, bob] = [await stage.signIn(), await stage.signIn({ as: 'bob' })];
  const carol = await stage.signIn({ as: 'carol' });
  await alice.click('Call Bob');
  await bob.respond('Answer');
  await isActive(alice);
  await carol.click('Call Alice');
  await alice.isCalledBy('Carol Nguyen');
  await alice.respond('Hold and answer');
  await bob.reads('put you on hold');
  await hearEachOther(alice, carol);

  await alice.click('Swap to bob');
  await carol.reads('put you on hold');
  await hearEachOther(alice, bob);

  await alice.click('Hang up');
  await bob.reads('Call ended');
  const { calls } = await alice.until(({ calls }) =>
    Object.values(calls).some(({ status }) => status === 'ended'),
  );
  // Nobody's microphone opens by what somebody else does.
  assert.equal(Object.values(calls).find(({ status }) => status === 'active')?.hold, 'held');
  await alice.click('Resume');
  await hearEachOther(alice, carol);
  await carol.click('Hang up');
  await alice.reads('Call ended');
});

test('of two windows one answers, and the other has missed nothing', async () => {
  const alice = await stage.signIn();
  const [office, home] = [await stage.signIn({ as: 'bob' }), await stage.signIn({ as: 'bob' })];
  await alice.click('Call Bob');
  await home.isCalledBy('Alice Martin');
  await office.respond('Answer');
  await home.readsInBothLanguages('ended/answered-elsewhere');
  const state = await home.state();
  assert.equal(state && latestCall(state)?.ended?.reason, 'answered-elsewhere');
  assert.equal(await home.sees('Missed call'), false);
  await hearEachOther(alice, office);
  await office.click('Hang up');
  await alice.reads('Call ended');
});
