import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { focusedName, tabsTo } from '../support/keyboard.js';
import { latestCall, type Person } from '../support/person.js';
import { hearSound } from '../support/sound.js';
import { Stage } from '../support/stage.js';

let stage: Stage;

before(async () => {
  stage = await Stage.open();
});

afterEach(() => stage.clear());
after(() => stage.close());

async function parle(as: 'alice' | 'bob'): Promise<Person> {
  const person = await stage.signIn({ as });
  await person.speaks('fr');
  return person;
}

describe('on the keyboard', () => {
  test('a whole call, in French', async () => {
    const [alice, bob] = [await parle('alice'), await parle('bob')];
    const { keyboard } = alice.page;
    await tabsTo(alice.page, 'Nom ou numéro');
    await keyboard.type('bob');
    await keyboard.press('Enter');
    await bob.isCalledBy('Alice Martin');
    await bob.reads('Appel entrant');
    await bob.page.keyboard.press('F8');
    assert.equal(await focusedName(bob.page), 'Répondre');
    await bob.page.keyboard.press('Enter');
    await alice.until((state) => latestCall(state)?.status === 'active');

    await keyboard.press('m');
    await alice.reads('Micro coupé');
    await keyboard.press('m');
    await alice.until((state) => latestCall(state)?.muted === false);
    await keyboard.press('h');
    await bob.reads('Votre correspondant vous a mis en attente');
    await alice.reads('En attente');
    await keyboard.press('h');
    await alice.until((state) => latestCall(state)?.hold === 'active');
    await keyboard.press('k');
    await alice.reads('Chiffres envoyés à');
    await keyboard.press('5');
    await keyboard.press('Escape');
    await alice.until((state) => latestCall(state)?.status === 'active');
    await Promise.all([hearSound(alice.page), hearSound(bob.page)]);

    await tabsTo(alice.page, 'Raccrocher');
    await keyboard.press('Enter');
    await bob.reads('Appel terminé');
    await alice.reads('Appel terminé');
  });

  test('a call that comes in takes nothing from who types, and Escape never declines', async () => {
    const [alice, bob] = [await stage.signIn(), await stage.signIn({ as: 'bob' })];
    await alice.page.evaluate(() => {
      const letter = document.createElement('textarea');
      letter.ariaLabel = 'Letter';
      document.querySelector('main')?.prepend(letter);
      letter.focus();
    });
    const { keyboard } = alice.page;
    await keyboard.type('Dear ');
    await bob.click('Call Alice');
    await alice.isCalledBy('Bob Durand');
    await keyboard.type('m h k Sir');
    await keyboard.press('Escape');
    assert.equal(await focusedName(alice.page), 'Letter');
    const text = await alice.page.$eval('textarea', ({ value }) => value);
    assert.equal(text, 'Dear m h k Sir');

    await keyboard.press('F8');
    assert.equal(await focusedName(alice.page), 'Answer');
    await keyboard.press('Escape');
    await alice.reads('Ringing is silenced');
    assert.equal(await focusedName(alice.page), 'Letter');
    await keyboard.press('Escape');
    const { calls } = await alice.until((state) => latestCall(state)?.silenced === true);
    assert.deepEqual(
      Object.values(calls).map(({ status }) => status),
      ['ringing'],
    );
    await keyboard.press('F8');
    await keyboard.press('Enter');
    await alice.until((state) => latestCall(state)?.status === 'active');
    await bob.click('Hang up');
    await alice.reads('Call ended');
  });
});

describe('in a page of whatever order', () => {
  /** Adds `script` (and waits for it), `line` and `telephone` one after the other to a page that has none of them. */
  async function adds(person: Person, ...parts: ('script' | 'line' | 'telephone')[]) {
    await person.page.evaluate(async (parts) => {
      for (const part of parts) {
        if (part === 'script') {
          const script = document.createElement('script');
          Object.assign(script, { type: 'module', src: '/cadran/cadran.js' });
          document.body.append(script);
          await customElements.whenDefined('cadran-softphone');
        } else if (part === 'line') {
          const line = document.createElement('cadran-phone');
          line.id = 'line';
          line.setAttribute('config', '/phone/config?as=alice');
          document.body.append(line);
        } else {
          const telephone = document.createElement('cadran-softphone');
          telephone.setAttribute('for', 'line');
          telephone.setAttribute('lang', 'en');
          document.body.append(telephone);
        }
      }
    }, parts);
  }

  /** A page of the site without any of ours; its policy would let no script be added. */
  const emptyPage = (): Promise<Person> =>
    stage.arrive({ at: '/site.css', anyServer: true, expected: /404/ });

  for (const parts of [
    ['script', 'line', 'telephone'],
    ['line', 'telephone', 'script'],
    ['script', 'telephone', 'line'],
    ['telephone', 'script', 'line'],
  ] as const) {
    test(`${parts.join(', ')}: the telephone finds its line`, async () => {
      const alice = await emptyPage();
      await adds(alice, ...parts);
      await alice.reads('Ready');
    });
  }

  test('a line that leaves takes its calls along, and another may come', async () => {
    const alice = await emptyPage();
    await adds(alice, 'script', 'telephone');
    await alice.reads('This telephone is not set up yet.');
    await adds(alice, 'line');
    await alice.reads('Ready');
    await alice.dials('600');
    await alice.until((state) => latestCall(state)?.status === 'active');
    await alice.page.$eval('cadran-phone', (line) => line.remove());
    await alice.reads('This telephone is not set up yet.');
    await adds(alice, 'line');
    await alice.reads('Ready');
  });
});

test('under the strictest policy a whole call breaks no rule and asks nobody else', async () => {
  const asked = new Set<string>();
  const alice = await stage.signIn({
    prepare: async (page) => {
      const client = await page.createCDPSession();
      await client.send('Network.enable');
      client.on('Network.webSocketCreated', ({ url }) => asked.add(new URL(url).host));
      page.on('request', (request) => {
        const { protocol, host } = new URL(request.url());
        if (protocol !== 'data:' && protocol !== 'blob:') asked.add(host);
      });
      await page.evaluateOnNewDocument(() => {
        document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
          console.error(`${violatedDirective} forbids ${blockedURI}`),
        );
      });
    },
  });
  await alice.dials('604');
  await alice.until((state) => latestCall(state)?.status === 'active');
  await hearSound(alice.page);
  await alice.click('Keypad');
  await alice.page.keyboard.type('1');
  await alice.click('Close');
  await alice.click('Sound');
  await alice.reads('Microphone');
  await alice.page.keyboard.press('Escape');
  await alice.click('Hang up');
  await alice.reads('Call ended');
  assert.deepEqual([...asked], [new URL(stage.site.origin).host]);
});
