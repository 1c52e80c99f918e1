import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { ManualClock } from '../../test/manual-clock.js';
import { SipClient } from '../../test/sip-client.js';
import { until } from '../../test/until.js';
import { createSwitchboard, type Switchboard } from '../index.js';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function setting(instance: string | undefined = 'laptop') {
  const clock = new ManualClock();
  const board = await createSwitchboard({ clock, challenge: [] });
  open.push(board);
  const alice = await register(board, 'alice', 'desk');
  const bob = await register(board, 'bob', instance);
  return { clock, board, alice, bob };
}

async function register(board: Switchboard, user: string, instance: string | undefined) {
  const client = await SipClient.registered(board.url, {
    user,
    ...(instance === undefined ? {} : { instance }),
  });
  open.push(client);
  return client;
}

async function talk({ alice, bob }: { alice: SipClient; bob: SipClient }) {
  const invite = await alice.submit(alice.request('INVITE', 'sip:bob@cadran.test'));
  const incoming = await bob.nextRequest('INVITE');
  bob.respond(incoming, 200);
  const answer = await alice.nextResponse(invite);
  alice.send(alice.inDialog('ACK', invite, answer));
  await bob.nextRequest('ACK');
  return { invite, incoming, answer };
}

describe('a lost socket', () => {
  test('does not end the call: requests wait for the device and reach it on its new socket', async () => {
    const s = await setting();
    const { invite, answer } = await talk(s);
    s.bob.terminate();
    await until(() => s.board.bindings('bob').length === 0);
    const info = s.alice.inDialog('INFO', invite, answer);
    s.alice.send(info);
    const again = await register(s.board, 'bob', 'laptop');
    const received = await again.nextRequest('INFO');
    assert.equal(received.uri, s.bob.contact, 'the old contact still names the device');
    again.respond(received, 200);
    assert.equal((await s.alice.nextResponse(info)).status, 200);
  });

  test('leaves requests refused once the device did not come back in time', async () => {
    const s = await setting();
    const { invite, answer } = await talk(s);
    s.bob.terminate();
    await until(() => s.board.bindings('bob').length === 0);
    const info = s.alice.inDialog('INFO', invite, answer);
    s.alice.send(info);
    await until(() => s.board.messages.some((entry) => entry.method === 'INFO'));
    s.clock.advance(5000);
    assert.equal((await s.alice.nextResponse(info)).status, 480);
  });

  test('is not waited for when the device had unregistered', async () => {
    const s = await setting();
    const { invite, answer } = await talk(s);
    await s.bob.register(0);
    await s.bob.close();
    const bye = s.alice.inDialog('BYE', invite, answer);
    s.alice.send(bye);
    assert.equal((await s.alice.nextResponse(bye)).status, 480);
  });

  test('while ringing: the device may answer from its new socket', async () => {
    const s = await setting();
    const invite = await s.alice.submit(s.alice.request('INVITE', 'sip:bob@cadran.test'));
    const incoming = await s.bob.nextRequest('INVITE');
    s.bob.respond(incoming, 180);
    await s.alice.nextResponse(invite, false);
    s.bob.terminate();
    await until(() => s.board.bindings('bob').length === 0);
    const again = await register(s.board, 'bob', 'laptop');
    again.respond(incoming, 200);
    assert.equal((await s.alice.nextResponse(invite)).status, 200);
  });

  test('while ringing: a phone that is gone for good makes the caller hear 480', async () => {
    const s = await setting();
    const invite = await s.alice.submit(s.alice.request('INVITE', 'sip:bob@cadran.test'));
    s.bob.respond(await s.bob.nextRequest('INVITE'), 180);
    await s.alice.nextResponse(invite, false);
    s.bob.terminate();
    await until(() => s.board.bindings('bob').length === 0);
    s.clock.advance(5000);
    assert.equal((await s.alice.nextResponse(invite)).status, 480);
  });

  test('of a caller who does not come back stops the ringing', async () => {
    const s = await setting();
    await s.alice.submit(s.alice.request('INVITE', 'sip:bob@cadran.test'));
    s.bob.respond(await s.bob.nextRequest('INVITE'), 180);
    await until(() => s.board.messages.some(({ status }) => status === 180));
    s.alice.terminate();
    await until(() => s.board.bindings('alice').length === 0);
    s.clock.advance(5000);
    await s.bob.nextRequest('CANCEL');
  });
});

describe('silence', () => {
  test('of a phone that never answers at all ends in 408', async () => {
    const s = await setting();
    const invite = await s.alice.submit(s.alice.request('INVITE', 'sip:bob@cadran.test'));
    await s.bob.nextRequest('INVITE');
    s.clock.advance(32_000);
    assert.equal((await s.alice.nextResponse(invite)).status, 408);
  });

  test('of a phone that rings for ever ends in a CANCEL, and in 487 without its answer', async () => {
    const s = await setting();
    const invite = await s.alice.submit(s.alice.request('INVITE', 'sip:bob@cadran.test'));
    s.bob.respond(await s.bob.nextRequest('INVITE'), 180);
    await s.alice.nextResponse(invite, false);
    s.clock.advance(180_000);
    await s.bob.nextRequest('CANCEL');
    s.clock.advance(32_000);
    assert.equal((await s.alice.nextResponse(invite)).status, 487);
  });
});

test('after closing, no timer is left', async () => {
  const s = await setting();
  await talk(s);
  await s.alice.submit(s.alice.request('INVITE', 'sip:602@cadran.test'));
  assert.ok(s.clock.pending > 0);
  await s.board.close();
  assert.equal(s.clock.pending, 0);
});
