import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { SipClient, type SipClientOptions } from '../../test/sip-client.js';
import { createSwitchboard, type Switchboard } from '../index.js';
import type { SipRequest } from '../message/message.js';

let board: Switchboard;
const clients: SipClient[] = [];
before(async () => {
  board = await createSwitchboard({ users: { alice: 'secret', bob: 'secret' } });
});
after(() => board.close());
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
});

async function register(user: string, options: Partial<SipClientOptions> = {}) {
  const client = await SipClient.registered(board.url, { user, ...options });
  clients.push(client);
  return client;
}

/** Alice calls Bob, and he is rung: her INVITE and the one that reached each of his devices. */
async function ring(devices = 1) {
  const alice = await register('alice');
  const bobs: SipClient[] = [];
  for (let n = 0; n < devices; n += 1) bobs.push(await register('bob'));
  const invite = await alice.submit(alice.request('INVITE', 'sip:bob@cadran.test', [], 'offer'));
  const rung: { bob: SipClient; incoming: SipRequest }[] = [];
  for (const bob of bobs) {
    const incoming = await bob.nextRequest('INVITE');
    bob.respond(incoming, 180);
    await alice.nextResponse(invite, false);
    rung.push({ bob, incoming });
  }
  return { alice, invite, first: rung[0]!, second: rung[1], rung };
}

describe('a call', () => {
  test('goes through, speaks in its dialog both ways, and is hung up', async () => {
    const { alice, invite, first } = await ring();
    const { bob, incoming } = first;
    assert.equal(incoming.uri, bob.contact);
    assert.equal(incoming.body, 'offer');
    assert.equal(incoming.headers.get('Max-Forwards'), '69');
    assert.equal(incoming.headers.has('Proxy-Authorization'), false);
    assert.equal(incoming.headers.getAll('Record-Route').length, 1);
    const accepted = bob.respond(incoming, 200, { body: 'answer' });
    const answer = await alice.nextResponse(invite);
    assert.equal(answer.body, 'answer');
    assert.equal(answer.headers.getAll('Via').length, 1);
    alice.send(alice.inDialog('ACK', invite, answer));
    await bob.nextRequest('ACK');
    for (const method of ['INVITE', 'INFO', 'UPDATE', 'REFER', 'NOTIFY', 'PRACK', 'MESSAGE']) {
      const request = alice.inDialog(method, invite, answer, 'x');
      alice.send(request);
      bob.respond(await bob.nextRequest(method), 200);
      assert.equal((await alice.nextResponse(request)).status, 200, method);
    }
    const bye = bob.inReverse('BYE', incoming, accepted);
    bob.send(bye);
    alice.respond(await alice.nextRequest('BYE'), 200);
    assert.equal((await bob.nextResponse(bye)).status, 200);
  });

  test('that is refused gets the refusal, and the ACK stays on each hop', async () => {
    const { alice, invite, first } = await ring();
    first.bob.respond(first.incoming, 486);
    const refused = await alice.nextResponse(invite);
    assert.equal(refused.status, 486);
    const ack = await first.bob.nextRequest('ACK');
    assert.equal(ack.headers.get('Via'), first.incoming.headers.get('Via'));
    alice.send(alice.ackRefusal(invite, refused));
    await assert.rejects(first.bob.nextRequest('ACK', 50));
  });

  test('that is given up cancels the ringing phone, with the reason given', async () => {
    const { alice, invite, first } = await ring();
    const cancel = alice.cancel(invite);
    cancel.headers.add('Reason', 'SIP;cause=487;text="Changed my mind"');
    alice.send(cancel);
    assert.equal((await alice.nextResponse(cancel)).status, 200);
    const cancelled = await first.bob.nextRequest('CANCEL');
    assert.match(cancelled.headers.get('Reason') ?? '', /Changed my mind/);
    assert.equal(cancelled.headers.get('Via'), first.incoming.headers.get('Via'));
    first.bob.respond(cancelled, 200);
    first.bob.respond(first.incoming, 487);
    assert.equal((await alice.nextResponse(invite)).status, 487);
  });

  test('that is given up before any sign of life is cancelled at the first one', async () => {
    const alice = await register('alice');
    const bob = await register('bob');
    const invite = await alice.submit(alice.request('INVITE', 'sip:bob@cadran.test'));
    const incoming = await bob.nextRequest('INVITE');
    alice.send(alice.cancel(invite));
    await assert.rejects(bob.nextRequest('CANCEL', 50));
    bob.respond(incoming, 180);
    bob.respond(await bob.nextRequest('CANCEL'), 200);
    bob.respond(incoming, 487);
    assert.equal((await alice.nextResponse(invite)).status, 487);
  });

  test('a repeated INVITE is answered again and not forwarded again', async () => {
    const { alice, invite, first } = await ring();
    alice.send(invite);
    assert.equal((await alice.nextResponse(invite, false)).status, 180);
    await assert.rejects(first.bob.nextRequest('INVITE', 50));
  });
});

describe('several phones of one user', () => {
  test('one answers, the others hear that the call was completed elsewhere', async () => {
    const { alice, invite, rung } = await ring(3);
    rung[1]!.bob.respond(rung[1]!.incoming, 200);
    assert.equal((await alice.nextResponse(invite)).status, 200);
    for (const { bob, incoming } of [rung[0]!, rung[2]!]) {
      const cancel = await bob.nextRequest('CANCEL');
      assert.equal(cancel.headers.get('Reason'), 'SIP;cause=200;text="Call completed elsewhere"');
      bob.respond(cancel, 200);
      bob.respond(incoming, 487);
      await bob.nextRequest('ACK');
    }
    await assert.rejects(alice.nextResponse(invite, true, 50), 'a 487 reached the caller');
  });

  test('both answer at once: the caller gets both, to choose', async () => {
    const { alice, invite, first, second } = await ring(2);
    first.bob.respond(first.incoming, 200);
    second!.bob.respond(second!.incoming, 200);
    const one = await alice.nextResponse(invite);
    const two = await alice.nextResponse(invite);
    assert.notEqual(one.headers.get('To'), two.headers.get('To'));
  });

  test('one is busy while the other rings on', async () => {
    const { alice, invite, first, second } = await ring(2);
    first.bob.respond(first.incoming, 486);
    await assert.rejects(alice.nextResponse(invite, true, 50));
    second!.bob.respond(second!.incoming, 408);
    assert.equal((await alice.nextResponse(invite)).status, 486, 'the telling one is chosen');
  });

  test('a 6xx from one stops them all', async () => {
    const { alice, invite, first, second } = await ring(2);
    first.bob.respond(first.incoming, 603);
    const cancel = await second!.bob.nextRequest('CANCEL');
    assert.match(cancel.headers.get('Reason') ?? '', /cause=603/);
    second!.bob.respond(cancel, 200);
    second!.bob.respond(second!.incoming, 487);
    assert.equal((await alice.nextResponse(invite)).status, 603);
  });
});

describe('identity', () => {
  test('is what was proved, whatever the caller claims', async () => {
    const alice = await register('alice');
    const bob = await register('bob');
    const claims = [
      ['P-Asserted-Identity', '<sip:boss@cadran.test>'],
      ['Remote-Party-ID', '<sip:boss@cadran.test>'],
    ] as const;
    const invite = await alice.submit(alice.request('INVITE', 'sip:bob@cadran.test', claims));
    const incoming = await bob.nextRequest('INVITE');
    assert.deepEqual(incoming.headers.getAll('P-Asserted-Identity'), [
      '"alice" <sip:alice@cadran.test>',
    ]);
    assert.equal(incoming.headers.has('Remote-Party-ID'), false);
    bob.respond(incoming, 200, { headers: [['P-Asserted-Identity', '<sip:boss@cadran.test>']] });
    const answer = await alice.nextResponse(invite);
    assert.equal(answer.headers.get('P-Asserted-Identity'), '<sip:bob@cadran.test>');
  });

  test('is kept back when the caller asks for privacy', async () => {
    const alice = await register('alice');
    const bob = await register('bob');
    const extra = [['Privacy', 'id']] as const;
    await alice.submit(alice.request('INVITE', 'sip:bob@cadran.test', extra));
    assert.equal((await bob.nextRequest('INVITE')).headers.has('P-Asserted-Identity'), false);
  });

  test('is refused when From is somebody else', async () => {
    const alice = await register('alice');
    const extra = [['From', '<sip:bob@cadran.test>;tag=1']] as const;
    const request = alice.request('INVITE', 'sip:bob@cadran.test', extra);
    assert.equal((await alice.transact(request)).status, 403);
  });
});

describe('messages', () => {
  test('are relayed end to end, any text', async () => {
    const alice = await register('alice');
    const bob = await register('bob');
    const text = 'Grüße \u{1F600} <b>';
    const sent = alice.transact(alice.request('MESSAGE', 'sip:bob@cadran.test', [], text));
    const incoming = await bob.nextRequest('MESSAGE');
    assert.equal(incoming.body, text);
    assert.equal(incoming.headers.has('Record-Route'), false);
    bob.respond(incoming, 202);
    assert.equal((await sent).status, 202);
  });

  test('to somebody who is not there are refused with 480', async () => {
    const alice = await register('alice');
    const request = alice.request('MESSAGE', 'sip:bob@cadran.test', [], 'hello');
    assert.equal((await alice.transact(request)).status, 480);
  });
});
