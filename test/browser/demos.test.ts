import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Person } from '../support/person.js';
import { hearSound } from '../support/sound.js';
import { Stage } from '../support/stage.js';

let stage: Stage;

before(async () => {
  stage = await Stage.open();
});

afterEach(() => stage.clear());
after(() => stage.close());

const dialsBob = (alice: Person): Promise<void> => alice.dials('bob');
const clicksCallBob = (alice: Person): Promise<void> => alice.click('Call Bob');

/** Every page of the demo site, and how somebody there calls Bob. */
const pages: Readonly<Record<string, (alice: Person) => Promise<void>>> = {
  '/': clicksCallBob,
  '/intranet/': dialsBob,
  '/intranet/directory.html': clicksCallBob,
  '/intranet/canteen.html': dialsBob,
  '/crm/': clicksCallBob,
  '/theming/': dialsBob,
};

describe('at the demo', () => {
  for (const [at, callsBob] of Object.entries(pages)) {
    test(`${at}: Alice calls Bob, who is there too`, async () => {
      const [alice, bob] = await Promise.all([
        stage.signIn({ at }),
        stage.signIn({ as: 'bob', at }),
      ]);
      await callsBob(alice);
      await bob.isCalledBy('Alice Martin');
      await bob.respond('Answer');
      await Promise.all([hearSound(alice.page), hearSound(bob.page)]);
      await alice.click('Hang up');
      await bob.reads('Call ended');
      if (at === '/crm/') await bob.reads('Talked with Alice Martin');
    });
  }

  test('/headless/: plain buttons call just as well', async () => {
    const [alice, bob] = await Promise.all([
      stage.arrive({ at: '/headless/' }),
      stage.arrive({ as: 'bob', at: '/headless/' }),
    ]);
    for (const person of [alice, bob]) await person.reads('registered');
    await alice.dials('bob');
    await bob.click('Answer');
    await Promise.all([hearSound(alice.page), hearSound(bob.page)]);
    await alice.click('Hang up');
    await bob.reads('ended: hangup');
  });

  test('/crm/: a tel: link calls, and the call is in the record', async () => {
    const alice = await stage.signIn({ at: '/crm/' });
    await alice.click('601');
    await alice.reads('Calling 601');
    await alice.reads('No call with 601: busy');
    assert.equal(alice.page.url(), `${stage.site.origin}/crm/?as=alice`);
  });

  test('nobody is offered to call themselves', async () => {
    const bob = await stage.signIn({ as: 'bob', at: '/intranet/directory.html' });
    await bob.reads('That is you');
    assert.equal(await bob.sees('Call Bob'), false);
    assert.equal(await bob.sees('Call Alice'), true);
  });
});
