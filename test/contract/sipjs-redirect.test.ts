import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { createManualClock } from '../../packages/core/src/adapters/fake/manual-clock.js';
import { createDeferred } from '../../packages/core/src/kernel/deferred.js';
import { createLazyPart } from '../../packages/core/src/kernel/lazy-part.js';
import { assertSays, description } from './line.js';
import { Wire, type Message } from './wire.js';

let wire: Wire;
beforeEach(async () => {
  wire = await Wire.connected();
});
afterEach(() => wire.close());

async function invite(target = 'sip:bob@cadran.test'): Promise<Message> {
  wire.signaling.invite('out', { target, sdp: description('alice') });
  return wire.next('INVITE');
}

/** Sends a call elsewhere; each contact is the inside of a Contact header. */
function redirect(request: Message, status: number, ...contacts: string[]): void {
  wire.reply(request, status, { headers: contacts.map((contact) => `Contact: ${contact}`) });
}

/** Resolves with the end of the call; nothing else was tried. */
async function ended(status: number): Promise<void> {
  const end = await wire.line.next('ended');
  assert.equal(end.sip?.status, status);
  await wire.next('ACK');
  assert.deepEqual(
    wire.sent.map(({ start }) => start),
    [],
  );
}

describe('a call that is told to go elsewhere', () => {
  test('goes there: the same call, and the state says who is called', async () => {
    const first = await invite();
    redirect(first, 302, '"Bank" <sip:carol@cadran.test>');
    await wire.next('ACK');
    const second = await wire.next('INVITE');
    assert.equal(second.target, 'sip:carol@cadran.test');
    assert.equal(second.header('To'), '<sip:carol@cadran.test>');
    for (const name of ['Call-ID', 'From', 'Contact'])
      assert.equal(second.header(name), first.header(name));
    assert.equal(second.cseq, first.cseq + 1);
    assert.equal(second.body, first.body);
    const { remote } = await wire.line.next('identity');
    assert.deepEqual(remote, { uri: 'sip:carol@cadran.test', verified: false });
    wire.reply(second, 200, { body: description('carol') });
    await wire.next('ACK');
    const accepted = await wire.line.next('accepted');
    assertSays(accepted, { id: 'out', sdp: description('carol') });
    assert.equal(accepted.remote.uri, 'sip:carol@cadran.test');
  });

  test('tries them one after the other, the preferred first, and no further once one answered', async () => {
    const order = ['<sip:two@cadran.test>;q=0.5', '<sip:three@cadran.test>;q=0.1'];
    redirect(await invite(), 300, ...order.toReversed(), '<sip:one@cadran.test>');
    const targets = [];
    for (const status of [486, 404]) {
      const request = await wire.next('INVITE');
      targets.push(request.target);
      wire.reply(request, status);
    }
    const last = await wire.next('INVITE');
    targets.push(last.target);
    assert.deepEqual(
      targets,
      ['one', 'two', 'three'].map((user) => `sip:${user}@cadran.test`),
    );
    wire.reply(last, 200, { body: description('three') });
    await wire.line.next('accepted');
  });

  test('ends with the last refusal, and at once with one that speaks for all', async () => {
    redirect(await invite(), 302, '<sip:one@cadran.test>', '<sip:two@cadran.test>');
    wire.reply(await wire.next('INVITE'), 603);
    assertSays(await wire.line.next('ended'), { by: 'remote', reason: 'declined' });
    assert.equal(wire.sent.filter(({ kind }) => kind === 'INVITE').length, 0);
  });

  test('is never sent to the same place twice, whatever is said around the address', async () => {
    redirect(
      await invite(),
      302,
      '<sip:bob@cadran.test>',
      '<sip:BOB@CADRAN.test;transport=ws>',
      '<sip:bob@cadran.test;x=1?Subject=y>',
    );
    redirect(await wire.next('INVITE'), 302, '<sip:BOB@cadran.test>', '<sip:bob@cadran.test>');
    await wire.next('ACK');
    await ended(302);
  });

  test('goes two servers far, and to five places in all', async () => {
    const to = (...users: string[]): string[] => users.map((user) => `<sip:${user}@cadran.test>`);
    redirect(await invite(), 302, ...to('a', 'b', 'c', 'd'));
    redirect(await wire.next('INVITE'), 302, ...to('e', 'f', 'g'));
    const tried = [];
    for (let last = await wire.next('INVITE'); ; last = await wire.next('INVITE')) {
      tried.push(/sip:(\w)@/.exec(last.target)?.[1]);
      redirect(last, 302, ...to(`deeper${tried.length}`));
      await new Promise((resolve) => setImmediate(resolve));
      if (wire.line.ends('out').length > 0) break;
    }
    assert.deepEqual(tried, ['e', 'f', 'g', 'b']);
    assert.equal(wire.sent.filter(({ kind }) => kind === 'INVITE').length, 0);
  });

  for (const contact of [
    'sip:carol@elsewhere.test',
    '<sip:+33899123456@cadran.test>',
    '<sip:0899123456@cadran.test;user=phone>',
    '<sip:%2B33899123456@cadran.test>',
    '<sip:118218@cadran.test>',
    '<sip:112@cadran.test>',
    '<sip:205@cadran.test>',
    '<sip:*72@cadran.test>',
    '<tel:+33899123456>',
    '<mailto:bob@cadran.test>',
    '<https://cadran.test/>',
    '<sip:cadran.test>',
  ]) {
    test(`is not sent to ${contact}`, async () => {
      redirect(await invite(), 302, contact);
      await ended(302);
    });
  }

  test('goes from an extension to an extension', async () => {
    redirect(await invite('sip:201@cadran.test'), 302, '<sip:205@cadran.test>');
    assert.equal((await wire.next('INVITE')).target, 'sip:205@cadran.test');
  });

  test('goes to a person of the domain that was called as well', async () => {
    redirect(await invite('sip:bob@partner.test'), 302, '<sip:carol@PARTNER.test:5070>');
    assert.equal((await wire.next('INVITE')).target, 'sip:carol@partner.test:5070');
  });

  test('takes nothing but the address from the Contact', async () => {
    redirect(
      await invite(),
      302,
      '<sip:carol@cadran.test;method=MESSAGE?Replaces=a%3Bto-tag%3Db%3Bfrom-tag%3Dc&Priority=emergency>',
    );
    const request = await wire.next('INVITE');
    assert.equal(request.target, 'sip:carol@cadran.test');
    assert.equal(request.header('Replaces') + request.header('Priority'), '');
  });

  for (const [status, ...contacts] of [
    [305, '<sip:carol@cadran.test>'],
    [380, '<sip:carol@cadran.test>'],
    [399, '<sip:carol@cadran.test>'],
    [302],
    [302, '*'],
  ] as const) {
    test(`${status} with ${contacts.join() || 'nothing'} ends it`, async () => {
      redirect(await invite(), status, ...contacts);
      assertSays(await wire.line.next('ended'), { by: 'remote', reason: 'unreachable' });
      assert.equal(wire.sent.filter(({ kind }) => kind === 'INVITE').length, 0);
    });
  }

  test('can be taken back on the way', async () => {
    redirect(await invite(), 302, '<sip:carol@cadran.test>');
    const request = await wire.next('INVITE');
    wire.reply(request, 180);
    await wire.line.next('progress');
    wire.signaling.end('out');
    const cancel = await wire.next('CANCEL');
    assert.equal(cancel.target, 'sip:carol@cadran.test');
    wire.reply(cancel, 200);
    wire.reply(request, 487);
  });

  test('is given no credentials but those of our own realm', async () => {
    redirect(await invite(), 302, '<sip:carol@cadran.test>');
    wire.reply(await wire.next('INVITE'), 401, {
      headers: ['WWW-Authenticate: Digest realm="elsewhere.test", nonce="n", qop="auth"'],
    });
    assertSays(await wire.line.next('ended'), { reason: 'forbidden' });
    assert.equal(
      wire.sent.some(({ text }) => /authorization/i.test(text)),
      false,
    );
  });
});

describe('what it takes to follow', () => {
  test('is loaded for it, and a caller who hangs up meanwhile calls nobody', async () => {
    const load = createDeferred<never>();
    let loads = 0;
    const extensions = createLazyPart(() => {
      loads += 1;
      return load.promise;
    });
    await wire.signaling.dispose();
    wire = await Wire.connected({ extensions });
    const first = await invite();
    assert.equal(loads, 0);
    redirect(first, 302, '<sip:carol@cadran.test>');
    await wire.next('ACK');
    assert.equal(loads, 1);
    wire.signaling.end('out');
    assertSays(await wire.line.next('ended'), { by: 'local', reason: 'cancelled' });
    load.resolve({} as never);
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(wire.sent, []);
  });

  test('that is on its way for ever does not keep the call for ever', async () => {
    const clock = createManualClock();
    const extensions = createLazyPart(() => createDeferred<never>().promise);
    await wire.signaling.dispose();
    wire = await Wire.connected({ extensions, clock });
    redirect(await invite(), 302, '<sip:carol@cadran.test>');
    await clock.advance(32_001);
    assertSays(await wire.line.next('ended'), { by: 'remote', reason: 'unreachable' });
  });

  test('that does not come leaves the call where it was told to leave', async () => {
    const extensions = createLazyPart(() => Promise.reject(new Error('offline')));
    await wire.signaling.dispose();
    wire = await Wire.connected({ extensions });
    redirect(await invite(), 302, '<sip:carol@cadran.test>');
    await ended(302);
  });
});
