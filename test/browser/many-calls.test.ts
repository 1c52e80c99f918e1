import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { countTimers, runningTimers, takeStock, type Ledger } from '../support/ledger.js';
import { eventually, type Person } from '../support/person.js';
import { hearSound, openConnections } from '../support/sound.js';
import { Stage } from '../support/stage.js';

const warmUp = 10;
const calls = 100;
/** Bytes of heap that a call may leave behind. */
const heapPerCall = 20_000;

let stage: Stage;

before(async () => {
  stage = await Stage.open();
});

after(async () => {
  await stage.clear().finally(() => stage.close());
});

/** From now on answers whoever calls, and forgets the calls that are over. */
function answersEverybody(person: Person): Promise<void> {
  return person.page.evaluate(() => {
    const phone = document.querySelector('cadran-phone')?.phone;
    phone?.state.subscribe(({ calls, order }, before) => {
      for (const id of order) {
        const status = calls[id]?.status;
        if (status === before.calls[id]?.status) continue;
        if (status === 'ringing') void phone.call(id).answer();
        if (status === 'ended') void phone.call(id).dismiss();
      }
    });
  });
}

/** Calls, waits for sound to flow, hangs up and forgets the call, one after the other. */
function makesCalls(person: Person, target: string, count: number): Promise<void> {
  return person.page.evaluate(
    async (target, count) => {
      const phone = document.querySelector('cadran-phone')?.phone;
      if (!phone) throw new Error('no phone');
      for (let made = 0; made < count; made += 1) {
        const id = await phone.dial(target);
        await new Promise<void>((resolve, reject) => {
          const end = phone.state.subscribe(({ calls }) => {
            const call = calls[id];
            if (call?.status !== 'ended' && call?.media !== 'connected') return;
            end();
            if (call.status === 'ended') reject(new Error(JSON.stringify(call.ended)));
            else resolve();
          });
        });
        await phone.call(id).hangup();
        await phone.call(id).dismiss();
      }
    },
    target,
    count,
  );
}

/** Nothing rings, nobody speaks, and nothing of a call waits for its time. */
const rests = (person: Person) => person.until(({ order }) => order.length === 0);

/** What is left once nobody speaks. What was closed is collected in several rounds, and that of the last few calls may stay. */
async function whatStays({ page }: Person): Promise<Ledger> {
  let last: Ledger | undefined;
  return eventually(
    async () => {
      last = await takeStock(page);
      return last.connections <= 6 && last.tracks <= 20 ? last : undefined;
    },
    () => `connections or tracks of calls that are over stay: ${JSON.stringify(last)}`,
    30_000,
  );
}

function compare(name: string, before: Ledger, now: Ledger): void {
  const heap = (now.heap - before.heap) / calls;
  console.log(
    `${name}: ${now.connections} connections, ${now.tracks} tracks, ` +
      `${before.listeners} listeners before and ${now.listeners} now, ` +
      `${Math.round(heap)} bytes of heap a call`,
  );
  assert.ok(now.listeners <= before.listeners, `${now.listeners} listeners`);
  assert.ok(heap <= heapPerCall, `${heap} bytes a call`);
}

/** Makes somebody's telephone anew, with other options. */
async function givesOptions(person: Person, options: object): Promise<void> {
  await person.page.evaluate(async (given) => {
    const line = document.querySelector('cadran-phone');
    if (!line) throw new Error('no line');
    line.options = given;
    await new Promise((resolve) =>
      line.addEventListener('cadran-phone-ready', resolve, { once: true }),
    );
  }, options);
  await person.until(({ registration }) => registration.status === 'registered');
}

async function makesTwentyCallsAtOnce(): Promise<void> {
  const alice = await stage.signIn();
  await givesOptions(alice, { maxCalls: 20 });
  for (let count = 1; count <= 20; count += 1) {
    await alice.page.evaluate(() => document.querySelector('cadran-phone')?.phone?.dial('600'));
    await alice.until(({ calls, order }) => calls[order[count - 1] ?? '']?.media === 'connected');
  }
  const { calls } = await alice.until(
    ({ calls }) => Object.values(calls).filter(({ hold }) => hold === 'held').length === 19,
  );
  assert.ok(Object.values(calls).every(({ status }) => status === 'active'));
  await hearSound(alice.page);
  const refused = await alice.page.evaluate(() =>
    document
      .querySelector('cadran-phone')
      ?.phone?.dial('600')
      .catch((error: unknown) => (error as { code: string }).code),
  );
  assert.equal(refused, 'call/limit-reached');
  await alice.page.evaluate(async () => {
    const phone = document.querySelector('cadran-phone')?.phone;
    await Promise.all(phone?.state.get().order.map((id) => phone.call(id).hangup()) ?? []);
  });
  await alice.until(({ calls }) => Object.values(calls).every(({ status }) => status === 'ended'));
}

/** A SIP transaction remembers for 64*T1 what it may be asked again (RFC 6026 §7.2); after that no timer is left. */
async function endsItsTimers(name: string, { page }: Person, before: number): Promise<void> {
  const timers = await eventually(
    async () => {
      const now = await runningTimers(page);
      return now <= before ? now : undefined;
    },
    `${name} has more than ${before} timers`,
    40_000,
  );
  console.log(`${name}: ${before} timers before and ${timers} now`);
}

test(`${calls} calls leave nothing behind, neither where they are made nor where they are taken`, async (t) => {
  const alice = await stage.signIn({ prepare: countTimers });
  const bob = await stage.signIn({ as: 'bob', prepare: countTimers });
  // Faster than people call.
  await givesOptions(bob, { callRate: 100 });
  const timers = [await runningTimers(alice.page), await runningTimers(bob.page)] as const;
  await answersEverybody(bob);
  await makesCalls(alice, 'bob', warmUp);
  await Promise.all([rests(alice), rests(bob)]);
  const before = [await whatStays(alice), await whatStays(bob)] as const;
  const start = performance.now();
  await makesCalls(alice, 'bob', calls);
  await Promise.all([rests(alice), rests(bob)]);
  console.log(`${calls} calls in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  assert.deepEqual([await openConnections(alice.page), await openConnections(bob.page)], [0, 0]);
  compare('who calls', before[0], await whatStays(alice));
  compare('who answers', before[1], await whatStays(bob));

  await t.test('twenty calls at once are held but one, and all end', makesTwentyCallsAtOnce);
  await endsItsTimers('who calls', alice, timers[0]);
  await endsItsTimers('who answers', bob, timers[1]);
});
