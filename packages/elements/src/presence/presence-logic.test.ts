import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { CallState, PhoneState } from '@cadran/core';

import { ownPresence, type PresenceStatus } from './presence-logic.js';

function state(change: Partial<PhoneState>, ...calls: Partial<CallState>[]): PhoneState {
  const entries = calls.map((call, index) => [String(index), call] as const);
  return {
    connection: { status: 'connected' },
    registration: { status: 'registered' },
    order: entries.map(([id]) => id),
    calls: Object.fromEntries(entries),
    ...change,
  } as PhoneState;
}

const cases: readonly (readonly [PresenceStatus, PhoneState])[] = [
  ['available', state({})],
  ['available', state({ registration: { status: 'refreshing' } })],
  ['offline', state({ registration: { status: 'failed' } })],
  [
    'offline',
    state({ connection: { status: 'offline' }, registration: { status: 'unregistered' } }),
  ],
  ['unknown', state({ registration: { status: 'registering' } })],
  [
    'unknown',
    state({ connection: { status: 'connecting' }, registration: { status: 'unregistered' } }),
  ],
  ['ringing', state({}, { direction: 'incoming', status: 'ringing' })],
  [
    'ringing',
    state(
      {},
      { direction: 'outgoing', status: 'active' },
      { direction: 'incoming', status: 'ringing' },
    ),
  ],
  ['in-call', state({}, { direction: 'outgoing', status: 'trying' })],
  [
    'in-call',
    state({ registration: { status: 'failed' } }, { direction: 'incoming', status: 'active' }),
  ],
  ['available', state({}, { direction: 'incoming', status: 'ended' })],
];

for (const [presence, given] of cases) {
  const calls = given.order.map((id) => given.calls[id]?.status).join(', ');
  test(`${given.registration.status}, ${calls || 'no call'}: ${presence}`, () => {
    assert.equal(ownPresence(given), presence);
  });
}
