import { afterEach, beforeEach, describe, test } from 'node:test';

import { createSwitchboard, type Switchboard } from '@cadran/switchboard';

import { assertAllRight, cutCall, type Cut } from '../support/cut-calls.js';

const pairs = Array.from({ length: 16 }, (_, place) => [`near${place}`, `far${place}`] as const);
const users = Object.fromEntries(pairs.flat().map((user) => [user, 'secret']));

let board: Switchboard;
beforeEach(async () => {
  board = await createSwitchboard({ users });
});
afterEach(() => board.close());

describe('a call whose caller loses the way to the server', () => {
  test('goes on after it, or ends as the far side wanted meanwhile', async () => {
    const outcomes = await Promise.all(
      pairs.map((pair, place) => {
        const cut: Cut = {
          length: 150 * (place % 4) + 50,
          by: place & 1 ? 'reset' : 'blackhole',
          soundBreaks: (place & 2) > 0,
          farSideHangsUp: place >= 12,
        };
        return cutCall(board, pair, cut, place & 4 ? 'near' : 'far');
      }),
    );
    assertAllRight(outcomes);
  });
});
