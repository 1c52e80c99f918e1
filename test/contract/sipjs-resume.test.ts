import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import type { SipKeepingPart } from '../../packages/core/src/adapters/sipjs/keeping-session.js';
import { openKeeping } from '../../packages/core/src/adapters/sipjs/open-keeping.js';
import { createManualClock } from '../../packages/core/src/adapters/fake/manual-clock.js';
import { createDeferred } from '../../packages/core/src/kernel/deferred.js';
import { createLazyPart } from '../../packages/core/src/kernel/lazy-part.js';
import type { DialogRecord } from '../../packages/core/src/ports/signaling.js';
import { assertSays, codeOf, description } from './line.js';
import type { Message } from './wire.js';
import { Wire } from './wire.js';

const open: Wire[] = [];
afterEach(async () => {
  for (const wire of open.splice(0)) {
    await wire.close();
  }
});

function keep(wire: Wire): Wire {
  open.push(wire);
  return wire;
}

const routes = ['<sip:one.test;lr>', '<sip:two.test;lr;x=1>'];

function lastRecord(wire: Wire): DialogRecord {
  const last = wire.line.facts.findLast(({ type }) => type === 'dialog');
  assert.ok(last?.type === 'dialog');
  return last.dialog;
}

/** A call whose engine is gone: its first INVITE, and the record it left. */
async function abandoned(): Promise<{ invite: Message; record: DialogRecord }> {
  const wire = keep(await Wire.connected());
  const invite = await wire.dialled('out', {
    headers: [
      'Contact: <sip:peer@peer.invalid;transport=ws>',
      ...[...routes].reverse().map((route) => `Record-Route: ${route}`),
    ],
  });
  await wire.line.next('dialog');
  return { invite, record: lastRecord(wire) };
}

async function resumed(): Promise<{ wire: Wire; invite: Message; record: DialogRecord }> {
  const { invite, record } = await abandoned();
  const wire = keep(new Wire());
  wire.signaling.resume?.('again', record);
  await wire.line.connect();
  return { wire, invite, record };
}

const contactUser = (message: Message): string =>
  /<sip:([^@]+)@([^;>]+)/.exec(message.header('Contact'))?.slice(1).join(' at ') ?? '';
const viaHost = (message: Message): string => /WSS? ([^;]+)/.exec(message.header('Via'))?.[1] ?? '';

describe('a resumed dialog on the wire', () => {
  test('is the same: names, route, target, Contact and Via; the CSeq rises with a gap', async () => {
    const { wire, invite } = await resumed();
    const offered = wire.signaling.reinvite('again', description('alice'));
    const again = await wire.next('INVITE');
    for (const header of ['Call-ID', 'From']) {
      assert.equal(again.header(header), invite.header(header));
    }
    assert.equal(again.tag('To'), 'peer');
    assert.deepEqual(again.headers('Route'), routes);
    assert.equal(again.target, 'sip:peer@peer.invalid;transport=ws');
    assert.equal(contactUser(again), contactUser(invite));
    assert.equal(viaHost(again), viaHost(invite));
    assert.ok(again.cseq > invite.cseq + 100, `${again.cseq}`);
    wire.reply(again, 200, { body: description('bob') });
    const ack = await wire.next('ACK');
    assert.equal(ack.cseq, again.cseq);
    await offered;
  });

  test('agrees on the time of the session anew, with the first offer', async () => {
    const { record } = await abandoned();
    const clock = createManualClock();
    const wire = keep(new Wire({ clock }));
    wire.signaling.resume?.('again', record);
    await wire.line.connect();
    await clock.advance(10_000);
    assert.deepEqual(wire.sent, []);
    const offered = wire.signaling.reinvite('again', description('alice'));
    const again = await wire.next('INVITE');
    assert.equal(again.header('Session-Expires'), '1800');
    const headers = ['Contact: <sip:peer@peer.invalid>', 'Session-Expires: 120;refresher=uac'];
    wire.reply(again, 200, { headers, body: description('bob') });
    await wire.next('ACK');
    await offered;
    await clock.advance(60_001);
    assert.equal((await wire.next('INVITE')).header('Session-Expires'), '120;refresher=uac');
  });

  test('registers under the same address', async () => {
    const { wire, invite } = await resumed();
    const registered = wire.signaling.register({ expires: 600 });
    const register = await wire.next('REGISTER');
    assert.equal(contactUser(register), contactUser(invite));
    assert.equal(viaHost(register), viaHost(invite));
    wire.reply(register, 200);
    await registered;
  });

  test('offers again after the first offer was refused', async () => {
    const { wire } = await resumed();
    for (const [status, code] of [
      [491, 'signaling/glare'],
      [488, 'signaling/rejected'],
    ] as const) {
      const refused = codeOf(wire.signaling.reinvite('again', description('alice')));
      wire.reply(await wire.next('INVITE'), status);
      await wire.next('ACK');
      assert.equal(await refused, code);
    }
    const offered = wire.signaling.reinvite('again', description('alice'));
    wire.reply(await wire.next('INVITE'), 200, { body: description('bob') });
    await wire.next('ACK');
    assert.equal((await offered).sdp, description('bob'));
  });

  test('says nothing of its own accord when the connection is lost before anything was agreed', async () => {
    const { wire } = await resumed();
    wire.drop();
    await wire.line.connect();
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(wire.sent, []);
  });

  test('answers their BYE, and 481 to one of a dialog that nobody has', async () => {
    const { wire, invite } = await resumed();
    wire.askCaller(invite, 'BYE', 900);
    await wire.next('200 BYE');
    assertSays(await wire.line.next('ended'), { id: 'again', by: 'remote', reason: 'hangup' });
    wire.askCaller(invite, 'BYE', 901);
    await wire.next('481 BYE');
  });
});

describe('the record of a dialog', () => {
  test('follows the CSeq of both sides and the target', async () => {
    const { wire, invite, record } = await resumed();
    const info = wire.signaling.info('again', 'application/dtmf', '5');
    wire.reply(await wire.next('INFO'), 200);
    await info;
    const before = lastRecord(wire);
    assert.ok(before.localSequence > record.localSequence);
    const offer = wire.askCaller(invite, 'INVITE', 77, {
      headers: ['Contact: <sip:moved@peer.invalid>'],
      body: description('bob'),
    });
    const { exchange } = await wire.line.next('offer');
    wire.signaling.answerOffer('again', exchange, description('alice'));
    await wire.next('200 INVITE');
    wire.askCaller(invite, 'ACK', offer.cseq);
    await wire.line.when(
      () =>
        wire.line.facts.find((fact) => fact.type === 'dialog' && fact.dialog.remoteSequence === 77),
      'the new record',
    );
    assert.equal(lastRecord(wire).remoteTarget, 'sip:moved@peer.invalid');
    assert.equal(lastRecord(wire).contact, record.contact);
  });

  test('is said once for what goes together, and not for what changes nothing', async () => {
    const { wire } = await resumed();
    const count = (): number => wire.line.facts.filter(({ type }) => type === 'dialog').length;
    const offered = wire.signaling.reinvite('again', description('alice'));
    const invite = await wire.next('INVITE');
    await wire.line.next('dialog');
    const before = count();
    wire.reply(invite, 200, { body: description('bob') });
    await wire.next('ACK');
    await offered;
    wire.ask('OPTIONS');
    await wire.next('200 OPTIONS');
    assert.equal(count(), before, 'the same target again is no news');
  });

  test('is said of a call as it is when the part that reads it comes', async () => {
    const load = createDeferred<SipKeepingPart>();
    const keeping = createLazyPart(() => load.promise);
    const wire = keep(await Wire.connected({ keeping }));
    const invite = await wire.dialled();
    wire.askCaller(invite, 'INFO', 42);
    await wire.next('200 INFO');
    assert.ok(!wire.line.facts.some(({ type }) => type === 'dialog'));
    void keeping.load();
    load.resolve({ openKeeping });
    await wire.line.next('dialog');
    const { callId, remoteSequence } = lastRecord(wire);
    assert.deepEqual([callId, remoteSequence], [invite.header('Call-ID'), 42]);
    wire.askCaller(invite, 'INFO', 43);
    await wire.line.next('dialog', ({ dialog }) => dialog.remoteSequence === 43);
  });

  test('holds no secret: no password, nonce, digest or SDP key', async () => {
    const wire = keep(
      await Wire.connected({
        uri: 'sip:alice:canary-uri@cadran.test',
        credentials: { username: 'alice', password: 'canary-password' },
        registers: true,
      }),
    );
    const challenge = 'WWW-Authenticate: Digest realm="cadran.test", nonce="canary-nonce"';
    const registered = wire.signaling.register({ expires: 600 });
    wire.reply(await wire.next('REGISTER'), 401, { headers: [challenge] });
    wire.reply(await wire.next('REGISTER'), 200);
    await registered;
    const sdp = `${description('alice')}a=fingerprint:sha-256 canary-key\r\na=ice-pwd:canary-ice\r\n`;
    wire.signaling.invite('out', { target: 'sip:bob@cadran.test', sdp });
    const proxy = challenge.replace('WWW', 'Proxy');
    wire.reply(await wire.next('INVITE'), 407, { headers: [proxy] });
    wire.reply(await wire.next('INVITE'), 200, { body: sdp });
    await wire.line.next('dialog');
    assert.doesNotMatch(JSON.stringify(lastRecord(wire)), /canary/);
  });
});

test('an INVITE that replaces a lost dialog names it from the far side and will not ring as a new call', async () => {
  const { wire, record } = await resumed();
  const { remoteTarget: target } = record;
  wire.signaling.invite('again', { target, sdp: description('alice'), inPlaceOf: record });
  const invite = await wire.next('INVITE');
  assert.equal(
    invite.header('Replaces'),
    `${record.callId};to-tag=peer;from-tag=${record.localTag}`,
  );
  assert.match(invite.header('Require'), /replaces/);
  wire.reply(invite, 481);
  const ended = await wire.line.next('ended');
  assertSays(ended, { id: 'again', by: 'remote' });
  assert.equal(ended.sip?.status, 481);
  const bye = await wire.next('BYE');
  assert.equal(bye.header('Call-ID'), record.callId, 'the old dialog is not left open');
});
