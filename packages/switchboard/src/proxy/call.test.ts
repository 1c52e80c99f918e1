import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createSwitchboard, type Switchboard } from '../index.js';
import { SipClient } from '../../test/sip-client.js';

let board: Switchboard;
before(async () => {
  board = await createSwitchboard();
});
after(() => board.close());

test('two users call each other through the proxy, and hang up', async () => {
  const alice = await SipClient.registered(board.url, { user: 'alice' });
  const bob = await SipClient.registered(board.url, { user: 'bob' });
  const invite = await alice.submit(alice.request('INVITE', 'sip:bob@cadran.test', [], 'offer'));
  const incoming = await bob.nextRequest('INVITE');
  assert.equal(incoming.uri, bob.contact);
  assert.equal(incoming.body, 'offer');
  assert.equal(incoming.headers.get('Max-Forwards'), '69');
  assert.equal(incoming.headers.get('P-Asserted-Identity'), '"Alice" <sip:alice@cadran.test>');
  assert.equal(incoming.headers.has('Proxy-Authorization'), false);
  assert.equal(incoming.headers.getAll('Record-Route').length, 1);
  bob.respond(incoming, 180);
  assert.equal((await alice.nextResponse(invite, false)).status, 180);
  const accepted = bob.respond(incoming, 200, { body: 'answer' });
  const answer = await alice.nextResponse(invite);
  assert.equal(answer.body, 'answer');
  assert.equal(answer.headers.getAll('Via').length, 1);
  alice.send(alice.inDialog('ACK', invite, answer));
  await bob.nextRequest('ACK');
  for (const method of ['INFO', 'UPDATE', 'REFER', 'NOTIFY', 'PRACK']) {
    alice.send(alice.inDialog(method, invite, answer, 'x'));
    bob.respond(await bob.nextRequest(method), 200);
    await alice.next((m) => m.kind === 'response' && m.headers.get('CSeq')!.endsWith(method));
  }
  const bye = bob.inReverse('BYE', incoming, accepted);
  bob.send(bye);
  alice.respond(await alice.nextRequest('BYE'), 200);
  assert.equal((await bob.nextResponse(bye)).status, 200);
  await Promise.all([alice.close(), bob.close()]);
});
