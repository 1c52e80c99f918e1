import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { Timers } from 'sip.js/lib/core/timers.js';
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

/** A call that comes in and was announced. */
async function incoming(
  asked: Parameters<Wire['ask']>[1] = {},
): Promise<{ id: string; invite: Message }> {
  const invite = wire.ask('INVITE', { body: description('bob'), ...asked });
  await wire.next('100 INVITE');
  const { id } = await wire.line.next('incoming');
  return { id, invite };
}

const contact = 'Contact: <sip:peer@peer.invalid>';

describe('a call that comes in', () => {
  test('is told 100 and nothing more until it rings here', async () => {
    const { id } = await incoming();
    assert.deepEqual(wire.sent, []);
    wire.signaling.ring(id);
    const ringing = await wire.next('180 INVITE');
    assert.match(ringing.tag('To'), /^[a-z2-7]{16}$/);
    wire.signaling.reject(id, 486);
    assert.equal((await wire.next('486 INVITE')).tag('To'), ringing.tag('To'));
    assertSays(await wire.line.next('ended'), { by: 'local', reason: 'busy' });
  });

  for (const status of [302, 480, 603]) {
    test(`may be refused with ${status}`, async () => {
      const { id } = await incoming();
      wire.signaling.reject(id, status);
      await wire.next(`${status} INVITE`);
      assertSays(await wire.line.next('ended'), { by: 'local' });
    });
  }

  for (const headers of [[], ['Contact: *'], ['Contact: <<sip:peer@peer.invalid>']]) {
    test(`is refused where nobody could reach its caller: ${headers[0] ?? 'no Contact'}`, async () => {
      wire.ask('INVITE', { body: description('bob'), headers });
      await wire.next('400 INVITE');
      assert.ok(!wire.line.facts.some(({ type }) => type === 'incoming'));
    });
  }

  test('without an offer gets ours, and its ACK brings the answer', async () => {
    const invite = wire.ask('INVITE');
    await wire.next('100 INVITE');
    const fact = await wire.line.next('incoming');
    assert.equal(fact.sdp, undefined);
    const accepted = wire.signaling.accept(fact.id, description('alice'));
    const answer = await wire.next('200 INVITE');
    assert.equal(answer.body, description('alice'));
    wire.askCallee(answer, 'ACK', invite.cseq, { body: description('bob') });
    assert.deepEqual(await accepted, { sdp: description('bob') });
  });

  test('is not renegotiated while our offer waits for its answer', async () => {
    const invite = wire.ask('INVITE');
    const { id } = await wire.line.next('incoming');
    const accepted = wire.signaling.accept(id, description('alice'));
    const answer = await wire.next('200 INVITE');
    wire.askCallee(answer, 'INVITE', 2, { body: description('bob') });
    assert.match((await wire.next('500 INVITE')).header('Retry-After'), /^\d+$/);
    wire.askCallee(answer, 'ACK', invite.cseq, { body: description('bob') });
    assert.deepEqual(await accepted, { sdp: description('bob') });
    wire.askCallee(answer, 'INVITE', 3, { body: description('bob') });
    await wire.line.next('offer');
  });

  for (const [reasons, reason] of [
    [[], 'cancelled'],
    [['Reason: SIP;cause=200;text="Call completed elsewhere"'], 'answered-elsewhere'],
    [['Reason: Q.850;cause=26'], 'answered-elsewhere'],
    [['Reason: SIP;cause=603'], 'declined'],
  ] as const) {
    test(`taken back${reasons.join()} ends as ${reason}`, async () => {
      const branch = `z9hG4bKcancel${reason}${reasons.length}`;
      const { invite } = await incoming({ branch });
      wire.ask('CANCEL', { branch, callId: invite.header('Call-ID'), headers: reasons });
      await wire.next('200 CANCEL');
      await wire.next('487 INVITE');
      assertSays(await wire.line.next('ended'), { by: 'remote', reason });
    });
  }

  test('whose answer nobody acknowledges is hung up', async () => {
    Object.assign(Timers, { T1: 1, TIMER_L: 64 });
    const { id } = await incoming();
    const accepted = codeOf(wire.signaling.accept(id, description('alice')));
    await wire.next('200 INVITE');
    await wire.next('BYE');
    assert.equal(await accepted, 'signaling/timeout');
    assertSays(await wire.line.next('ended'), { by: 'system', reason: 'connection-lost' });
  });

  test('hung up before its ACK waits for it to say BYE', async () => {
    const { id, invite } = await incoming();
    const accepted = codeOf(wire.signaling.accept(id, description('alice')));
    const answer = await wire.next('200 INVITE');
    wire.signaling.end(id);
    assert.equal(await accepted, 'signaling/wrong-state');
    assert.deepEqual(wire.sent, []);
    wire.askCallee(answer, 'ACK', invite.cseq);
    await wire.next('BYE');
  });

  test('that insists on reliable responses is rung until it says PRACK', async () => {
    Object.assign(Timers, { T1: 2 });
    const { id, invite } = await incoming({ headers: [contact, 'Require: 100rel'] });
    wire.signaling.ring(id);
    const ringing = await wire.next('180 INVITE');
    const again = await wire.next('180 INVITE');
    assert.equal(ringing.header('RSeq'), again.header('RSeq'));
    const rack = `${ringing.header('RSeq')} ${invite.cseq} INVITE`;
    wire.askCallee(ringing, 'PRACK', 2, { headers: ['RAck: 1 1 INVITE'] });
    await wire.next('481 PRACK');
    wire.askCallee(ringing, 'PRACK', 3, { headers: [`RAck: ${rack}`] });
    await wire.next('200 PRACK');
    wire.signaling.reject(id, 603);
    await wire.next('603 INVITE');
  });

  test('takes the place of another of ours, which is hung up when it is answered', async () => {
    const first = await wire.called();
    const of = first.answer;
    const replaces = `Replaces: ${of.header('Call-ID')};to-tag=${of.tag('To')};from-tag=${of.tag('From')}`;
    wire.ask('INVITE', { headers: [contact, replaces], body: description('carol') });
    const second = await wire.line.next('incoming');
    assert.equal(second.replaces, first.id);
    const accepted = wire.signaling.accept(second.id, description('alice'));
    const answer = await wire.next('200 INVITE');
    wire.askCallee(answer, 'ACK', 1);
    await accepted;
    assert.equal((await wire.next('BYE')).header('Call-ID'), of.header('Call-ID'));
    assertSays(await wire.line.next('ended'), { id: first.id, by: 'local' });
    wire.ask('INVITE', { headers: [contact, 'Replaces: no;to-tag=such;from-tag=call'] });
    await wire.next('481 INVITE');
  });
});

describe('in a call that is up', () => {
  test('a re-INVITE is an offer, and says 100 until it is answered', async () => {
    const { id, answer } = await wire.called();
    wire.askCallee(answer, 'INVITE', 2, { body: description('bob', 'sendonly') });
    await wire.next('100 INVITE');
    const offer = await wire.line.next('offer');
    assertSays(offer, { id, sdp: description('bob', 'sendonly') });
    wire.signaling.answerOffer(id, offer.exchange, description('alice', 'recvonly'));
    const accepted = await wire.next('200 INVITE');
    assert.equal(accepted.body, description('alice', 'recvonly'));
    assert.match(accepted.header('Contact'), /transport=ws/);
    wire.askCallee(answer, 'ACK', 2);
  });

  test('a re-INVITE without an offer gets ours, and the answer follows', async () => {
    const { id, answer } = await wire.called();
    wire.askCallee(answer, 'INVITE', 2, { headers: [] });
    const offer = await wire.line.next('offer');
    assert.equal(offer.sdp, undefined);
    wire.signaling.answerOffer(id, offer.exchange, description('alice'));
    await wire.next('200 INVITE');
    wire.askCallee(answer, 'ACK', 2, { body: description('bob') });
    const answered = await wire.line.next('offer-answered');
    assertSays(answered, { id, exchange: offer.exchange, sdp: description('bob') });
  });

  test('a re-INVITE that is taken back is over, and another may follow', async () => {
    const { id, answer } = await wire.called();
    const branch = 'z9hG4bKtakenBack';
    wire.askCallee(answer, 'INVITE', 2, { branch, body: description('bob', 'sendonly') });
    await wire.line.next('offer');
    wire.askCallee(answer, 'CANCEL', 2, { branch });
    await wire.next('200 CANCEL');
    await wire.next('487 INVITE');
    wire.askCallee(answer, 'ACK', 2, { branch });
    wire.askCallee(answer, 'INVITE', 3, { body: description('bob', 'inactive') });
    const offer = await wire.line.next('offer', ({ sdp }) => sdp?.includes('inactive') ?? false);
    wire.signaling.answerOffer(id, offer.exchange, description('alice', 'inactive'));
    await wire.next('200 INVITE');
    wire.askCallee(answer, 'ACK', 3);
  });

  test('a re-INVITE whose answer nobody acknowledges ends the call', async () => {
    const { id, answer } = await wire.called();
    Object.assign(Timers, { T1: 1, TIMER_L: 64 });
    wire.askCallee(answer, 'INVITE', 2, { body: description('bob') });
    const offer = await wire.line.next('offer');
    wire.signaling.answerOffer(id, offer.exchange, description('alice'));
    await wire.next('200 INVITE');
    assertSays(await wire.line.next('ended'), { id, by: 'system', reason: 'connection-lost' });
    await wire.next('BYE');
  });

  test('an UPDATE is an offer too, and one at a time', async () => {
    const { id, answer } = await wire.called();
    wire.askCallee(answer, 'UPDATE', 2, { body: description('bob', 'inactive') });
    const offer = await wire.line.next('offer');
    wire.askCallee(answer, 'UPDATE', 3, { body: description('bob') });
    assert.match((await wire.next('500 UPDATE')).header('Retry-After'), /^\d+$/);
    wire.signaling.answerOffer(id, offer.exchange, description('alice', 'inactive'));
    assert.equal((await wire.next('200 UPDATE')).body, description('alice', 'inactive'));
    const ours = codeOf(wire.signaling.reinvite(id, description('alice')));
    const request = await wire.next('INVITE');
    wire.askCallee(answer, 'UPDATE', 4, { body: description('bob') });
    await wire.next('491 UPDATE');
    wire.reply(request, 491);
    assert.equal(await ours, 'signaling/glare');
  });

  test('what they still ask while we say goodbye is answered', async () => {
    const { id, answer } = await wire.called();
    wire.askCallee(answer, 'INVITE', 2, { body: description('bob') });
    await wire.line.next('offer');
    wire.askCallee(answer, 'BYE', 3);
    await wire.next('200 BYE');
    await wire.next('487 INVITE');
    assertSays(await wire.line.next('ended'), { id, by: 'remote' });
    for (const method of ['INFO', 'UPDATE', 'NOTIFY', 'REFER', 'INVITE', 'BYE', 'OPTIONS']) {
      wire.askCallee(answer, method, 9, { headers: [contact, 'Event: refer'] });
      await wire.next(`481 ${method}`);
    }
  });

  test('a BYE that crosses ours is answered with 200', async () => {
    const { id, answer } = await wire.called();
    wire.signaling.end(id);
    const bye = await wire.next('BYE');
    wire.askCallee(answer, 'BYE', 2);
    await wire.next('200 BYE');
    wire.reply(bye, 200);
  });

  test('digits come by INFO; packages and strange bodies are refused', async () => {
    const { id, answer } = await wire.called();
    const info = (cseq: number, type: string, body: string, more: string[] = []): void => {
      wire.askCallee(answer, 'INFO', cseq, { headers: [`Content-Type: ${type}`, ...more], body });
    };
    info(2, 'application/dtmf-relay', 'Signal= *\r\nDuration= 100\r\n');
    await wire.next('200 INFO');
    assertSays(await wire.line.next('digits'), { id, digits: '*' });
    info(3, 'application/dtmf', '11');
    assertSays(await wire.line.next('digits'), { digits: '#' });
    info(4, 'application/dtmf-relay', 'Signal=<script>');
    await wire.next('400 INFO');
    info(5, 'application/media_control+xml', '<x/>');
    assert.match((await wire.next('415 INFO')).header('Accept'), /application\/dtmf-relay/);
    info(6, 'text/plain', 'x', ['Info-Package: foo']);
    await wire.next('469 INFO');
  });

  test('a number that goes back is refused', async () => {
    const { answer } = await wire.called();
    wire.askCallee(answer, 'INFO', 5);
    await wire.next('200 INFO');
    wire.askCallee(answer, 'INFO', 4);
    await wire.next('500 INFO');
    wire.askCallee(answer, 'UPDATE', 4);
    await wire.next('500 UPDATE');
    wire.askCallee(answer, 'NOTIFY', 6, {
      headers: ['Event: dialog', 'Subscription-State: active'],
    });
    await wire.next('489 NOTIFY');
    wire.askCallee(answer, 'OPTIONS', 7);
    await wire.next('200 OPTIONS');
  });

  test('a broken message in the middle does no harm', async () => {
    const { id, answer } = await wire.called();
    wire.receive('INVITE nonsense\r\n\r\n');
    wire.receive('SIP/2.0 200 OK\r\nVia: SIP/2.0/WS x;branch=z9hG4bKx\r\n\r\n');
    wire.receive(answer.text.replace('CSeq: 1 INVITE', 'CSeq: x INVITE'));
    wire.receive('\u0000'.repeat(1000));
    wire.askCallee(answer, 'INFO', 2, { headers: ['Content-Type: application/dtmf'], body: '7' });
    await wire.next('200 INFO');
    assertSays(await wire.line.next('digits'), { id, digits: '7' });
  });
});
