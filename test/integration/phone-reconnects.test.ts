import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';

import type { ConnectionStatus, PhoneOptions } from '@cadran/core';
import { createSwitchboard, type Switchboard } from '@cadran/switchboard';

import { openPhone, until, untilCall, untilRegistered, type Person } from './phones.js';

/** Milliseconds in which what must not come would have come. */
const aWhile = 300;

const wait = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

let board: Switchboard;
let other: Switchboard;
let people: Person[];

beforeEach(async () => {
  board = await createSwitchboard();
  other = await createSwitchboard();
  people = [];
});

afterEach(async () => {
  await Promise.all(people.map(({ phone }) => phone.dispose()));
  await Promise.all([board.close(), other.close()]);
});

/** The requests that Alice sends there from now on, but for ACK. */
function requestsAt(switchboard: Switchboard): string[] {
  const methods: string[] = [];
  switchboard.onMessage(({ direction, method, status, text }) => {
    const isHers = direction === 'in' && status === undefined && /^From:.*alice@/m.test(text);
    if (isHers && method !== 'ACK') methods.push(method);
  });
  return methods;
}

async function open(user: string, options: Partial<PhoneOptions> = {}): Promise<Person> {
  const person = openPhone(board, user, options);
  people.push(person);
  if (options.register === false) {
    await until(person, ({ connection }) => connection.status === 'connected', 'a connection');
  } else await untilRegistered(person);
  return person;
}

/** Alice speaks with somebody who has a phone of their own; resolves with her call. */
async function speaks(alice: Person, name: string): Promise<string> {
  const person = await open(name);
  const out = await alice.phone.dial(name);
  const { id } = await untilCall(person, ({ status }) => status === 'ringing', 'the call');
  await person.phone.call(id).answer();
  await untilCall(alice, (call) => call.id === out && call.status === 'active', 'the answer');
  return out;
}

/** Cuts her connection, and resolves when there is another. */
async function reconnects(alice: Person): Promise<void> {
  const lost = until(alice, ({ connection }) => connection.status === 'reconnecting', 'the loss');
  for (const socket of board.sockets) if (socket.user === 'alice') socket.terminate();
  await lost;
  await until(alice, ({ connection }) => connection.status === 'connected', 'a connection');
}

/** The registrar there has too much to do from now on, and says for how long. */
function overloads(switchboard: Switchboard, seconds: number): void {
  switchboard.intercept(({ direction, message }) => {
    const isAnswer = direction === 'out' && message.kind === 'response';
    if (!isAnswer || !/REGISTER/.test(message.headers.get('CSeq') ?? '')) return undefined;
    message.status = 503;
    message.headers.set('Retry-After', String(seconds));
    return { rewrite: message };
  });
}

describe('a phone that has another connection', () => {
  it('registers, and then sends one re-INVITE in each call and nothing else', async () => {
    const alice = await open('alice');
    const calls = [await speaks(alice, 'bob'), await speaks(alice, 'carol')];
    const requests = requestsAt(board);
    await reconnects(alice);
    await untilRegistered(alice);
    await wait(aWhile);
    const last = requests.lastIndexOf('REGISTER');
    assert.ok(last >= 0);
    assert.deepEqual(requests.slice(last + 1), ['INVITE', 'INVITE']);
    assert.deepEqual([...new Set(requests.slice(0, last))].join(), last > 0 ? 'REGISTER' : '');
    const { calls: now } = alice.phone.state.get();
    assert.deepEqual(
      calls.map((id) => [now[id]?.status, now[id]?.hold]),
      [
        ['active', 'held'],
        ['active', 'active'],
      ],
    );
  });

  it('sends the re-INVITE at once where it does not register', async () => {
    const alice = await open('alice', { register: false });
    await speaks(alice, 'bob');
    const requests = requestsAt(board);
    await reconnects(alice);
    await wait(aWhile);
    assert.deepEqual(requests, ['INVITE']);
  });

  it('mends sound that broke with the connection by that one re-INVITE, and not before', async () => {
    const alice = await open('alice');
    const id = await speaks(alice, 'bob');
    const requests = requestsAt(board);
    alice.media.emit({ type: 'media', id, status: 'interrupted' });
    await reconnects(alice);
    await untilRegistered(alice);
    await untilCall(alice, ({ media }) => media === 'connected', 'sound');
    await wait(aWhile);
    assert.deepEqual(
      requests.filter((method) => method === 'INVITE'),
      ['INVITE'],
    );
    const [, options] = alice.media.calls('offer').at(-1) ?? [];
    assert.equal((options as { iceRestart?: boolean }).iceRestart, true);
  });

  it('does not come back to a registrar before its time, and keeps its calls', async () => {
    const alice = await open('alice');
    const id = await speaks(alice, 'bob');
    overloads(board, 30);
    const requests = requestsAt(board);
    await reconnects(alice);
    await until(alice, ({ registration }) => registration.failure?.sip, 'the refusal');
    await reconnects(alice);
    await wait(aWhile);
    assert.equal(requests.filter((method) => method === 'REGISTER').length, 1, requests.join());
    const { calls, registration } = alice.phone.state.get();
    assert.equal(calls[id]?.status, 'active');
    assert.equal(registration.failure?.sip?.status, 503);
    assert.ok((registration.failure.retryAt ?? 0) > Date.now() + 25_000);
    assert.equal(requests.filter((method) => method === 'INVITE').length, 2, 'one a connection');
  });
});

describe('a phone with two servers', () => {
  const statusesOf = ({ phone }: Person): ConnectionStatus[] => {
    const statuses = [phone.state.get().connection.status];
    phone.state.subscribe(
      ({ connection }) => {
        if (connection.status !== statuses.at(-1)) statuses.push(connection.status);
      },
      { signal: AbortSignal.timeout(60_000) },
    );
    return statuses;
  };
  const isAt = (person: Person, switchboard: Switchboard): Promise<unknown> =>
    until(
      person,
      ({ connection, registration }) =>
        connection.server === new URL(switchboard.url).href && registration.status === 'registered',
      'a registration there',
    );

  it('leaves one that is overloaded at once, and does not ask it again', async () => {
    overloads(board, 30);
    const requests = requestsAt(board);
    const alice = openPhone(board, 'alice', { servers: [board.url, other.url] });
    people.push(alice);
    await isAt(alice, other);
    await wait(aWhile);
    assert.deepEqual(requests, ['REGISTER']);
  });

  it('stays for its call, which says draining, and leaves then', async () => {
    const alice = await open('alice', { servers: [board.url, other.url] });
    const id = await speaks(alice, 'bob');
    const statuses = statusesOf(alice);
    overloads(board, 30);
    await assert.rejects(alice.phone.registration.register());
    await until(alice, ({ connection }) => connection.status === 'draining', 'the drain');
    await wait(aWhile);
    await alice.phone.call(id).hold();
    assert.equal(alice.phone.state.get().calls[id]?.hold, 'held');
    assert.equal(alice.phone.state.get().connection.reason, 'registration/rejected');
    await alice.phone.call(id).hangup();
    await isAt(alice, other);
    assert.deepEqual(statuses, ['connected', 'draining', 'reconnecting', 'connected']);
    assert.equal(alice.phone.state.get().calls[id]?.ended?.by, 'local');
  });

  it('turns to the other one when the first closes to restart, and its call goes along', async () => {
    const alice = await open('alice', { servers: [board.url, other.url] });
    for (const socket of board.sockets) socket.close(1012);
    await isAt(alice, other);
  });

  it('takes the better by priority, wherever it stands in the list', async () => {
    const servers = [
      { url: board.url, priority: 2 },
      { url: other.url, priority: 1, weight: 5 },
    ];
    const alice = openPhone(board, 'alice', { servers });
    people.push(alice);
    await isAt(alice, other);
  });
});
