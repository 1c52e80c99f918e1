import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { ManualClock } from '../../test/manual-clock.js';
import { SipClient, type SipClientOptions } from '../../test/sip-client.js';
import { until } from '../../test/until.js';
import { createSwitchboard, type Switchboard, type SwitchboardOptions } from '../index.js';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function start(options: SwitchboardOptions = {}): Promise<Switchboard> {
  const board = await createSwitchboard(options);
  open.push(board);
  return board;
}

async function connect(board: Switchboard, options: Partial<SipClientOptions> = {}) {
  const client = await SipClient.connect(board.url, { user: 'alice', ...options });
  open.push(client);
  return client;
}

describe('who may register', () => {
  for (const algorithm of ['MD5', 'SHA-256'] as const) {
    test(`the right password by ${algorithm}`, async () => {
      const board = await start();
      const client = await connect(board, { algorithms: [algorithm] });
      assert.equal((await client.register()).status, 200);
      assert.equal(board.bindings('alice')[0]?.contact, client.contact);
    });
  }

  test('a challenge offers the algorithms in their order, in the chosen realm', async () => {
    const board = await start({ realm: 'office', algorithms: ['MD5', 'SHA-256'] });
    const client = await connect(board);
    const request = client.request('REGISTER', 'sip:cadran.test');
    client.send(request);
    const challenges = (await client.nextResponse(request)).headers.getAll('WWW-Authenticate');
    assert.match(challenges[0]!, /realm="office".*algorithm=MD5/);
    assert.match(challenges[1]!, /algorithm=SHA-256/);
  });

  test('a wrong password is challenged again, or refused where that is wanted', async () => {
    const client = await connect(await start(), { password: 'wrong' });
    assert.equal((await client.register()).status, 401);
    const strict = await connect(await start({ wrongPassword: 403 }), { password: 'wrong' });
    assert.equal((await strict.register()).status, 403);
  });

  test('an unknown user and a foreign domain are not found', async () => {
    const board = await start();
    assert.equal((await (await connect(board, { user: 'eve' })).register()).status, 404);
    assert.equal((await (await connect(board, { domain: 'other.test' })).register()).status, 404);
  });

  test('nobody registers for somebody else', async () => {
    const client = await connect(await start());
    const request = client.request('REGISTER', 'sip:cadran.test', [
      ['To', '<sip:bob@cadran.test>'],
      ['Contact', `<${client.contact}>`],
    ]);
    assert.equal((await client.transact(request)).status, 403);
  });

  test('an old nonce and a replayed count are stale, not wrong', async () => {
    const clock = new ManualClock();
    const client = await connect(await start({ clock, nonceLifetime: 60 }));
    const first = client.request('REGISTER', 'sip:cadran.test');
    client.send(first);
    const challenged = await client.nextResponse(first);
    const good = client.withCredentials(first, challenged);
    client.send(good);
    assert.equal((await client.nextResponse(good)).status, 200);
    const replay = client.withCredentials(first, challenged);
    replay.headers.set('Authorization', good.headers.get('Authorization') ?? '');
    client.send(replay);
    const refused = await client.nextResponse(replay);
    assert.equal(refused.status, 401);
    assert.match(refused.headers.get('WWW-Authenticate') ?? '', /stale=true/);
    clock.advance(61_000);
    const late = client.withCredentials(first, challenged);
    client.send(late);
    const stale = await client.nextResponse(late);
    assert.match(stale.headers.get('WWW-Authenticate') ?? '', /stale=true/);
    const fresh = client.withCredentials(first, stale);
    client.send(fresh);
    assert.equal((await client.nextResponse(fresh)).status, 200);
  });

  test('credentials for another Request-URI are refused', async () => {
    const client = await connect(await start());
    const request = client.request('REGISTER', 'sip:cadran.test');
    client.send(request);
    const moved = client.withCredentials(request, await client.nextResponse(request));
    moved.uri = 'sip:cadran.test;x=1';
    client.send(moved);
    assert.equal((await client.nextResponse(moved)).status, 400);
  });
});

describe('bindings', () => {
  test('several devices of a user are all listed with what is left of their time', async () => {
    const clock = new ManualClock();
    const board = await start({ clock });
    const one = await connect(board, { instance: 'one' });
    const two = await connect(board, { instance: 'two' });
    await one.register(600);
    clock.advance(100_000);
    const contacts = (await two.register(300)).headers.getAll('Contact');
    assert.equal(contacts[0], `<${one.contact}>;expires=500;+sip.instance="<urn:uuid:one>"`);
    assert.equal(contacts[1], `<${two.contact}>;expires=300;+sip.instance="<urn:uuid:two>"`);
  });

  test('the same instance replaces its older contact', async () => {
    const board = await start();
    const old = await connect(board, { instance: 'one' });
    const young = await connect(board, { instance: 'one' });
    await old.register();
    await young.register();
    assert.deepEqual(
      board.bindings('alice').map((binding) => binding.contact),
      [young.contact],
    );
    await old.close();
    assert.equal(board.bindings('alice').length, 1, 'the new socket keeps its binding');
  });

  test('a binding ends with its time, its socket, Expires: 0 or a star', async () => {
    const clock = new ManualClock();
    const board = await start({ clock });
    const client = await connect(board);
    await client.register(60);
    clock.advance(60_000);
    assert.equal(board.bindings('alice').length, 0);
    await client.register();
    assert.equal((await client.register(0)).headers.has('Contact'), false);
    await client.register();
    const star = client.request('REGISTER', 'sip:cadran.test', [
      ['Contact', '*'],
      ['Expires', '0'],
    ]);
    assert.equal((await client.transact(star)).status, 200);
    assert.equal(board.bindings('alice').length, 0);
    await client.register();
    await client.close();
    await until(() => board.bindings('alice').length === 0);
  });

  test('a star that is not alone, or without Expires: 0, changes nothing', async () => {
    const board = await start();
    const client = await connect(board);
    await client.register();
    const request = client.request('REGISTER', 'sip:cadran.test', [['Contact', '*']]);
    assert.equal((await client.transact(request)).status, 400);
    assert.equal(board.bindings('alice').length, 1);
  });

  test('too short a time is refused with the least that is allowed, too long is cut', async () => {
    const client = await connect(await start({ expires: { min: 60, max: 1000 } }));
    const brief = await client.register(59);
    assert.equal(brief.status, 423);
    assert.equal(brief.headers.get('Min-Expires'), '60');
    assert.match((await client.register(5000)).headers.get('Contact') ?? '', /expires=1000/);
  });

  test('an older number in the same registration is out of order', async () => {
    const client = await connect(await start());
    await client.register();
    const again = client.request('REGISTER', 'sip:cadran.test', [
      ['Call-ID', client.registerCallId],
      ['Contact', `<${client.contact}>`],
      ['CSeq', '1 REGISTER'],
    ]);
    client.send(again);
    const challenged = await client.nextResponse(again);
    const late = client.withCredentials(again, challenged);
    late.headers.set('CSeq', '2 REGISTER');
    client.send(late);
    assert.equal((await client.nextResponse(late)).status, 500);
  });

  test('a user has a bounded number of contacts', async () => {
    const board = await start({ limits: { maxBindings: 2 } });
    for (const status of [200, 200, 503]) {
      assert.equal((await (await connect(board)).register()).status, status);
    }
  });
});
