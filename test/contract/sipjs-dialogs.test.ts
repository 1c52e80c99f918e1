import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { createManualClock } from '../../packages/core/src/adapters/fake/manual-clock.js';
import { assertSays, codeOf, description } from './line.js';
import { Wire, type Message } from './wire.js';

const contact = 'Contact: <sip:peer@peer.invalid>';

let wire: Wire;
beforeEach(async () => {
  wire = await Wire.connected();
});
afterEach(() => wire.close());

async function invite(id = 'out'): Promise<Message> {
  wire.signaling.invite(id, { target: 'sip:bob@cadran.test', sdp: description('alice') });
  return wire.next('INVITE');
}

describe('forks', () => {
  test('with early sound: the one that answers wins, whoever was heard before', async () => {
    const request = await invite();
    wire.reply(request, 183, { tag: 'mobile', body: description('ringback') });
    assertSays(await wire.line.next('progress'), { fork: 'mobile', sdp: description('ringback') });
    wire.reply(request, 180, { tag: 'desk' });
    wire.reply(request, 200, { tag: 'desk', body: description('desk') });
    assert.equal((await wire.next('ACK')).tag('To'), 'desk');
    assertSays(await wire.line.next('accepted'), { fork: 'desk', sdp: description('desk') });
    wire.signaling.end('out');
    assert.equal((await wire.next('BYE')).tag('To'), 'desk');
    assert.deepEqual(wire.sent, []);
  });

  test('that answer without a description do not borrow that of another', async () => {
    const request = await invite();
    wire.reply(request, 183, { tag: 'mobile', body: description('ringback') });
    wire.reply(request, 200, { tag: 'desk' });
    assert.equal((await wire.line.next('accepted')).sdp, undefined);
  });

  test('an answer may say something else than the early sound of the same device', async () => {
    const request = await invite();
    wire.reply(request, 183, { body: description('ringback') });
    wire.reply(request, 200, { body: description('bob') });
    assertSays(await wire.line.next('accepted'), { sdp: description('bob') });
  });
});

describe('Replaces', () => {
  test('may name a call of ours that still rings: it is cancelled when the other is answered', async () => {
    const request = await invite();
    wire.reply(request, 180);
    await wire.line.next('progress');
    const replaces = `Replaces: ${request.header('Call-ID')};to-tag=${request.tag('From')};from-tag=peer`;
    wire.ask('INVITE', { headers: [contact, replaces], body: description('carol') });
    const incoming = await wire.line.next('incoming');
    assert.equal(incoming.replaces, 'out');
    const taken = wire.signaling.accept(incoming.id, description('alice'));
    wire.askCallee(await wire.next('200 INVITE'), 'ACK', 1);
    await taken;
    wire.reply(await wire.next('CANCEL'), 200);
    wire.reply(request, 487);
    assertSays(await wire.line.next('ended'), { id: 'out', by: 'local' });
  });

  test('may not name a call that rings here, nor with early-only one that is up', async () => {
    wire.ask('INVITE', { body: description('bob') });
    const ringing = await wire.line.next('incoming');
    wire.signaling.ring(ringing.id);
    const early = await wire.next('180 INVITE');
    const { answer } = await wire.called();
    for (const [of, more, status] of [
      [early, '', 481],
      [answer, ';early-only', 486],
    ] as const) {
      const names = `${of.header('Call-ID')};to-tag=${of.tag('To')};from-tag=${of.tag('From')}`;
      const headers = [contact, `Replaces: ${names}${more}`];
      wire.ask('INVITE', { headers, body: description('carol') });
      await wire.next(`${status} INVITE`);
    }
  });

  test('that is malformed is refused, and rings nobody', async () => {
    wire.ask('INVITE', {
      headers: [contact, 'Replaces: only-a-call-id'],
      body: description('carol'),
    });
    await wire.next('400 INVITE');
    assert.equal(
      wire.line.facts.some(({ type }) => type === 'incoming'),
      false,
    );
  });
});

describe('what says that a session is gone', () => {
  for (const status of [408, 481]) {
    test(`${status} to a re-INVITE ends the call with BYE`, async () => {
      await wire.dialled();
      const held = codeOf(wire.signaling.reinvite('out', description('alice', 'sendonly')));
      wire.reply(await wire.next('INVITE'), status);
      await wire.next('ACK');
      assert.equal(await held, status === 408 ? 'signaling/timeout' : 'signaling/rejected');
      const ended = await wire.line.next('ended');
      assertSays(ended, { by: 'system', reason: 'connection-lost' });
      assert.equal(ended.sip?.status, status);
      await wire.next('BYE');
    });
  }

  for (const [method, status, isGone] of [
    ['INFO', 481, true],
    ['INFO', 408, false],
    ['INFO', 500, false],
    ['REFER', 481, true],
    ['REFER', 603, false],
  ] as const) {
    test(`${status} to ${method} ends ${isGone ? 'the call' : 'nothing'}`, async () => {
      await wire.dialled();
      const refused = codeOf(
        method === 'INFO'
          ? wire.signaling.info('out', 'application/dtmf', '1')
          : wire.signaling.refer('out', 'sip:carol@cadran.test'),
      );
      wire.reply(await wire.next(method), status);
      // A 408 to anything but an INVITE is as good as silence (RFC 4320 §4.2).
      assert.equal(await refused, status === 408 ? 'signaling/timeout' : 'signaling/rejected');
      if (isGone) await wire.next('BYE');
      else assert.equal(wire.line.ends('out').length, 0);
    });
  }
});

describe('100 and nothing more', () => {
  for (const [method, isGone] of [
    ['INVITE', true],
    ['INFO', false],
  ] as const) {
    test(`to ${method} is given up after 64*T1, and ends ${isGone ? 'the call' : 'nothing'}`, async () => {
      const clock = createManualClock();
      await wire.signaling.dispose();
      wire = await Wire.connected({ clock });
      await wire.dialled();
      const waiting = codeOf(
        method === 'INFO'
          ? wire.signaling.info('out', 'application/dtmf', '1')
          : wire.signaling.reinvite('out', description('alice')),
      );
      const request = await wire.next(method);
      wire.reply(request, 100);
      // The server lives: what is asked for by the transport gets its answer.
      for (let passed = 0; passed < 33; passed += 1) await clock.advance(1_000);
      assert.equal(await waiting, 'signaling/timeout');
      assert.equal(wire.line.ends('out').length, isGone ? 1 : 0);
      if (isGone) await wire.next('BYE');
      wire.reply(request, 200, { body: description('late') });
      assert.deepEqual(wire.sent, []);
      wire.drop();
      await Promise.all([wire.signaling.dispose(), clock.advance(60_000)]);
    });
  }
});

describe('a re-INVITE of ours', () => {
  for (const status of [302, 422, 488, 491, 500]) {
    test(`refused with ${status} leaves the next one free`, async () => {
      await wire.dialled();
      const refused = codeOf(wire.signaling.reinvite('out', description('alice', 'sendonly')));
      wire.reply(await wire.next('INVITE'), status, { headers: ['Retry-After: 1'] });
      await wire.next('ACK');
      const isGlare = status === 491 || status === 500;
      assert.equal(await refused, isGlare ? 'signaling/glare' : 'signaling/rejected');
      const again = wire.signaling.reinvite('out', description('alice', 'sendonly'));
      wire.reply(await wire.next('INVITE'), 200, { body: description('bob', 'recvonly') });
      await wire.next('ACK');
      assert.equal((await again).sdp, description('bob', 'recvonly'));
    });
  }

  test('answered without a description is refused, and the call goes on', async () => {
    await wire.dialled();
    const refused = codeOf(wire.signaling.reinvite('out', description('alice')));
    wire.reply(await wire.next('INVITE'), 200, { headers: [contact] });
    await wire.next('ACK');
    assert.equal(await refused, 'signaling/rejected');
    assert.equal(wire.line.ends('out').length, 0);
  });
});
