import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { CallState, PhoneState } from '@cadran/core';

import { signedIn, storyCall, withCalls } from '../internal/story-calls.js';
import { isUnknown, softphoneParts } from './softphone-logic.js';

const account = { uri: 'sip:alice@cadran.test' };
const ringing = storyCall({ id: 'ringing', direction: 'incoming', status: 'ringing' });
const { activeAt: _, ...rang } = storyCall({ direction: 'incoming', status: 'ended' });
const missed = { ...rang, ended: { by: 'remote', reason: 'cancelled' } } as CallState;
const declined = { ...rang, ended: { by: 'local', reason: 'declined' } } as CallState;

function parts(change: Partial<PhoneState>): {
  view: string;
  arrival: string;
  callId: string | undefined;
  line: string;
  remedy: string | undefined;
} {
  const state = { account, calls: {}, order: [], ...signedIn, ...change } as unknown as PhoneState;
  const [view, arrival, callId, line, remedy] = softphoneParts(state);
  return { view, arrival, callId, line, remedy };
}

test('nothing is known before the line was tried, or its page has configured it', () => {
  const connection = (value: PhoneState['connection']): PhoneState =>
    ({ connection: value }) as PhoneState;
  assert.equal(isUnknown(undefined), true);
  assert.equal(isUnknown(connection({ status: 'connecting' })), true);
  assert.equal(isUnknown(connection({ status: 'offline', reason: 'config/invalid' })), true);
  assert.equal(isUnknown(connection({ status: 'offline', reason: 'config/unreachable' })), false);
  assert.equal(isUnknown(connection({ status: 'connecting', reason: 'link/lost' })), false);
  assert.equal(isUnknown(connection({ status: 'connected' })), false);
});

test('the dialpad, the call, or the way to a line', () => {
  assert.equal(parts({}).view, 'pad');
  assert.equal(parts({ account: { uri: '' } }).view, 'setup');
  assert.equal(parts(withCalls(storyCall())).view, 'call');
  const ended = storyCall({ status: 'ended', ended: { by: 'remote', reason: 'busy' } });
  assert.equal(parts(withCalls(ended)).view, 'call');
});

test('a call that was missed or declined leaves the dialpad where it is', () => {
  assert.deepEqual(
    [parts(withCalls(missed)).view, parts(withCalls(missed)).arrival],
    ['pad', 'passing'],
  );
  assert.deepEqual(
    [parts(withCalls(declined)).view, parts(withCalls(declined)).arrival],
    ['pad', 'none'],
  );
});

test('how a call comes in', () => {
  assert.equal(parts(withCalls(ringing)).arrival, 'alone');
  assert.equal(parts(withCalls(ringing, { ...ringing, id: 'second' })).arrival, 'several');
  const { arrival, view, callId } = parts(withCalls(ringing, storyCall()));
  assert.deepEqual([arrival, view, callId], ['above', 'call', 'bob']);
});

test('how the line is', () => {
  const line = (change: Partial<PhoneState>): string => parts(change).line;
  assert.equal(line({}), 'registered');
  assert.equal(line({ registration: { status: 'refreshing' } }), 'registered');
  assert.equal(line({ registration: { status: 'registering' } }), 'connecting');
  assert.equal(line({ registration: { status: 'failed' } }), 'notSignedIn');
  assert.equal(line({ connection: { status: 'reconnecting' } }), 'reconnecting');
  assert.equal(line({ connection: { status: 'offline' } }), 'presence/offline');
  const doubted = { status: 'probing', reason: 'connection/unreachable' } as const;
  const left = { status: 'draining', reason: 'registration/rejected' } as const;
  for (const connection of [doubted, left]) {
    assert.equal(line({ connection }), 'registered');
    assert.equal(parts({ connection }).remedy, undefined);
    assert.equal(parts({ connection, registration: { status: 'failed' } }).line, 'notSignedIn');
  }
  assert.equal(line(withCalls(storyCall())), 'presence/in-call');
  assert.equal(line(withCalls(storyCall(), ringing)), 'presence/ringing');
  const trying = storyCall({ id: 'trying', status: 'trying' });
  assert.equal(line(withCalls(trying)), 'calling');
  assert.equal(line(withCalls(trying, storyCall())), 'presence/in-call');
  assert.equal(line(withCalls({ ...ringing, status: 'connecting' })), 'connecting');
});

test('what a person can do so that calls work', () => {
  const devices = { microphones: [], speakers: [], canChooseSpeaker: false } as const;
  const remedy = (change: Partial<PhoneState>): string | undefined => parts(change).remedy;
  assert.equal(remedy({}), undefined);
  assert.equal(
    remedy({
      registration: { status: 'failed', failure: { code: 'registration/wrong-password' } },
    }),
    'sign-in',
  );
  assert.equal(remedy({ connection: { status: 'offline' } }), undefined);
  assert.equal(remedy({ devices: { permission: 'prompt', ...devices } }), 'allow-microphone');
  assert.equal(remedy({ devices: { permission: 'denied', ...devices } }), 'unblock-microphone');
  assert.equal(remedy({ devices: { permission: 'granted', ...devices } }), 'plug-microphone');
});
