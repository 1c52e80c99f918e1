import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { CallState, PhoneState } from '@cadran/core';

import { callerOf } from '../internal/caller.js';
import { en } from '../internal/locale/en.js';
import { fr } from '../internal/locale/fr.js';
import { callers, storyCall, withCalls } from '../internal/story-calls.js';
import {
  announcement,
  arrivalParts,
  arrivalsOf,
  isMisclick,
  type Arrivals,
} from './incoming-call-logic.js';

const ringing = storyCall({ id: 'ringing', direction: 'incoming', status: 'ringing' });
const { activeAt: _, ...unanswered } = storyCall({
  id: 'over',
  direction: 'incoming',
  status: 'ended',
});

function arrivals(calls: readonly CallState[], change: Partial<PhoneState> = {}): Arrivals {
  const state = { warnings: [], ...withCalls(...calls), ...change } as unknown as PhoneState;
  return arrivalsOf(arrivalParts(state));
}

test('what rings, and what rang in vain', () => {
  const missed = { ...unanswered, ended: { by: 'remote', reason: 'cancelled' } } as CallState;
  const declined = {
    ...missed,
    id: 'declined',
    ended: { by: 'local', reason: 'declined' },
  } as CallState;
  const talked = { ...missed, id: 'talked', activeAt: 1 } as CallState;
  const { ringing: now, over } = arrivals([missed, declined, talked, ringing]);
  assert.deepEqual(now, [ringing]);
  assert.deepEqual(over, [missed]);
});

test('whether answering holds somebody', () => {
  assert.equal(arrivals([ringing, storyCall()]).isInCall, true);
  assert.equal(arrivals([ringing, storyCall({ hold: 'held' })]).isInCall, false);
});

test('what stands in the way', () => {
  const devices = { microphones: [], speakers: [], canChooseSpeaker: false } as const;
  const problem = (permission: 'granted' | 'denied' | 'unknown'): string | undefined =>
    arrivals([ringing], { devices: { permission, ...devices } }).problem;
  assert.equal(problem('denied'), 'media/permission-denied');
  assert.equal(problem('granted'), 'media/no-microphone');
  assert.equal(problem('unknown'), undefined);
  const warnings = [{ code: 'media/playback-blocked', since: 0 }] as const;
  assert.equal(arrivals([ringing], { warnings }).isSoundBlocked, true);
});

test('the announcement says who, whether that is proven, and how to get there', () => {
  const call = { ...ringing, remote: callers.carol };
  assert.equal(
    announcement(callerOf(call.remote, en), call, en, 'F8'),
    'Incoming call from Carol Nguyen, +33 1 45 67 12 03. Verified caller. Press F8 to go to the call.',
  );
  assert.equal(
    announcement(callerOf(ringing.remote, fr), ringing, fr, undefined),
    'Appel entrant de Bob Durand, 1002. Appelant non vérifié.',
  );
});

test('a pointer is not believed at once, a key is', () => {
  assert.equal(isMisclick({ detail: 1, timeStamp: 1299 }, 1000), true);
  assert.equal(isMisclick({ detail: 1, timeStamp: 1300 }, 1000), false);
  assert.equal(isMisclick({ detail: 0, timeStamp: 1000 }, 1000), false);
});
