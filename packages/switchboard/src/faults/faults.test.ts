import assert from 'node:assert/strict';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { ManualClock } from '../../test/manual-clock.js';
import { SipClient } from '../../test/sip-client.js';
import { until } from '../../test/until.js';
import { createSwitchboard, type Switchboard } from '../index.js';

let clock: ManualClock;
let board: Switchboard;
let alice: SipClient;
let bob: SipClient;
beforeEach(async () => {
  clock = new ManualClock();
  board = await createSwitchboard({ clock, challenge: [] });
  alice = await SipClient.registered(board.url, { user: 'alice' });
  bob = await SipClient.registered(board.url, { user: 'bob' });
});
afterEach(async () => {
  await alice.close();
  await bob.close();
  await board.close();
});

const message = (text: string) => alice.request('MESSAGE', 'sip:bob@cadran.test', [], text);

describe('messages can be', () => {
  test('dropped, until the hook is taken out', async () => {
    const stop = board.intercept(({ direction, message: m }) =>
      direction === 'out' && m.kind === 'request' && m.method === 'MESSAGE' ? 'drop' : undefined,
    );
    alice.send(message('one'));
    await assert.rejects(bob.nextRequest('MESSAGE', 50));
    stop();
    alice.send(message('two'));
    assert.equal((await bob.nextRequest('MESSAGE')).body, 'two');
    assert.match(board.ladder(), /MESSAGE.*\(dropped\)/);
  });

  test('delayed, so that a later one overtakes them', async () => {
    board.intercept(({ direction, message: m }) =>
      direction === 'in' && m.body === 'slow' ? { delay: 1000 } : undefined,
    );
    alice.send(message('slow'));
    alice.send(message('fast'));
    assert.equal((await bob.nextRequest('MESSAGE')).body, 'fast');
    await assert.rejects(bob.nextRequest('MESSAGE', 30));
    clock.advance(1000);
    assert.equal((await bob.nextRequest('MESSAGE')).body, 'slow');
  });

  test('repeated: the proxy takes a request once, a client gets what is sent to it', async () => {
    const stop = board.intercept(({ direction, message: m }) =>
      direction === 'in' && m.kind === 'request' ? { copies: 3 } : undefined,
    );
    alice.send(message('in'));
    await bob.nextRequest('MESSAGE');
    await assert.rejects(bob.nextRequest('MESSAGE', 50));
    stop();
    board.intercept(({ party }) => (party === 'bob' ? { copies: 2 } : undefined));
    alice.send(message('out'));
    await bob.nextRequest('MESSAGE');
    await bob.nextRequest('MESSAGE');
  });

  test('rewritten, as a message or byte for byte', async () => {
    const stop = board.intercept(({ direction, message: m }) => {
      if (direction !== 'out' || m.kind !== 'request') return undefined;
      m.body = 'other';
      return { rewrite: m };
    });
    alice.send(message('text'));
    assert.equal((await bob.nextRequest('MESSAGE')).body, 'other');
    stop();
    board.intercept(({ party }) => (party === 'bob' ? { rewrite: 'GARBAGE' } : undefined));
    alice.send(message('text'));
    await until(() => bob.frames.includes('GARBAGE'));
  });
});

describe('sockets can be', () => {
  test('closed with a code, and cut', async () => {
    const closed = once(alice.socket, 'close');
    board.sockets.of('alice')[0]?.close(4000, 'test');
    assert.equal((await closed)[0], 4000);
    const cut = once(bob.socket, 'close');
    board.sockets.of('bob')[0]?.terminate();
    assert.equal((await cut)[0], 1006);
    await until(() => [...board.sockets].length === 0);
  });

  test('half-open in either direction, and healed', async () => {
    const heal = board.sockets.of('bob')[0]!.halfOpen('to-client');
    alice.send(message('lost'));
    await assert.rejects(bob.nextRequest('MESSAGE', 50));
    heal();
    alice.send(message('seen'));
    assert.equal((await bob.nextRequest('MESSAGE')).body, 'seen');
    board.sockets.of('alice')[0]!.halfOpen('from-client');
    alice.send(message('swallowed'));
    await assert.rejects(bob.nextRequest('MESSAGE', 50));
    assert.equal(alice.socket.readyState, alice.socket.OPEN);
  });
});

test('every nonce can be made stale', async () => {
  const request = alice.request('REGISTER', 'sip:cadran.test');
  alice.send(request);
  const challenged = await alice.nextResponse(request);
  board.expireNonces();
  const late = alice.withCredentials(request, challenged);
  alice.send(late);
  const stale = await alice.nextResponse(late);
  assert.match(stale.headers.get('WWW-Authenticate') ?? '', /stale=true/);
});
