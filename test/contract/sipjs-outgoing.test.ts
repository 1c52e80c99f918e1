import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { Timers } from 'sip.js/lib/core/timers.js';
import { createManualClock } from '../../packages/core/src/adapters/fake/manual-clock.js';
import { assertSays, codeOf, description } from './line.js';
import { Wire, type Message } from './wire.js';

const usual = { ...Timers };
let wire: Wire;
beforeEach(async () => {
  wire = await Wire.connected();
});
afterEach(async () => {
  await wire.close();
  Object.assign(Timers, usual);
});

/** Makes 64*T1 this many milliseconds. */
function shorten(milliseconds: number): void {
  const short = { TIMER_B: milliseconds, TIMER_F: milliseconds, TIMER_L: milliseconds };
  Object.assign(Timers, { T1: milliseconds / 64, ...short });
}

async function invite(id = 'out', target = 'sip:bob@cadran.test'): Promise<Message> {
  wire.signaling.invite(id, { target, sdp: description('alice') });
  return wire.next('INVITE');
}

/** Registers at a server that challenges: realms are learnt from nobody else. Resolves with the challenge. */
async function challengedBefore(): Promise<string> {
  const challenge = 'WWW-Authenticate: Digest realm="cadran.test", nonce="n", qop="auth"';
  const registered = wire.signaling.register({ expires: 600 });
  wire.reply(await wire.next('REGISTER'), 401, { headers: [challenge] });
  wire.reply(await wire.next('REGISTER'), 200);
  await registered;
  return challenge;
}

describe('an INVITE of ours', () => {
  test('carries what a server and a callee need, and nothing raw', async () => {
    const request = await invite();
    assert.equal(request.target, 'sip:bob@cadran.test');
    assert.match(request.header('From'), /^<sip:alice@cadran\.test>;tag=[a-z2-7]{16}$/);
    assert.match(request.header('Call-ID'), /^[a-z2-7]{24}$/);
    assert.match(request.header('Contact'), /^<sip:[a-z2-7]+@[a-z2-7]+\.invalid;transport=ws;ob>$/);
    assert.match(request.header('Allow'), /UPDATE/);
    assert.equal(request.header('Content-Type'), 'application/sdp');
    assert.equal(request.body, description('alice'));
    assert.equal((await invite('tel', 'tel:+33123456789')).target, 'tel:+33123456789');
  });

  test('waits for the registration under way: only the registrar teaches whose challenge is answered', async () => {
    const challenge = 'Digest realm="cadran.test", nonce="n", qop="auth"';
    const registered = wire.signaling.register({ expires: 600 });
    wire.signaling.invite('early', { target: 'sip:bob@cadran.test', sdp: description('alice') });
    const register = await wire.next('REGISTER');
    assert.deepEqual(wire.sent, []);
    wire.reply(register, 401, { headers: [`WWW-Authenticate: ${challenge}`] });
    wire.reply(await wire.next('REGISTER'), 200);
    await registered;
    wire.reply(await wire.next('INVITE'), 407, { headers: [`Proxy-Authenticate: ${challenge}`] });
    await wire.next('ACK');
    const answered = await wire.next('INVITE');
    assert.match(answered.header('Proxy-Authorization'), /realm="cadran\.test"/);
    // Once it is known, nothing waits.
    const again = wire.signaling.register({ expires: 600 });
    const refresh = await wire.next('REGISTER');
    const next = await invite('while known');
    wire.reply(refresh, 200);
    await again;
    for (const request of [answered, next]) wire.reply(request, 486);
  });

  test('goes out when the registration under way has failed, and not at all when it was taken back', async () => {
    const registered = codeOf(wire.signaling.register({ expires: 600 }));
    const request = { target: 'sip:bob@cadran.test', sdp: description('alice') };
    wire.signaling.invite('stays', request);
    wire.signaling.invite('goes', request);
    wire.signaling.end('goes');
    const register = await wire.next('REGISTER');
    assert.deepEqual(wire.sent, []);
    wire.reply(register, 503);
    assert.equal(await registered, 'registration/rejected');
    wire.reply(await wire.next('INVITE'), 486);
    await wire.next('ACK');
    await wire.line.next('ended');
    assertSays(await wire.line.next('ended'), { id: 'stays', reason: 'busy' });
    assert.deepEqual(wire.sent, []);
  });

  test('to what is no URI ends at once', async () => {
    wire.signaling.invite('bad', { target: 'sip:a b\r\nX: y', sdp: '' });
    assertSays(await wire.line.next('ended'), { by: 'system', reason: 'not-found' });
    assert.deepEqual(wire.sent, []);
  });

  test('rings and is answered by responses without a Contact', async () => {
    const request = await invite();
    wire.reply(request, 180, { headers: [] });
    assertSays(await wire.line.next('progress'), { status: 180, fork: 'peer' });
    wire.reply(request, 200, { headers: [], body: description('bob') });
    assert.equal((await wire.next('ACK')).target, 'sip:bob@cadran.test');
    assertSays(await wire.line.next('accepted'), { sdp: description('bob'), fork: 'peer' });
  });

  test('hears early sound, and takes it for the answer when the 200 says nothing', async () => {
    const request = await invite();
    wire.reply(request, 183, { body: description('ringback') });
    assertSays(await wire.line.next('progress'), { status: 183, sdp: description('ringback') });
    wire.reply(request, 200);
    assertSays(await wire.line.next('accepted'), { sdp: description('ringback') });
  });

  test('acknowledges a reliable response with PRACK', async () => {
    const request = await invite();
    const reliable = ['Contact: <sip:p@p.invalid>', 'Require: 100rel', 'RSeq: 41'];
    wire.reply(request, 183, { headers: reliable, body: description('early') });
    const prack = await wire.next('PRACK');
    assert.equal(prack.header('RAck'), `41 ${request.cseq} INVITE`);
    // It came again before the PRACK was there: RFC 3262 §4 has that discarded.
    wire.reply(request, 183, { headers: reliable, body: description('early') });
    wire.reply(prack, 200);
    wire.reply(request, 180, { headers: [...reliable.slice(0, 2), 'RSeq: 42'] });
    const next = await wire.next('PRACK');
    assert.equal(next.header('RAck'), `42 ${request.cseq} INVITE`);
    wire.reply(next, 200);
  });

  test('acknowledges again when the 200 comes again', async () => {
    const request = await wire.dialled();
    wire.reply(request, 200, { body: description('bob') });
    await wire.next('ACK');
    assert.equal(wire.line.facts.filter(({ type }) => type === 'accepted').length, 1);
  });

  test('answered twice keeps the first and hangs up the second in its own dialog', async () => {
    const request = await wire.dialled();
    wire.reply(request, 200, { tag: 'second', body: description('other') });
    const ack = await wire.next('ACK');
    assert.equal(ack.tag('To'), 'second');
    const bye = await wire.next('BYE');
    assert.equal(bye.tag('To'), 'second');
    wire.reply(bye, 200);
    wire.signaling.end('out');
    assert.equal((await wire.next('BYE')).tag('To'), 'peer');
  });

  test('tells apart the devices that ring', async () => {
    const request = await invite();
    wire.reply(request, 180, { tag: 'desk' });
    wire.reply(request, 180, { tag: 'mobile' });
    const forks = [await wire.line.next('progress'), await wire.line.next('progress')];
    assert.deepEqual(
      forks.map(({ fork }) => fork),
      ['desk', 'mobile'],
    );
  });

  test('hears no more than 32 of them, and is answered by any', async () => {
    const request = await invite();
    for (let fork = 0; fork < 40; fork += 1) wire.reply(request, 180, { tag: `device${fork}` });
    wire.reply(request, 180, { tag: 'device0' });
    wire.reply(request, 200, { tag: 'device39', body: description('bob') });
    assertSays(await wire.line.next('accepted'), { fork: 'device39' });
    const rang = wire.line.facts.filter(({ type }) => type === 'progress');
    assert.equal(rang.length, 33);
  });

  for (const [status, rang, headers, reason] of [
    [408, false, [], 'unreachable'],
    [480, true, [], 'no-answer'],
    [480, true, ['Reason: Q.850;cause=17;text="User busy"'], 'busy'],
    [503, false, [], 'unreachable'],
    [403, false, [], 'forbidden'],
    [302, false, ['Contact: <sip:carol@elsewhere.test>'], 'unreachable'],
    [600, true, [], 'busy'],
    [604, false, [], 'not-found'],
    [430, false, [], 'unreachable'],
    [488, false, [], 'media-failed'],
  ] as const) {
    test(`refused with ${status}${rang ? ' after ringing' : ''}${headers.join()} ends as ${reason}`, async () => {
      const request = await invite();
      if (rang) wire.reply(request, 180);
      wire.reply(request, status, { headers: [...headers] });
      const ended = await wire.line.next('ended');
      assertSays(ended, { by: 'remote', reason });
      assert.equal(ended.sip?.status, status);
      await wire.next('ACK');
    });
  }

  test('that nobody answers ends as unreachable, by nobody', async () => {
    shorten(40);
    await invite();
    assertSays(await wire.line.next('ended'), { by: 'system', reason: 'unreachable' });
  });
});

describe('CANCEL', () => {
  test('waits for a provisional response', async () => {
    const request = await invite();
    wire.signaling.end('out', { status: 200, text: 'Call "completed" elsewhere' });
    await wire.line.next('ended');
    assert.deepEqual(wire.sent, []);
    wire.reply(request, 100);
    const cancel = await wire.next('CANCEL');
    assert.equal(cancel.header('Via'), request.header('Via'));
    assert.equal(cancel.header('Reason'), 'SIP;cause=200;text="Call \\"completed\\" elsewhere"');
    wire.reply(cancel, 200);
    wire.reply(request, 487);
    await wire.next('ACK');
  });

  test('leaves a challenge unanswered', async () => {
    const challenge = await challengedBefore();
    const answered = await invite('other');
    wire.reply(answered, 401, { headers: [challenge] });
    await wire.next('ACK');
    wire.reply(await wire.next('INVITE'), 486);
    await wire.next('ACK');
    const request = await invite();
    wire.signaling.end('out');
    wire.reply(request, 401, { headers: [challenge] });
    await wire.next('ACK');
    assert.deepEqual(wire.sent, []);
  });

  test('that meets a 200 is followed by ACK and BYE', async () => {
    const request = await invite();
    wire.reply(request, 180);
    await wire.line.next('progress');
    wire.signaling.end('out');
    const cancel = await wire.next('CANCEL');
    wire.reply(request, 200, { body: description('bob') });
    await wire.next('ACK');
    wire.reply(cancel, 200);
    wire.reply(await wire.next('BYE'), 200);
    assert.equal(
      wire.line.facts.some(({ type }) => type === 'accepted'),
      false,
    );
  });

  test('that never gets its 487 is given up: a later 200 finds nobody', async () => {
    const clock = createManualClock();
    await wire.signaling.dispose();
    wire = await Wire.connected({ clock });
    const request = await invite();
    wire.reply(request, 180);
    await wire.line.next('progress');
    wire.signaling.end('out');
    wire.reply(await wire.next('CANCEL'), 200);
    await clock.advance(32_001);
    wire.reply(request, 200, { body: description('bob') });
    assert.deepEqual(wire.sent, []);
  });
});

describe('in our dialog', () => {
  test('a challenged INFO takes a CSeq of its own, and the next request the one after it', async () => {
    const challenge = await challengedBefore();
    const invite = await wire.dialled();
    const sent = [];
    for (let time = 0; time < 2; time += 1) {
      const info = wire.signaling.info('out', 'application/dtmf', '1');
      const first = await wire.next('INFO');
      wire.reply(first, 401, { headers: [challenge.replace('"n"', `"n${time}"`)] });
      const second = await wire.next('INFO');
      wire.reply(second, 200);
      await info;
      sent.push(first.cseq, second.cseq);
    }
    assert.deepEqual(
      sent,
      [1, 2, 3, 4].map((step) => invite.cseq + step),
    );
  });

  test('a re-INVITE refused with 481 ends the call, and so does one that nobody answers', async () => {
    await wire.dialled('one');
    const gone = codeOf(wire.signaling.reinvite('one', description('alice')));
    wire.reply(await wire.next('INVITE'), 481);
    assert.equal(await gone, 'signaling/rejected');
    assertSays(await wire.line.next('ended'), {
      id: 'one',
      by: 'system',
      reason: 'connection-lost',
    });
    await wire.dialled('two');
    shorten(64);
    const silent = codeOf(wire.signaling.reinvite('two', description('alice')));
    wire.reply(await wire.next('INVITE'), 100);
    assert.equal(await silent, 'signaling/timeout');
    assertSays(await wire.line.next('ended'), { id: 'two', by: 'system' });
  });

  test('a reliable response to a re-INVITE is acknowledged once', async () => {
    await wire.dialled();
    const answered = wire.signaling.reinvite('out', description('again'));
    const request = await wire.next('INVITE');
    const reliable = (sequence: number): string[] => ['Require: 100rel', `RSeq: ${sequence}`];
    wire.reply(request, 183, { headers: reliable(1), body: description('early') });
    wire.reply(request, 183, { headers: reliable(1), body: description('early') });
    wire.reply(request, 180, { headers: reliable(2) });
    for (const sequence of [1, 2]) {
      const prack = await wire.next('PRACK');
      assert.equal(prack.header('RAck'), `${sequence} ${request.cseq} INVITE`);
      wire.reply(prack, 200);
    }
    wire.reply(request, 200);
    await wire.next('ACK');
    assert.deepEqual(await answered, { sdp: description('early') });
  });

  test('a re-INVITE follows the address of its 200', async () => {
    await wire.dialled();
    const renewed = wire.signaling.reinvite('out', description('alice'));
    const request = await wire.next('INVITE');
    wire.reply(request, 200, {
      headers: ['Contact: <sip:moved@peer.invalid>'],
      body: description('b'),
    });
    assert.equal((await wire.next('ACK')).target, 'sip:moved@peer.invalid');
    await renewed;
    wire.signaling.end('out');
    assert.equal((await wire.next('BYE')).target, 'sip:moved@peer.invalid');
  });

  test('a transfer tells how it goes, and names the call it replaces', async () => {
    const first = await wire.dialled('one');
    const second = await wire.dialled('two', { tag: 'carol' });
    const referred = wire.signaling.refer('one', 'sip:carol@cadran.test', { replaces: 'two' });
    const refer = await wire.next('REFER');
    const replaces = `${second.header('Call-ID')};to-tag=carol;from-tag=${second.tag('From')}`;
    assert.equal(
      refer.header('Refer-To'),
      `<sip:carol@cadran.test?Replaces=${encodeURIComponent(replaces)}>`,
    );
    assert.equal(refer.header('Referred-By'), '<sip:alice@cadran.test>');
    const notify = (cseq: number, line: string, state = 'active'): void => {
      wire.askCaller(first, 'NOTIFY', cseq, {
        headers: [
          `Event: refer;id=${refer.cseq}`,
          `Subscription-State: ${state};expires=60`,
          'Content-Type: message/sipfrag;version=2.0',
        ],
        body: `SIP/2.0 ${line}\r\n`,
      });
    };
    notify(1, '100 Trying');
    wire.reply(refer, 202);
    await referred;
    notify(2, '180 Ringing');
    notify(3, '200 OK', 'terminated');
    for (const [status, sip] of [
      ['trying', { status: 100, phrase: 'Trying' }],
      ['ringing', { status: 180, phrase: 'Ringing' }],
      ['completed', { status: 200, phrase: 'OK' }],
    ] as const) {
      assertSays(await wire.line.next('transfer'), { id: 'one', status, sip });
      await wire.next('200 NOTIFY');
    }
    notify(4, '200 OK');
    await wire.next('481 NOTIFY');
  });

  test('a report that calls itself the last one is not, until it has a final status', async () => {
    const invite = await wire.dialled();
    const referred = wire.signaling.refer('out', 'sip:carol@cadran.test');
    wire.reply(await wire.next('REFER'), 202);
    await referred;
    const notify = (cseq: number, body: string): void => {
      const headers = ['Event: refer', 'Subscription-State: terminated'];
      if (body) headers.push('Content-Type: message/sipfrag');
      wire.askCaller(invite, 'NOTIFY', cseq, { headers, body });
    };
    notify(1, 'SIP/2.0 100 Trying');
    assertSays(await wire.line.next('transfer'), { status: 'trying' });
    notify(2, 'SIP/2.0 486 Busy Here');
    assertSays(await wire.line.next('transfer'), {
      status: 'failed',
      sip: { status: 486, phrase: 'Busy Here' },
    });
  });

  test('a last report without a status is a failure', async () => {
    const invite = await wire.dialled();
    const referred = wire.signaling.refer('out', 'sip:carol@cadran.test');
    wire.reply(await wire.next('REFER'), 202);
    await referred;
    wire.askCaller(invite, 'NOTIFY', 1, {
      headers: ['Event: refer', 'Subscription-State: terminated'],
    });
    assertSays(await wire.line.next('transfer'), { status: 'failed' });
  });
});
