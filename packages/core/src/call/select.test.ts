import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { CallState } from './call-state.js';
import {
  activeCall,
  allCalls,
  currentCall,
  heldCalls,
  incomingCalls,
  liveCalls,
} from './select.js';
import { toneFor } from './tones.js';

const base: CallState = {
  id: '',
  direction: 'outgoing',
  status: 'active',
  hold: 'active',
  remoteHold: false,
  muted: false,
  mutedBySystem: false,
  media: 'none',
  remote: { uri: 'sip:bob@cadran.test', verified: false },
  startedAt: 0,
};

function book(...changes: Partial<CallState>[]) {
  const calls = changes.map((change, index) => ({ ...base, id: `${index}`, ...change }));
  return {
    calls: Object.fromEntries(calls.map((call) => [call.id, call])),
    order: calls.map(({ id }) => id),
  };
}

const incoming = { direction: 'incoming', status: 'ringing' } as const;
const held = { hold: 'held' } as const;
const over = { status: 'ended', endedAt: 100 } as const;
const busy = { ...over, ended: { by: 'remote', reason: 'busy' } } as const;
const ids = (calls: readonly CallState[]): string => calls.map(({ id }) => id).join();

describe('select', () => {
  it('finds calls by what they do', () => {
    const state = book(held, {}, incoming, over, { status: 'ringing' });
    assert.equal(ids(allCalls(state)), '0,1,2,3,4');
    assert.equal(ids(liveCalls(state)), '0,1,2,4');
    assert.equal(ids(incomingCalls(state)), '2');
    assert.equal(ids(heldCalls(state)), '0');
    assert.equal(activeCall(state)?.id, '1');
    assert.equal(allCalls({ calls: {}, order: ['gone'] }).length, 0);
  });

  it('shows the call that matters most', () => {
    assert.equal(currentCall(book(held, { status: 'trying' }, {}))?.id, '2');
    assert.equal(currentCall(book(held, { status: 'trying' }, incoming))?.id, '1');
    assert.equal(currentCall(book(over, held, incoming))?.id, '1');
    assert.equal(currentCall(book(over, over, incoming))?.id, '1');
    assert.equal(currentCall(book(incoming)), undefined);
  });
});

describe('toneFor', () => {
  const cases: [string, ReturnType<typeof book>, string | null][] = [
    ['nothing', book(), null],
    ['somebody calls', book(incoming), 'ringtone'],
    ['two call', book(incoming, incoming), 'ringtone'],
    ['somebody calls during a call', book({}, incoming), 'waiting'],
    ['somebody calls while we call', book({ status: 'ringing' }, incoming), 'waiting'],
    ['somebody calls after a call', book(over, incoming), 'ringtone'],
    ['a silenced call', book({ ...incoming, silenced: true }), null],
    ['one of two silenced', book({ ...incoming, silenced: true }, incoming), 'ringtone'],
    ['they ring', book({ status: 'ringing' }), 'ringback'],
    ['they send sound', book({ status: 'early' }), null],
    ['trying', book({ status: 'trying' }), null],
    ['in a call', book({}), null],
    ['busy', book(busy), 'busy'],
    ['busy during another call', book({}, busy), null],
    ['busy, long ago', book({ ...busy, endedAt: -3_000 }), null],
    ['declined by us', book({ ...busy, ended: { by: 'local', reason: 'busy' } }), null],
    ['they hung up', book({ ...busy, ended: { by: 'remote', reason: 'hangup' } }), null],
  ];
  for (const [name, state, tone] of cases) it(name, () => assert.equal(toneFor(state, 0), tone));
});
