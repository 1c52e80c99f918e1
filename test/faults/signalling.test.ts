import { after, before, describe, test } from 'node:test';

import type { PhoneState } from '@cadran/core';
import { createSwitchboard, type Switchboard } from '@cadran/switchboard';

import {
  openPhone,
  until,
  untilCall,
  untilRegistered,
  type Person,
} from '../integration/phones.js';
import { assertAllRight, cutCall, type Cut } from '../support/cut-calls.js';
import { duration, measured, timed } from '../support/measured.js';
import { seeded } from '../support/seeded.js';
import { openRelay, type Direction, type Relay } from '../support/relay.js';

const calls = 200;
/** Further ones, whose far side hangs up in the middle of the cut. */
const hangups = 40;
const longestCut = 60_000;

const pairs = Array.from(
  { length: calls + hangups },
  (_, place) => [`near${place}`, `far${place}`] as const,
);
const users = Object.fromEntries([...pairs.flat(), 'alice', 'bob'].map((user) => [user, 'secret']));

let board: Switchboard;
before(async () => {
  board = await createSwitchboard({ users });
});
after(() => board.close());

const wait = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The value below which 95 of 100 are. */
function p95(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? Infinity;
}

describe('F09: the way to the server is gone for up to a minute in a call', () => {
  test('no call is lost, and one that the far side ended is over', async (t) => {
    const random = seeded(9);
    const outcomes = await Promise.all(
      pairs.map(async (pair, place) => {
        const cut: Cut = {
          length: random() * longestCut,
          by: random() < 0.5 ? 'reset' : 'blackhole',
          soundBreaks: random() < 0.5,
          farSideHangsUp: place >= calls,
        };
        // A switchboard that hundreds come to at one moment is another test.
        await wait(place * 20);
        return cutCall(board, pair, cut, random() < 0.5 ? 'near' : 'far');
      }),
    );
    const lost = outcomes.filter(({ isRight, cut }) => !isRight && !cut.farSideHangsUp).length;
    const unheard = outcomes.filter(({ isRight, cut }) => !isRight && cut.farSideHangsUp).length;
    const took = p95(outcomes.map(({ registered }) => registered));
    measured(t, {
      fault: 'F09',
      done: `${calls} calls cut for up to ${duration(longestCut)}, half of them with their sound; ${hangups} more ended by the far side meanwhile`,
      measured: `${lost} lost, ${unheard} ends not honoured; registered again ${duration(took)} after the end of the cut (p95)`,
    });
    assertAllRight(outcomes);
  });
});

describe('F01: the server closes the connection', () => {
  for (const delay of [0, 25, 75]) {
    test(`usable again, with ${delay * 2} ms there and back`, async (t) => {
      const relay = await openRelay(board.url, { delay });
      const phones = pairs
        .slice(0, 40)
        .map(([user]) => openPhone(board, user, { servers: [relay.url] }));
      try {
        await Promise.all(phones.map(untilRegistered));
        // Until then a connection may be one of those that break again and again.
        await wait(11_000);
        const times = await Promise.all(phones.map((phone, place) => closed(phone, place * 50)));
        // The upgrade of the WebSocket and a REGISTER that says unasked who we are; the handshake of TCP ends at the relay.
        const needed = 2 * 2 * delay;
        const took = p95(times);
        measured(t, {
          fault: 'F01',
          done: `closed with 1001, ${times.length} phones, ${delay * 2} ms there and back`,
          measured: `registered again after ${duration(took)} (p95), two round trips included`,
          took,
          limit: 1.3 * needed + 100,
        });
      } finally {
        await Promise.all(phones.map(({ phone }) => phone.dispose()));
        await relay.close();
      }
    });
  }
});

/** Closes the connection of a phone after `delay`; resolves with the milliseconds from its loss to a registration. */
async function closed(person: Person, delay: number): Promise<number> {
  await wait(delay);
  const lost = until(person, ({ connection }) => connection.status !== 'connected', 'the loss');
  for (const socket of board.sockets.of(nameOf(person))) socket.close(1001);
  await lost;
  return timed(() => untilRegistered(person));
}

function nameOf({ phone }: Person): string {
  return phone.state.get().account.displayName ?? '';
}

interface Hole {
  readonly fault: string;
  readonly what: string;
  readonly directions: readonly Direction[];
}

const holes: readonly Hole[] = [
  { fault: 'F03', what: 'both ways', directions: ['to-client', 'to-server'] },
  { fault: 'F04', what: 'from the server only', directions: ['to-client'] },
  { fault: 'F05', what: 'to the server only', directions: ['to-server'] },
];

for (const { fault, what, directions } of holes) {
  describe(`${fault}: nothing gets through any more, ${what}`, () => {
    for (const inCall of [true, false]) {
      test(`is noticed ${inCall ? 'in a call' : 'without one'}`, async (t) => {
        const relay = await openRelay(board.url);
        const alice = openPhone(board, 'alice', { servers: [relay.url] });
        const bob = openPhone(board, 'bob');
        try {
          await Promise.all([alice, bob].map(untilRegistered));
          if (inCall) await talk(alice, bob);
          const took = await noticed(relay, alice, directions);
          measured(t, {
            fault,
            done: `packets dropped ${what}, ${inCall ? 'in a call' : 'without a call'}`,
            measured: `noticed after ${duration(took)}`,
            took,
            limit: inCall ? 7_000 : 25_000,
          });
        } finally {
          relay.heal();
          await Promise.all([alice, bob].map(({ phone }) => phone.dispose()));
          await relay.close();
        }
      });
    }
  });
}

async function talk(alice: Person, bob: Person): Promise<void> {
  const out = await alice.phone.dial('bob');
  const { id } = await untilCall(bob, ({ status }) => status === 'ringing', 'the call');
  await bob.phone.call(id).answer();
  await untilCall(alice, (call) => call.id === out && call.status === 'active', 'the answer');
}

/** Milliseconds from the first packet that is dropped, right after a sign of life, to when the phone says so. */
async function noticed(
  relay: Relay,
  { phone }: Person,
  directions: readonly Direction[],
): Promise<number> {
  relay.blackhole(...directions);
  return timed(
    () =>
      new Promise<void>((resolve, reject) => {
        const watch = new AbortController();
        const timer = setTimeout(() => reject(new Error('not noticed')), 40_000);
        const look = (state: PhoneState): void => {
          if (state.connection.status !== 'reconnecting') return;
          clearTimeout(timer);
          watch.abort();
          resolve();
        };
        phone.state.subscribe(look, { signal: watch.signal });
      }),
  );
}
