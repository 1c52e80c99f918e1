import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import type { SipMessage } from '@cadran/switchboard';
import { latestCall } from '../support/person.js';
import { hearSound } from '../support/sound.js';
import { Stage } from '../support/stage.js';

let stage: Stage;

before(async () => {
  stage = await Stage.open({ switchboard: { limits: { maxHeaderLength: 16_384 } } });
});

afterEach(() => stage.clear());
after(() => stage.close());

describe('what the network says', () => {
  const isAnswer = (message: SipMessage): boolean =>
    message.kind === 'response' &&
    message.status === 200 &&
    message.headers.get('CSeq')?.endsWith('INVITE') === true;

  test('a description of sound that is none ends the call, and says so', async () => {
    const alice = await stage.signIn();
    stage.intercept(({ direction, party, message }) => {
      if (direction !== 'out' || party !== 'alice' || !isAnswer(message)) return undefined;
      message.body = 'v=0\r\nthis is no description\r\n';
      return { rewrite: message };
    });
    await alice.dials('600');
    const state = await alice.until((state) => latestCall(state)?.status === 'ended');
    assert.equal(latestCall(state)?.ended?.reason, 'media-failed');
    const code = latestCall(state)?.ended?.code;
    assert.ok(code, 'no code');
    await alice.readsInBothLanguages(code);
  });

  test('what cannot be understood is left aside, and the call goes on', async () => {
    const alice = await stage.signIn();
    // What is lost in their place is only "Trying" and "Ringing".
    const garbage = [
      'SIP/2.0 banana\r\n\r\n',
      `BYE sip:alice@cadran.test SIP/2.0\r\n${'X: y\r\n'.repeat(2000)}\r\n`,
      '\u0000\u0001\u0002',
      'SIP/2.0 200 OK\r\nVia: \r\nCSeq: -1 INVITE\r\nCall-ID: <script>\r\n\r\n',
    ];
    stage.intercept(({ direction, party, message }) => {
      const isNeeded = message.kind === 'request' || message.status >= 200;
      if (direction !== 'out' || party !== 'alice' || isNeeded) return undefined;
      const rewrite = garbage.pop();
      return rewrite === undefined ? undefined : { rewrite };
    });
    await alice.dials('600');
    await alice.until((state) => latestCall(state)?.status === 'active');
    await alice.click('Hold');
    await alice.click('Resume');
    await alice.until((state) => latestCall(state)?.hold === 'active');
    assert.deepEqual(garbage, []);
    await hearSound(alice.page);
    await alice.click('Hang up');
    await alice.reads('Call ended');
  });

  const hostile = `"\\"<img src=x onerror=alert(1)><script>alert(2)</script>\u202E\u2066evil${'A'.repeat(7_000)}"`;

  test('a name is text, short, and of its own direction', async () => {
    const alice = await stage.signIn();
    const bob = await stage.signIn({ as: 'bob' });
    stage.intercept(({ direction, party, message }) => {
      if (direction !== 'out' || party !== 'alice' || message.kind !== 'request') return undefined;
      const from = message.headers.get('From') ?? '';
      message.headers.set(
        'From',
        from.replace(/^.*</, () => `${hostile} <`),
      );
      return { rewrite: message };
    });
    await bob.click('Call Alice');
    const { calls, order } = await alice.until((state) => latestCall(state)?.status === 'ringing');
    const name = calls[order[0] ?? '']?.remote.displayName ?? '';
    assert.match(name, /<img src=x/);
    assert.ok(name.length <= 1000, `${name.length} characters`);
    await alice.reads('<img src=x onerror=alert(1)>');
    const seen = await alice.page.evaluate(() => {
      const texts: string[] = [];
      const tags: string[] = [];
      const look = (root: Document | ShadowRoot): void => {
        for (const element of root.querySelectorAll('*')) {
          if (/^(IMG|SCRIPT)$/.test(element.tagName) && root !== document)
            tags.push(element.tagName);
          if (element.childElementCount === 0) texts.push(element.textContent);
          if (element.shadowRoot) look(element.shadowRoot);
        }
      };
      look(document);
      return { texts, tags, isWide: document.documentElement.scrollWidth > innerWidth };
    });
    assert.deepEqual(seen.tags, []);
    assert.equal(seen.isWide, false);
    for (const text of seen.texts) assert.doesNotMatch(text, /[\u202E\u2066]|A{400}/);
    await alice.respond('Answer');
    await Promise.all([hearSound(alice.page), hearSound(bob.page)]);
    await alice.click('Hang up');
    await bob.reads('Call ended');
  });

  test('a name of our own stays a name', async () => {
    const displayName = 'Bob" <sip:666@cadran.test>;tag=1, "\\';
    const bob = await stage.signIn({ as: 'bob', config: { displayName } });
    const alice = await stage.signIn();
    await bob.click('Call Alice');
    const state = await alice.until((state) => latestCall(state)?.status === 'ringing');
    assert.equal(latestCall(state)?.remote.uri, 'sip:bob@cadran.test');
    assert.equal(latestCall(state)?.remote.displayName, displayName);
    await alice.respond('Decline');
  });
});
