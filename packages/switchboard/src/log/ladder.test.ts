import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SipClient } from '../../test/sip-client.js';
import { createSwitchboard } from '../index.js';

test('the ladder names people, draws arrows the right way, and holds no secret', async () => {
  const board = await createSwitchboard();
  const alice = await SipClient.registered(board.url, { user: 'alice', algorithms: ['MD5'] });
  const bob = await SipClient.registered(board.url, { user: 'bob' });
  const invite = await alice.submit(alice.request('INVITE', 'sip:bob@cadran.test'));
  bob.respond(await bob.nextRequest('INVITE'), 486);
  await alice.nextResponse(invite);
  const ladder = board.ladder();
  const [heading = '', ...rows] = ladder.split('\n');
  assert.match(heading, /alice +switchboard +bob/);
  assert.match(rows[0] ?? '', /^ +0\.000 {2}\|-+ REGISTER cadran\.test -+>\|/);
  assert.match(ladder, /<-+ 401 Unauthorized \(REGISTER\) -*\|/);
  assert.match(ladder, /\|<-+ 486 Busy Here \(INVITE\) -+\|/);
  const secret = /response="[0-9a-f]{32,}/;
  assert.ok(board.messages.some(({ text }) => /^Authorization: Digest/m.test(text)));
  assert.ok(board.messages.every(({ text }) => !secret.test(text)));
  await alice.close();
  await bob.close();
  await board.close();
});

test('the transcript is bounded, and can be followed', async () => {
  const board = await createSwitchboard({ transcript: 3 });
  const heard: string[] = [];
  const stop = board.onMessage(({ method }) => heard.push(method));
  const alice = await SipClient.registered(board.url, { user: 'alice' });
  assert.equal(heard.length, 4);
  assert.equal(board.messages.length, 3);
  stop();
  await alice.register();
  assert.equal(heard.length, 4);
  assert.ok(Object.isFrozen(board.messages[0]));
  await alice.close();
  await board.close();
});

test('two phones of one user have a column each', async () => {
  const board = await createSwitchboard();
  const one = await SipClient.registered(board.url, { user: 'alice' });
  const two = await SipClient.registered(board.url, { user: 'alice' });
  assert.match(board.ladder(), /alice \(ws-1\) +switchboard +alice \(ws-2\)/);
  await one.close();
  await two.close();
  await board.close();
});
