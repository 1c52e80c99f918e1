import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { CallState, PhoneState } from '@cadran/core';

import { storyCall, withCalls } from '../internal/story-calls.js';
import { listedCalls, markedCallId, wayBack } from './call-list-logic.js';

const state = (...calls: readonly CallState[]): PhoneState => withCalls(...calls) as PhoneState;
const held = storyCall({ id: 'held', hold: 'held' });
const speaking = storyCall({ id: 'speaking' });
const ringing = storyCall({ id: 'ringing', direction: 'incoming', status: 'ringing' });
const over = storyCall({ id: 'over', status: 'ended' });
const ids = (calls: readonly CallState[]): string[] => calls.map(({ id }) => id);

test('lists what lasts, oldest first', () => {
  assert.deepEqual(ids(listedCalls(state(held, over, speaking, ringing), false)), [
    'held',
    'speaking',
  ]);
  assert.deepEqual(ids(listedCalls(state(held, over, speaking, ringing), true)), ['held']);
});

test('marks the call spoken in or on its way, and none while all are on hold', () => {
  assert.equal(markedCallId(state(held, speaking)), 'speaking');
  assert.equal(markedCallId(state(held, storyCall({ id: 'out', status: 'trying' }))), 'out');
  assert.equal(markedCallId(state(held)), undefined);
});

test('a held call is swapped with another, or resumed', () => {
  assert.equal(wayBack(held, 'speaking'), 'swap');
  assert.equal(wayBack(held, undefined), 'resume');
  assert.equal(wayBack(speaking, 'speaking'), undefined);
  assert.equal(wayBack({ ...held, hold: 'resuming' }, 'speaking'), undefined);
});
