import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { Wire } from './wire.js';

const contact = 'Contact: <sip:peer@peer.invalid>';

let wire: Wire;
beforeEach(async () => {
  wire = await Wire.connected();
});
afterEach(() => wire.close());

describe('out of any dialog', () => {
  const all = 'ACK, BYE, CANCEL, INFO, INVITE, NOTIFY, OPTIONS, PRACK, REFER, UPDATE';

  for (const [method, headers, status] of [
    ['BYE', [], 481],
    ['INFO', [], 481],
    ['PRACK', ['RAck: 1 1 INVITE'], 481],
    ['UPDATE', [contact], 481],
    ['REFER', [contact, 'Refer-To: <sip:mallory@x.test>'], 603],
    ['NOTIFY', ['Event: refer', 'Subscription-State: active'], 481],
    ['NOTIFY', ['Event: message-summary', 'Subscription-State: active'], 489],
    ['NOTIFY', [], 489],
    ['MESSAGE', [], 405],
    ['SUBSCRIBE', ['Event: presence'], 405],
    ['REGISTER', [contact], 405],
    ['FLY', [], 405],
    ['CANCEL', [], 481],
    ['INVITE', [contact, 'Require: nonsense, 100rel'], 420],
    ['OPTIONS', ['Require: nonsense'], 420],
  ] as const) {
    test(`${method}${headers.length ? ` with ${headers.join()}` : ''} is answered ${status}`, async () => {
      wire.ask(method, { headers });
      const answer = await wire.next(`${status} ${method}`);
      if (status === 405)
        assert.equal(answer.header('Allow').replaceAll(',', ', ').replaceAll('  ', ' '), all);
      if (status === 420) assert.match(answer.header('Unsupported'), /^nonsense$/);
    });
  }

  test('OPTIONS is told what we can do', async () => {
    wire.ask('OPTIONS', { target: 'sip:anything@10.0.0.1:5060;transport=ws' });
    const answer = await wire.next('200 OPTIONS');
    assert.equal(answer.header('Allow'), all);
    assert.match(answer.header('Accept'), /application\/sdp/);
    assert.match(answer.header('Supported'), /replaces/);
  });

  test('of transfers OPTIONS is told by the phone that takes them only', async () => {
    const other = await Wire.connected({ followTransfers: 'never' });
    for (const [asked, takes] of [
      [wire, true],
      [other, false],
    ] as const) {
      asked.ask('OPTIONS');
      assert.equal((await asked.next('200 OPTIONS')).header('Allow').includes('REFER'), takes);
    }
    await other.signaling.dispose();
  });

  test('an INVITE with a body that we cannot read is refused', async () => {
    wire.ask('INVITE', {
      headers: [contact, 'Content-Type: multipart/mixed;boundary=x'],
      body: 'x',
    });
    assert.equal((await wire.next('415 INVITE')).header('Accept'), 'application/sdp');
    wire.ask('INVITE', {
      headers: [contact, 'Content-Type: application/sdp', 'Content-Encoding: gzip'],
      body: 'x',
    });
    await wire.next('415 INVITE');
  });

  test('an INVITE that comes a second way is told so', async () => {
    const once = { callId: 'merged', headers: [contact] };
    wire.ask('INVITE', once);
    await wire.next('100 INVITE');
    wire.ask('INVITE', once);
    await wire.next('482 INVITE');
  });

  test('an INVITE for somebody else, or in another scheme, is refused', async () => {
    wire.ask('INVITE', { target: 'sip:carol@cadran.test' });
    await wire.next('404 INVITE');
    wire.ask('INVITE', { target: 'tel:+33123456789' });
    await wire.next('416 INVITE');
  });
});
