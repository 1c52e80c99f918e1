import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { createManualClock } from '../../packages/core/src/adapters/fake/manual-clock.js';
import { assertSays, codeOf, description } from './line.js';
import { Wire, type Message } from './wire.js';

const contact = 'Contact: <sip:peer@peer.invalid>';
const supported = 'Supported: timer';
const takesUpdate = 'Allow: INVITE, ACK, BYE, UPDATE';

let wire: Wire;
let clock: ReturnType<typeof createManualClock>;
afterEach(async () => {
  wire.drop();
  await Promise.all([wire.signaling.dispose(), clock.advance(60_000)]);
  await new Promise((resolve) => setImmediate(resolve));
  wire.line.assertEndedOnce();
});

async function connected(): Promise<void> {
  clock = createManualClock();
  wire = await Wire.connected({ clock });
}

/** A call of ours that was answered with these headers. */
async function dialled(...headers: string[]): Promise<Message> {
  await connected();
  return wire.dialled('out', { headers: [contact, ...headers] });
}

/** A call of theirs that came with these headers, and our answer. */
async function called(...headers: string[]): Promise<{ id: string; answer: Message }> {
  await connected();
  return wire.called({ headers: [contact, ...headers] });
}

/** Lets the time pass in steps, so that what is sent in it can be answered. */
async function pass(seconds: number): Promise<void> {
  for (let left = seconds; left > 0; left -= 10) {
    await clock.advance(Math.min(left, 10) * 1_000);
    wire.receive('\r\n');
  }
}

/** How often the adapter sent this and nobody looked. */
const sent = (kind: string): number => wire.sent.filter((each) => each.kind === kind).length;

describe('an INVITE of ours', () => {
  test('asks for half an hour, and leaves it to the far side who refreshes', async () => {
    const invite = await dialled();
    assert.equal(invite.header('Session-Expires'), '1800');
    assert.equal(invite.header('Min-SE'), '90');
    assert.match(invite.header('Supported'), /\btimer\b/);
  });

  test('refused with 422 is sent once more with the interval that is wanted, in the same call', async () => {
    await connected();
    wire.signaling.invite('out', { target: 'sip:bob@cadran.test', sdp: description('alice') });
    const first = await wire.next('INVITE');
    wire.reply(first, 422, { headers: ['Min-SE: 3600'] });
    await wire.next('ACK');
    const second = await wire.next('INVITE');
    for (const name of ['Call-ID', 'From', 'To', 'Contact'])
      assert.equal(second.header(name), first.header(name));
    assert.equal(second.cseq, first.cseq + 1);
    assert.deepEqual(second.headers('Session-Expires'), ['3600']);
    assert.deepEqual(second.headers('Min-SE'), ['3600']);
    assert.equal(second.body, first.body);
    wire.reply(second, 422, { headers: ['Min-SE: 7200'] });
    await wire.next('ACK');
    assertSays(await wire.line.next('ended'), { by: 'remote' });
    assert.equal(sent('INVITE'), 0, 'once, and not for ever');
  });

  for (const wanted of ['Min-SE: 4294967295', 'Min-SE: 90', 'Min-SE: x', 'X-Nothing: y']) {
    test(`refused with 422 and ${wanted} is refused`, async () => {
      await connected();
      wire.signaling.invite('out', { target: 'sip:bob@cadran.test', sdp: description('alice') });
      wire.reply(await wire.next('INVITE'), 422, { headers: [wanted] });
      await wire.next('ACK');
      const ended = await wire.line.next('ended');
      assert.equal(ended.sip?.status, 422);
      assert.equal(sent('INVITE'), 0);
    });
  }

  test('that the caller takes back is not sent again after a 422', async () => {
    await connected();
    wire.signaling.invite('out', { target: 'sip:bob@cadran.test', sdp: description('alice') });
    const invite = await wire.next('INVITE');
    wire.reply(invite, 180);
    await wire.line.next('progress');
    wire.signaling.end('out');
    wire.reply(await wire.next('CANCEL'), 200);
    wire.reply(invite, 422, { headers: ['Min-SE: 3600'] });
    await wire.next('ACK');
    assert.equal(sent('INVITE'), 0);
  });
});

describe('a session that we refresh', () => {
  test('is refreshed by UPDATE at half of the time, and again after each answer', async () => {
    const invite = await dialled('Session-Expires: 120;refresher=uac', takesUpdate);
    for (const [round, cseq] of [1, 2].entries()) {
      await pass(59);
      assert.equal(sent('UPDATE'), 0);
      await pass(2);
      const update = await wire.next('UPDATE');
      assert.equal(update.cseq, invite.cseq + cseq);
      assert.equal(update.body, '');
      assert.equal(update.header('Session-Expires'), '120;refresher=uac');
      assert.match(update.header('Contact'), /transport=ws/);
      wire.reply(update, 200, { headers: ['Session-Expires: 120;refresher=uac', contact] });
      assert.equal(wire.line.ends('out').length, 0, `round ${round}`);
    }
  });

  test('is refreshed by re-INVITE where they do not take UPDATE, with what is in force', async () => {
    await dialled('Session-Expires: 120;refresher=uac', 'Allow: INVITE, ACK, BYE');
    await pass(61);
    const refresh = await wire.next('INVITE');
    assert.equal(refresh.body, description('alice'));
    assert.equal(refresh.header('Session-Expires'), '120;refresher=uac');
    wire.reply(refresh, 200, {
      headers: [contact, 'Session-Expires: 120;refresher=uac'],
      body: description('bob'),
    });
    await wire.next('ACK');
    await pass(59);
    assert.equal(sent('INVITE'), 0);
    await pass(2);
    await wire.next('INVITE');
  });

  for (const [who, random, wait] of [
    ['who called waits longest', 0, 2_100],
    ['who called waits longest', 0.999, 3_990],
    ['who was called may try at once', 0, 0],
    ['who was called may try at once', 0.999, 1_990],
  ] as const) {
    test(`is refreshed again after a glare: ${who}, with ${random} drawn`, async () => {
      clock = createManualClock();
      wire = await Wire.connected({ clock, random: () => random });
      if (who === 'who called waits longest')
        await wire.dialled('out', { headers: [contact, 'Session-Expires: 1000;refresher=uac'] });
      else
        await wire.called({ headers: [contact, supported, 'Session-Expires: 1000;refresher=uas'] });
      await clock.advance(500_000);
      wire.reply(await wire.next('INVITE'), 491);
      await wire.next('ACK');
      if (wait > 0) {
        await clock.advance(wait - 10);
        assert.equal(sent('INVITE'), 0);
      }
      await clock.advance(20);
      await wire.next('INVITE');
    });
  }

  test('is refreshed by re-INVITE after an UPDATE was refused, while time is left', async () => {
    await dialled('Session-Expires: 120;refresher=uac', takesUpdate);
    await pass(61);
    wire.reply(await wire.next('UPDATE'), 405);
    await pass(15);
    wire.reply(await wire.next('INVITE'), 200, {
      headers: [contact, 'Session-Expires: 120;refresher=uac'],
      body: description('bob'),
    });
    await wire.next('ACK');
    await pass(59);
    assert.equal(wire.line.ends('out').length, 0);
  });

  test('is refreshed by re-INVITE after the connection was lost: an UPDATE would get 481', async () => {
    await dialled('Session-Expires: 120;refresher=uac', takesUpdate);
    wire.drop();
    await clock.advance(10_000);
    await wire.line.next('connection', ({ connection }) => connection.status === 'connected');
    const renewed = wire.signaling.reinvite('out', description('alice'));
    wire.reply(await wire.next('INVITE'), 200, {
      headers: [contact, takesUpdate, 'Session-Expires: 120;refresher=uac'],
      body: description('bob'),
    });
    await renewed;
    await wire.next('ACK');
    await pass(61);
    await wire.next('INVITE');
    assert.equal(sent('UPDATE'), 0);
  });

  for (const status of [408, 481]) {
    test(`is over when the refresh is refused with ${status}`, async () => {
      await dialled('Session-Expires: 120;refresher=uac', takesUpdate);
      await pass(61);
      wire.reply(await wire.next('UPDATE'), status);
      assertSays(await wire.line.next('ended'), { by: 'system', reason: 'connection-lost' });
      await wire.next('BYE');
    });
  }

  test('that nobody confirms is hung up before it runs out, after a few tries', async () => {
    await dialled('Session-Expires: 1800;refresher=uac', 'Allow: UPDATE');
    for (let tries = 0; wire.line.ends('out').length === 0; tries += 1) {
      await pass(30);
      for (const update of wire.sent.filter(({ kind }) => /^(UPDATE|INVITE)$/.test(kind)))
        wire.reply(update, 503);
      assert.ok(tries < 60, 'in time');
    }
    const refreshes = wire.sent.filter(({ kind }) => /^(UPDATE|INVITE)$/.test(kind));
    assert.ok(refreshes.length >= 3 && refreshes.length <= 10, `${refreshes.length} tries`);
    assertSays(await wire.line.next('ended'), { by: 'system', reason: 'connection-lost' });
    assert.match((await wire.next('BYE')).header('Reason'), /cause=408/);
  });

  test('is not refreshed after its end', async () => {
    await dialled('Session-Expires: 120;refresher=uac', takesUpdate);
    wire.signaling.end('out');
    wire.reply(await wire.next('BYE'), 200);
    await pass(130);
    assert.deepEqual(
      wire.sent.map(({ kind }) => kind),
      [],
    );
  });
});

describe('a session that they refresh', () => {
  test('goes on as long as they do, and is hung up before it runs out when they stop', async () => {
    const { id, answer } = await called(supported, 'Session-Expires: 120;refresher=uac');
    assert.equal(answer.header('Session-Expires'), '120;refresher=uac');
    assert.equal(answer.header('Require'), 'timer');
    await pass(60);
    const asked = [contact, supported, 'Session-Expires: 120;refresher=uac'];
    wire.askCallee(answer, 'UPDATE', 2, { headers: asked });
    const confirmed = await wire.next('200 UPDATE');
    assert.equal(confirmed.header('Session-Expires'), '120;refresher=uac');
    assert.equal(confirmed.header('Require'), 'timer');
    await pass(80);
    wire.askCallee(answer, 'INVITE', 3, { headers: asked, body: description('bob') });
    const offer = await wire.line.next('offer');
    wire.signaling.answerOffer(id, offer.exchange, description('alice'));
    const again = await wire.next('200 INVITE');
    assert.equal(again.header('Session-Expires'), '120;refresher=uac');
    wire.askCallee(answer, 'ACK', 3);
    // min(32 s, a third) before the end, RFC 4028 §10.
    await pass(87);
    assert.equal(wire.line.ends(id).length, 0);
    await pass(2);
    assertSays(await wire.line.next('ended'), { by: 'system', reason: 'connection-lost' });
    await wire.next('BYE');
    assert.equal(sent('UPDATE') + sent('INVITE'), 0, 'it was not ours to refresh');
  });

  test('is not ended for want of a refresh that no connection could bring', async () => {
    const { id } = await called(supported, 'Session-Expires: 90;refresher=uac');
    await pass(50);
    // The next socket never opens.
    wire.drop();
    wire.holdConnections();
    await clock.advance(60_000);
    assert.equal(wire.line.ends(id).length, 0);
    wire.openConnections();
    await clock.advance(10_000);
    const renewed = wire.signaling.reinvite(id, description('alice'));
    const refresh = await wire.next('INVITE');
    wire.reply(refresh, 200, {
      headers: [contact, 'Session-Expires: 90;refresher=uas'],
      body: description('bob'),
    });
    await renewed;
    await wire.next('ACK');
    await pass(55);
    assert.equal(wire.line.ends(id).length, 0);
    await pass(10);
    assertSays(await wire.line.next('ended'), { by: 'system', reason: 'connection-lost' });
  });
});

test('a session that was cut off until just before its end waits for the re-INVITE that follows', async () => {
  const { id } = await called(supported, 'Session-Expires: 90;refresher=uac');
  await pass(50);
  wire.drop();
  await clock.advance(9_000);
  await wire.line.next('connection', ({ connection }) => connection.status === 'connected');
  const renewed = wire.signaling.reinvite(id, description('alice'));
  const refresh = await wire.next('INVITE');
  await clock.advance(5_000);
  assert.equal(wire.line.ends(id).length, 0, 'the answer is on its way');
  wire.reply(refresh, 200, { headers: [contact], body: description('bob') });
  await renewed;
  await wire.next('ACK');
  await pass(60);
  assert.equal(wire.line.ends(id).length, 0);
});

describe('what they ask for', () => {
  for (const [headers, granted, require] of [
    [[supported, 'Session-Expires: 600'], '600;refresher=uac', 'timer'],
    [[supported, 'Session-Expires: 600;refresher=uas'], '600;refresher=uas', 'timer'],
    // A proxy on the way asks for what the caller has never heard of: then it is we who refresh.
    [['Session-Expires: 600'], '600;refresher=uas', ''],
    [['k: replaces,timer', 'x: 600'], '600;refresher=uac', 'timer'],
    [
      ['Require: timer', supported, 'Session-Expires: 90;Refresher=UAC'],
      '90;refresher=uac',
      'timer',
    ],
    [[supported], '', ''],
    [['Session-Expires: 30'], '', ''],
    [[supported, 'Session-Expires: soon'], '', ''],
    [[supported, 'Session-Expires: 99999999999999999999'], '', ''],
  ] as const) {
    test(`${headers.join(', ')} gets ${granted || 'no timer'}`, async () => {
      const { id, answer } = await called(...headers);
      assert.equal(answer.header('Session-Expires'), granted);
      assert.equal(answer.header('Require'), require);
      if (granted !== '') return;
      await pass(120);
      assert.equal(wire.line.ends(id).length, 0);
      assert.equal(sent('INVITE') + sent('UPDATE'), 0);
    });
  }

  for (const interval of [0, 1, 89]) {
    test(`${interval} seconds are refused with 422 and what we take`, async () => {
      await connected();
      const headers = [contact, supported, `Session-Expires: ${interval};refresher=uas`];
      wire.ask('INVITE', { headers, body: description('bob') });
      assert.equal((await wire.next('422 INVITE')).header('Min-SE'), '90');
      const { answer } = await wire.called();
      wire.askCallee(answer, 'UPDATE', 2, { headers });
      assert.equal((await wire.next('422 UPDATE')).header('Min-SE'), '90');
    });
  }

  for (const granted of ['1;refresher=uac', '89;refresher=uas', '-5', 'x']) {
    test(`an answer with ${granted} makes us neither storm nor hang up`, async () => {
      await dialled(`Session-Expires: ${granted}`, takesUpdate);
      await pass(300);
      assert.equal(wire.line.ends('out').length, 0);
      assert.equal(sent('UPDATE') + sent('INVITE'), 0);
    });
  }

  test('an interval of a century overflows no timer', async () => {
    await dialled('Session-Expires: 4294967295;refresher=uac', takesUpdate);
    await pass(300);
    assert.equal(wire.line.ends('out').length, 0);
    assert.equal(sent('UPDATE'), 0);
  });

  test('no Session-Expires in the answer means no timer, as of FreeSWITCH with DTLS', async () => {
    await dialled(supported, takesUpdate);
    await pass(1_900);
    assert.equal(wire.line.ends('out').length, 0);
    assert.equal(sent('UPDATE') + sent('INVITE'), 0);
  });

  test('a re-INVITE without it puts an end to the timer', async () => {
    const { id, answer } = await called(supported, 'Session-Expires: 120;refresher=uac');
    wire.askCallee(answer, 'INVITE', 2, { body: description('bob') });
    const offer = await wire.line.next('offer');
    wire.signaling.answerOffer(id, offer.exchange, description('alice'));
    assert.equal((await wire.next('200 INVITE')).header('Session-Expires'), '');
    wire.askCallee(answer, 'ACK', 2);
    await pass(200);
    assert.equal(wire.line.ends(id).length, 0);
  });
});

describe('a re-INVITE of ours', () => {
  test('keeps to the roles in force, and is a refresh', async () => {
    const { id } = await called(supported, 'Session-Expires: 120;refresher=uac');
    await pass(60);
    const held = wire.signaling.reinvite(id, description('alice', 'sendonly'));
    const request = await wire.next('INVITE');
    assert.equal(request.header('Session-Expires'), '120;refresher=uas');
    wire.reply(request, 200, {
      headers: [contact, 'Session-Expires: 120;refresher=uas'],
      body: description('bob', 'recvonly'),
    });
    await wire.next('ACK');
    await held;
    await pass(85);
    assert.equal(wire.line.ends(id).length, 0);
  });

  test('refused with 422 is sent once more, and the next request has the number after it', async () => {
    const invite = await dialled();
    const held = wire.signaling.reinvite('out', description('alice', 'sendonly'));
    const first = await wire.next('INVITE');
    wire.reply(first, 422, { headers: ['Min-SE: 3600'] });
    await wire.next('ACK');
    const second = await wire.next('INVITE');
    assert.equal(second.header('Session-Expires'), '3600');
    wire.reply(second, 200, { headers: [contact], body: description('bob', 'recvonly') });
    await wire.next('ACK');
    await held;
    const info = codeOf(wire.signaling.info('out', 'application/dtmf', '1'));
    const third = await wire.next('INFO');
    assert.deepEqual(
      [first.cseq, second.cseq, third.cseq],
      [1, 2, 3].map((step) => invite.cseq + step),
    );
    wire.reply(third, 200);
    assert.equal(await info, 'resolved');
  });
});
