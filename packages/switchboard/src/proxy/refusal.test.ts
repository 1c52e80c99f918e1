import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { SipClient } from '../../test/sip-client.js';
import { createSwitchboard, type Switchboard } from '../index.js';
import type { SipResponse } from '../message/message.js';

let board: Switchboard;
let alice: SipClient;
before(async () => {
  board = await createSwitchboard();
  alice = await SipClient.registered(board.url, { user: 'alice' });
});
after(async () => {
  await alice.close();
  await board.close();
});

const ask = (method: string, uri: string, extra: [string, string][] = []): Promise<SipResponse> =>
  alice.transact(alice.request(method, uri, extra));

describe('what the switchboard answers itself', () => {
  const cases: [string, number, string, string, [string, string][]?][] = [
    ['a user who is not registered', 480, 'INVITE', 'sip:bob@cadran.test'],
    ['nobody of that name', 404, 'INVITE', 'sip:nobody@cadran.test'],
    ['a number nobody has', 404, 'INVITE', 'tel:+33-1-23'],
    ['a foreign domain', 404, 'INVITE', 'sip:bob@elsewhere.test'],
    ['hops used up', 483, 'INVITE', 'sip:bob@cadran.test', [['Max-Forwards', '0']]],
    ['a proxy feature we lack', 420, 'INVITE', 'sip:bob@cadran.test', [['Proxy-Require', 'x']]],
    [
      'a route by somebody else',
      403,
      'INVITE',
      'sip:bob@cadran.test',
      [['Route', '<sip:p.test;lr>']],
    ],
    [
      'a dialog that is gone',
      480,
      'BYE',
      'sip:x@gone.invalid',
      [['To', '<sip:x@gone.invalid>;tag=1']],
    ],
    ['OPTIONS to the server', 200, 'OPTIONS', 'sip:cadran.test'],
    ['a method the server does not serve', 405, 'INVITE', 'sip:cadran.test'],
    ['a method nobody knows', 501, 'DANCE', 'sip:cadran.test'],
  ];
  for (const [what, status, method, uri, extra] of cases) {
    test(what, async () => {
      const response = await ask(method, uri, extra);
      assert.equal(response.status, status);
      assert.ok(response.headers.get('To')?.includes(';tag='));
    });
  }

  test('a subscription, while no event is served', async () => {
    const bob = await SipClient.registered(board.url, { user: 'bob' });
    assert.equal((await ask('SUBSCRIBE', 'sip:bob@cadran.test')).status, 489);
    await bob.close();
  });

  test('a CANCEL for nothing', async () => {
    const cancel = alice.cancel(alice.request('INVITE', 'sip:bob@cadran.test'));
    alice.send(cancel);
    assert.equal((await alice.nextResponse(cancel)).status, 481);
  });

  test('an ACK is never answered', async () => {
    alice.send(alice.request('ACK', 'sip:nobody@cadran.test'));
    await assert.rejects(alice.next(() => true, 50));
  });
});

test('a malformed request is answered where it can be, and the connection lives on', async () => {
  const broken = alice.request('MESSAGE', 'sip:bob@cadran.test');
  broken.headers.set('CSeq', '7 INVITE');
  alice.send(broken);
  const response = (await alice.next((m) => m.kind === 'response')) as SipResponse;
  assert.equal(response.status, 400);
  alice.send('complete nonsense');
  assert.equal((await ask('OPTIONS', 'sip:cadran.test')).status, 200);
});

test('a connection that only sends nonsense is closed', async () => {
  const strict = await createSwitchboard({ limits: { maxMalformed: 3 } });
  const client = await SipClient.connect(strict.url, { user: 'alice' });
  const closed = new Promise((resolve) => client.socket.once('close', resolve));
  for (let n = 0; n < 4; n += 1) client.send('nonsense');
  assert.equal(await closed, 1008);
  await strict.close();
});

test('a connection has a bounded number of open requests', async () => {
  const small = await createSwitchboard({ limits: { maxPending: 2 } });
  const client = await SipClient.registered(small.url, { user: 'alice' });
  for (let n = 0; n < 2; n += 1) {
    await client.submit(client.request('INVITE', 'sip:602@cadran.test'));
  }
  const third = client.request('INVITE', 'sip:602@cadran.test');
  client.send(third);
  const refused = await client.nextResponse(third);
  assert.equal(refused.status, 503);
  assert.equal(refused.headers.get('Retry-After'), '1');
  await client.close();
  await small.close();
});

test('challenges are asked for the methods that were chosen', async () => {
  const lax = await createSwitchboard({ challenge: [] });
  const client = await SipClient.registered(lax.url, { user: 'alice' });
  const request = client.request('MESSAGE', 'sip:bob@cadran.test');
  client.send(request);
  assert.equal((await client.nextResponse(request)).status, 480);
  await client.close();
  await lax.close();
});
