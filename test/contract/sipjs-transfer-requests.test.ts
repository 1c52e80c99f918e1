import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { assertSays, description } from './line.js';
import { Wire, type Message } from './wire.js';

const contact = 'Contact: <sip:peer@peer.invalid>';

let wire: Wire;
beforeEach(async () => {
  wire = await Wire.connected();
});
afterEach(() => wire.close());

/** Asks for a transfer in the dialog of a call that came in. */
function refer(answer: Message, cseq: number, ...headers: readonly string[]): void {
  wire.askCallee(answer, 'REFER', cseq, { headers: [contact, ...headers] });
}

async function accepted(answer: Message, id: string, cseq: number, ...headers: readonly string[]) {
  refer(answer, cseq, 'Refer-To: <sip:carol@cadran.test>', ...headers);
  const { exchange } = await wire.line.next('transfer-request');
  wire.signaling.answerTransfer(id, exchange, 202);
  return { exchange, agreed: await wire.next('202 REFER') };
}

describe('a REFER on the wire', () => {
  test('gets no word before it is answered, then 202 and reports', async () => {
    const { id, answer } = await wire.called();
    refer(answer, 2, 'Refer-To: "Carol" <sip:carol@cadran.test>', 'Referred-By: <sip:bob@x.test>');
    const fact = await wire.line.next('transfer-request');
    assertSays(fact, {
      id,
      target: 'sip:carol@cadran.test',
      displayName: 'Carol',
      referredBy: '<sip:bob@x.test>',
    });
    assert.deepEqual(wire.sent, []);
    wire.signaling.answerTransfer(id, fact.exchange, 202);
    const agreed = await wire.next('202 REFER');
    assert.match(agreed.header('Contact'), /^<sip:/);
    for (const [status, line, state] of [
      [100, '100 Trying', 'active;expires=180'],
      [180, '180 Ringing', 'active;expires=180'],
      [200, '200 OK', 'terminated;reason=noresource'],
    ] as const) {
      if (status > 100) wire.signaling.reportTransfer(id, fact.exchange, status);
      const notify = await wire.next('NOTIFY');
      assert.equal(notify.body, `SIP/2.0 ${line}\r\n`);
      assert.equal(notify.header('Subscription-State'), state);
      assert.equal(notify.header('Event'), 'refer');
      assert.match(notify.header('Content-Type'), /^message\/sipfrag/);
      assert.match(notify.header('Contact'), /^<sip:/);
      wire.reply(notify, 200);
    }
  });

  test('after the first is told apart in its reports (RFC 3515 §2.4.6)', async () => {
    const { id, answer } = await wire.called();
    const first = await accepted(answer, id, 2);
    wire.reply(await wire.next('NOTIFY'), 200);
    wire.signaling.reportTransfer(id, first.exchange, 603);
    const last = await wire.next('NOTIFY');
    assert.equal(last.body, 'SIP/2.0 603 Decline\r\n');
    wire.reply(last, 200);
    await accepted(answer, id, 7);
    assert.equal((await wire.next('NOTIFY')).header('Event'), 'refer;id=7');
  });

  test('that wants no reports gets none (RFC 4488)', async () => {
    const { id, answer } = await wire.called();
    const { exchange, agreed } = await accepted(answer, id, 2, 'Refer-Sub: false');
    assert.equal(agreed.header('Refer-Sub'), 'false');
    wire.signaling.reportTransfer(id, exchange, 200);
    wire.askCallee(answer, 'INFO', 3);
    await wire.next('200 INFO');
    assert.deepEqual(wire.sent, []);
  });

  test('whose sender forgot its subscription ends no call', async () => {
    const { id, answer } = await wire.called();
    const { exchange } = await accepted(answer, id, 2);
    wire.reply(await wire.next('NOTIFY'), 481);
    wire.signaling.reportTransfer(id, exchange, 180);
    wire.reply(await wire.next('NOTIFY'), 481);
    wire.askCallee(answer, 'INFO', 3);
    await wire.next('200 INFO');
    assert.deepEqual(wire.line.ends(id), []);
  });

  test('that waits when they hang up is answered', async () => {
    const { answer } = await wire.called();
    refer(answer, 2, 'Refer-To: <sip:carol@cadran.test>');
    await wire.line.next('transfer-request');
    wire.askCallee(answer, 'BYE', 3);
    await wire.next('481 REFER');
    await wire.next('200 BYE');
  });

  for (const [headers, status] of [
    [[], 400],
    [['Refer-To: <sip:a@x.test>', 'Refer-To: <sip:b@x.test>'], 400],
    [['Refer-To: sip:a b@'], 400],
    [['Refer-To: <https://x.test/>'], 416],
    [['Refer-To: <javascript:alert(1)>'], 416],
    [['Refer-To: <sip:a@x.test;method=MESSAGE>'], 403],
    [['Refer-To: <sip:a@x.test?Replaces=nonsense>'], 400],
    [['Refer-To: <sip:a@x.test?Replaces=a%3Bto-tag%3Db%3Bfrom-tag%3Dc&Replaces=d>'], 400],
    [['Refer-To: <sip:a@x.test?Replaces=a%3Bto-tag%3Db%3Bfrom-tag%3D%22c%22>'], 400],
    [['Refer-To: <sip:a@x.test?Replaces=a%01%3Bto-tag%3Db%3Bfrom-tag%3Dc>'], 400],
    [['Refer-To: <sip:a@x.test>', 'Require: multiple-refer'], 420],
  ] as const) {
    test(`${headers.join() || 'without Refer-To'} is refused with ${status}`, async () => {
      const { answer } = await wire.called();
      refer(answer, 2, ...headers);
      await wire.next(`${status} REFER`);
      assert.equal(
        wire.line.facts.some(({ type }) => type === 'transfer-request'),
        false,
      );
    });
  }

  for (const [given, target] of [
    ['sips:carol@x.test', 'sips:carol@x.test'],
    ['tel:+33123456789', 'tel:+33123456789'],
    ['sip:carol@x.test;method=invite', 'sip:carol@x.test'],
    ['sip:carol@x.test?Route=%3Csip%3Aevil.test%3E&Subject=hi&body=x', 'sip:carol@x.test'],
  ] as const) {
    test(`to ${given} asks for ${target}`, async () => {
      const { answer } = await wire.called();
      refer(answer, 2, `Refer-To: <${given}>`);
      assert.equal((await wire.line.next('transfer-request')).target, target);
    });
  }

  test('is one at a time', async () => {
    const { answer } = await wire.called();
    refer(answer, 2, 'Refer-To: <sip:carol@cadran.test>');
    await wire.line.next('transfer-request');
    refer(answer, 3, 'Refer-To: <sip:dave@cadran.test>');
    await wire.next('491 REFER');
  });

  test('names the call to take the place of, and who asked, in our INVITE', async () => {
    const { answer } = await wire.called();
    const replaces = 'abc@host;to-tag=their;from-tag=mine';
    refer(
      answer,
      2,
      `Refer-To: <sip:carol@cadran.test?Replaces=${encodeURIComponent(replaces)}>`,
      'Referred-By: "Bob" <sip:bob@x.test?a=b>;cid="x"',
    );
    const fact = await wire.line.next('transfer-request');
    assertSays(fact, { replaces, referredBy: '<sip:bob@x.test>' });
    const { target, referredBy = '' } = fact;
    wire.signaling.invite('new', { target, sdp: description('alice'), replaces, referredBy });
    const invite = await wire.next('INVITE');
    assert.equal(invite.header('Replaces'), replaces);
    assert.equal(invite.header('Referred-By'), '<sip:bob@x.test>');
    wire.reply(invite, 486);
    assertSays(await wire.line.next('ended'), { id: 'new', reason: 'busy' });
  });
});

describe('a phone that takes no transfers', () => {
  test('refuses a REFER, in a dialog and outside, and does not list it', async () => {
    wire.drop();
    await wire.signaling.dispose();
    wire = await Wire.connected({ followTransfers: 'never' });
    const { answer } = await wire.called();
    assert.doesNotMatch(answer.header('Allow'), /REFER/);
    refer(answer, 5, 'Refer-To: <sip:mallory@x.test>');
    await wire.next('603 REFER');
    wire.ask('REFER', { headers: [contact, 'Refer-To: <sip:mallory@x.test>'] });
    await wire.next('603 REFER');
    wire.ask('OPTIONS');
    assert.doesNotMatch((await wire.next('200 OPTIONS')).header('Allow'), /REFER/);
  });

  test('and one that does live side by side', async () => {
    const never = await Wire.connected({ followTransfers: 'never' });
    const { answer } = await wire.called();
    refer(answer, 2, 'Refer-To: <sip:carol@cadran.test>');
    await wire.line.next('transfer-request');
    await never.signaling.dispose();
  });
});
