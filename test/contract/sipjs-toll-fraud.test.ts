import assert from 'node:assert/strict';
import { test } from 'node:test';
import { composePhone } from '@cadran/core';
import { createFakeMedia, createManualClock } from '@cadran/core/testing';
import { description } from './line.js';
import { Wire } from './wire.js';

const contact = 'Contact: <sip:peer@peer.invalid>';

const targets = [
  '<sip:+19005550199@cadran.test>',
  'sip:+19005550199@cadran.test',
  '<tel:+88137770123>',
  '<sips:+19005550199@cadran.test;user=phone>',
  '<sip:+19005550199@cadran.test;method=INVITE>',
  '<sip:+19005550199@cadran.test?Replaces=a%3Bto-tag%3Db%3Bfrom-tag%3Dc>',
  '<sip:+19005550199@cadran.test?Answer-Mode=Auto&Route=%3Csip%3Aevil.test%3E>',
  '"Your bank" <sip:+19005550199@evil.test;maddr=10.0.0.1;lr>',
  '<sip:alice@cadran.test>',
  '<sip:%0d%0aINVITE@cadran.test>',
  '<https://evil.test/>',
  '<urn:service:sos>',
  '<sip:',
  '*',
];

const additions = [
  [],
  ['Refer-Sub: false'],
  ['Refer-Sub: true', 'Supported: norefersub'],
  ['Require: norefersub'],
  ['Referred-By: <sip:alice@cadran.test>'],
  ['Target-Dialog: x;local-tag=a;remote-tag=b'],
  ['Call-Info: <sip:x>;answer-after=0', 'Alert-Info: <http://x>;info=alert-autoanswer'],
  ['Event: refer', 'Expires: 0'],
];

test('a thousand crafted REFERs dial nothing', { timeout: 30_000 }, async () => {
  const clock = createManualClock();
  const wire = await Wire.connected({ clock });
  const phone = composePhone(
    { signaling: wire.signaling, media: createFakeMedia(), clock },
    { account: { uri: 'sip:alice@cadran.test' }, register: false },
  );
  const invite = wire.ask('INVITE', { body: description('mallory') });
  await wire.next('100 INVITE');
  await wire.next('180 INVITE');
  const [id = ''] = phone.state.get().order;
  const answered = phone.call(id).answer();
  const answer = await wire.next('200 INVITE');
  wire.askCallee(answer, 'ACK', invite.cseq);
  await answered;

  const refusals = new Set<string>();
  for (let count = 0; count < 1_000; count += 1) {
    const headers = [contact, ...(additions[count % additions.length] ?? [])];
    const target = targets[count % targets.length] ?? '';
    if (count % 11 !== 0) headers.push(`Refer-To: ${target}`);
    if (count % 5 === 0) wire.ask('REFER', { headers });
    else wire.askCallee(answer, 'REFER', 10 + count, { headers });
    // Long enough for every request that was put to the person to run out.
    if (count % 20 === 0) await clock.advance(26_000);
    // Slow enough that none is shed as a flood, unread.
    await clock.advance(100);
    for (const { kind } of wire.sent) refusals.add(kind);
    const others = wire.sent.filter(({ kind }) => !/^(4|6)\d\d REFER$/.test(kind));
    assert.deepEqual(
      others.map(({ text }) => text),
      [],
    );
    wire.sent.length = 0;
  }
  assert.equal(phone.state.get().order.length, 1);
  assert.ok(
    ['400 REFER', '416 REFER', '480 REFER', '491 REFER', '603 REFER'].every((each) =>
      refusals.has(each),
    ),
    [...refusals].join(),
  );

  wire.drop();
  const disposed = phone.dispose();
  await clock.advance(10_000);
  await disposed;
});
