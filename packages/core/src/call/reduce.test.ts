import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { CallEvent } from './call-event.js';
import type { CallState } from './call-state.js';
import { reduceCall } from './reduce.js';

const bob = { uri: 'sip:bob@cadran.test', displayName: 'Bob', verified: false };
const base: CallState = {
  id: 'c',
  direction: 'outgoing',
  status: 'trying',
  hold: 'active',
  remoteHold: false,
  muted: false,
  mutedBySystem: false,
  media: 'none',
  remote: bob,
  startedAt: 1,
};
const active: CallState = { ...base, status: 'active', activeAt: 5 };
const ringing: CallState = { ...base, direction: 'incoming', status: 'ringing' };
const referring: CallState = {
  ...active,
  transfer: { kind: 'blind', status: 'referring', target: 'carol' },
};
const progress = (status: number, sdp?: string): CallEvent => ({
  type: 'progress',
  id: 'c',
  fork: 'a',
  status,
  remote: bob,
  ...(sdp === undefined ? {} : { sdp }),
});
const accepted: CallEvent = { type: 'accepted', id: 'c', fork: 'a', remote: bob };
const ended: CallEvent = { type: 'ended', id: 'c', by: 'remote', reason: 'hangup' };

/** What an event does to a call: the change, or `null` when the very same object comes back. */
const table: [string, CallState, CallEvent, Partial<CallState> | null][] = [
  [
    'a clock set forward changes no duration',
    { ...active, kept: { waitsFor: 'page', since: 6, until: 26 } },
    { type: 'clock-set', by: 100 },
    { startedAt: 101, activeAt: 105, kept: { waitsFor: 'page', since: 106, until: 126 } },
  ],
  ['a clock set back, neither', base, { type: 'clock-set', by: -100 }, { startedAt: -99 }],
  ['100 changes nothing', base, { type: 'trying', id: 'c' }, null],
  ['180 rings', base, progress(180), { status: 'ringing' }],
  ['180 again changes nothing', { ...base, status: 'ringing' }, progress(180), null],
  ['183 without sound changes nothing', base, progress(183), null],
  ['183 with sound is early', base, progress(183, 'sdp'), { status: 'early' }],
  [
    'sound after ringing is early',
    { ...base, status: 'ringing' },
    progress(180, 'x'),
    { status: 'early' },
  ],
  ['180 after sound stays early', { ...base, status: 'early' }, progress(180), null],
  ['180 after the answer changes nothing', active, progress(180), null],
  ['200 makes it active', base, accepted, { status: 'active', activeAt: 9 }],
  ['a second 200 changes nothing', active, accepted, null],
  ['answering connects', ringing, { type: 'answering' }, { status: 'connecting' }],
  [
    'a failed answer rings on',
    { ...ringing, status: 'connecting' },
    { type: 'answer-failed' },
    { status: 'ringing' },
  ],
  [
    'the ACK makes it active',
    { ...ringing, status: 'connecting' },
    { type: 'confirmed' },
    { status: 'active', activeAt: 9 },
  ],
  ['hold', active, { type: 'hold', hold: 'holding' }, { hold: 'holding' }],
  ['hold twice', active, { type: 'hold', hold: 'active' }, null],
  ['remote hold', active, { type: 'remote-hold', held: true }, { remoteHold: true }],
  ['mute', active, { type: 'muted', muted: true }, { muted: true }],
  ['silence', ringing, { type: 'silenced' }, { silenced: true }],
  [
    'muted by the system',
    active,
    { type: 'muted-by-system', id: 'c', muted: true },
    { mutedBySystem: true },
  ],
  ['media', active, { type: 'media', id: 'c', status: 'interrupted' }, { media: 'interrupted' }],
  [
    'media that broke is for others to judge',
    active,
    { type: 'failed', id: 'c', code: 'media/failed' },
    null,
  ],
  ['the same identity', active, { type: 'identity', id: 'c', remote: { ...bob } }, null],
  [
    'another identity',
    active,
    { type: 'identity', id: 'c', remote: { uri: 'sip:601@cadran.test', verified: true } },
    { remote: { uri: 'sip:601@cadran.test', number: '601', verified: true } },
  ],
  [
    'a known name stays when none is given',
    active,
    { type: 'identity', id: 'c', remote: { uri: bob.uri, verified: false } },
    null,
  ],
  [
    'a transfer begins',
    active,
    { type: 'transferring', transfer: { kind: 'blind', status: 'referring', target: 'carol' } },
    { transfer: { kind: 'blind', status: 'referring', target: 'carol' } },
  ],
  ['no transfer to take back', active, { type: 'transferring', transfer: undefined }, null],
  [
    'a transfer is reported on',
    referring,
    { type: 'transfer', id: 'c', status: 'failed', sip: { status: 486 } },
    { transfer: { kind: 'blind', status: 'failed', target: 'carol', sip: { status: 486 } } },
  ],
  ['a report on no transfer', active, { type: 'transfer', id: 'c', status: 'trying' }, null],
  ['no consultation to forget', active, { type: 'consultation-over' }, null],
  [
    'the end',
    active,
    ended,
    { status: 'ended', media: 'none', endedAt: 9, ended: { by: 'remote', reason: 'hangup' } },
  ],
  [
    'the end while holding',
    { ...active, hold: 'holding' },
    {
      type: 'ended',
      by: 'system',
      reason: 'media-failed',
      code: 'media/failed',
      sip: { status: 200 },
    },
    {
      status: 'ended',
      hold: 'active',
      endedAt: 9,
      ended: { by: 'system', reason: 'media-failed', code: 'media/failed', sip: { status: 200 } },
    },
  ],
  [
    'the end while resuming',
    { ...active, hold: 'resuming' },
    ended,
    { status: 'ended', hold: 'held', endedAt: 9, ended: { by: 'remote', reason: 'hangup' } },
  ],
];

describe('reduceCall', () => {
  for (const [name, before, event, change] of table) {
    it(name, () => {
      const after = reduceCall(before, event, 9);
      if (change === null) assert.equal(after, before);
      else assert.deepEqual(after, { ...before, ...change });
    });
  }

  it('takes a transfer back', () => {
    const after = reduceCall(referring, { type: 'transferring', transfer: undefined }, 9);
    assert.deepEqual(after, active);
  });

  it('makes a consultation an ordinary call', () => {
    const consultation = { ...active, consultationFor: 'x' };
    assert.deepEqual(reduceCall(consultation, { type: 'consultation-over' }, 9), active);
  });

  it('ends once: nothing changes an ended call', () => {
    const over = reduceCall(active, ended, 9);
    const events: CallEvent[] = [ended, accepted, progress(180), { type: 'muted', muted: true }];
    for (const event of events) assert.equal(reduceCall(over, event, 99), over);
  });

  it('cleans what strangers send', () => {
    const evil = `Ev\u202eil\r\n<b>\u0000 ${'x'.repeat(10_000)}`;
    const fact: CallEvent = {
      type: 'identity',
      id: 'c',
      remote: { uri: 'sip:evil@x.test', displayName: evil, verified: false },
    };
    const { displayName = '' } = reduceCall(active, fact, 9).remote;
    assert.equal(displayName.length, 128);
    assert.match(displayName, /^Evil <b> {2}x+$/);
  });

  it('never cuts a character in half', () => {
    const remote = { uri: 'sip:a@x.test', displayName: `${'x'.repeat(127)}😀😀`, verified: false };
    const after = reduceCall(active, { type: 'identity', id: 'c', remote }, 9);
    assert.equal(after.remote.displayName, 'x'.repeat(127));
  });
});
