import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { CallState, EndReason, PhoneState } from '@cadran/core';

import { en } from '../internal/locale/en.js';
import { fr } from '../internal/locale/fr.js';
import { callers, storyCall, withCalls } from '../internal/story-calls.js';
import {
  callNotices,
  consultationOf,
  controlsOf,
  shortcutOf,
  shownCall,
  statusText,
} from './call-logic.js';
import { placeOf, placeText, type CallPlace } from './call-place.js';

const state = (...calls: readonly CallState[]): PhoneState =>
  ({
    connection: { status: 'connected' },
    warnings: [],
    ...withCalls(...calls),
  }) as unknown as PhoneState;

describe('the status of a call in words', () => {
  const cases: readonly (readonly [Partial<CallState>, string | undefined])[] = [
    [{ status: 'trying' }, 'Calling…'],
    [{ status: 'ringing' }, 'Ringing…'],
    [{ status: 'early' }, 'Calling, listen to the line'],
    [{ status: 'ringing', direction: 'incoming' }, 'Incoming call'],
    [{ status: 'connecting' }, 'Connecting…'],
    [{}, undefined],
    [{ hold: 'holding' }, 'Putting on hold…'],
    [{ hold: 'held' }, 'On hold'],
    [{ hold: 'resuming', remoteHold: true }, 'Resuming…'],
    [{ remoteHold: true }, 'They put you on hold'],
    [{ hold: 'held', remoteHold: true }, 'On hold on both sides'],
  ];
  for (const [change, expected] of cases) {
    test(expected ?? 'nothing while one talks', () => {
      assert.equal(statusText(storyCall(change), en), expected);
    });
  }

  const reasons: readonly EndReason[] = [
    'hangup',
    'declined',
    'busy',
    'no-answer',
    'cancelled',
    'answered-elsewhere',
    'not-found',
    'forbidden',
    'unreachable',
    'media-failed',
    'connection-lost',
    'unknown',
  ];
  for (const words of [en, fr]) {
    test('every end has its own sentence', () => {
      const said = reasons.map((reason) =>
        statusText(storyCall({ status: 'ended', ended: { by: 'remote', reason } }), words),
      );
      assert.equal(new Set(said).size, reasons.length);
    });
  }
});

describe('what else there is to know of a call', () => {
  const kinds = (
    change: Partial<CallState>,
    connection = 'connected',
    failure?: string,
  ): string[] =>
    callNotices(
      shownCall(
        { ...state(storyCall(change)), connection: { status: connection } } as PhoneState,
        'bob',
      ),
      failure,
      en,
    ).map(({ kind }) => kind);

  test('the gravest first', () => {
    assert.deepEqual(kinds({ muted: true, media: 'interrupted' }), ['sound', 'muted']);
    assert.deepEqual(kinds({ muted: true }, 'reconnecting', 'no'), ['line', 'problem', 'muted']);
  });

  test('nothing of a connection that is only asked, or still carries the call', () => {
    for (const status of ['probing', 'draining']) assert.deepEqual(kinds({}, status), []);
    assert.deepEqual(kinds({ media: 'interrupted' }, 'probing'), ['sound']);
  });

  test('sound that is interrupted because the line is down is told once', () => {
    assert.deepEqual(kinds({ media: 'interrupted' }, 'reconnecting'), ['line']);
  });

  test('the system’s mute hides our own', () => {
    assert.deepEqual(
      callNotices(
        shownCall(state(storyCall({ muted: true, mutedBySystem: true })), 'bob'),
        undefined,
        en,
      ),
      [{ kind: 'muted', text: en.mutedBySystem }],
    );
  });

  test('a failed transfer is told by its state alone', () => {
    const transfer = { kind: 'blind', status: 'failed', target: '\u202e1003' } as const;
    const [notice, ...others] = callNotices(
      shownCall(state(storyCall({ transfer })), 'bob'),
      'x',
      en,
    );
    assert.equal(notice?.text, 'The transfer to 1003 did not work. You still have the call.');
    assert.deepEqual(others, []);
  });

  test('nothing of the line or the microphone once it is over', () => {
    const ended = { by: 'remote', reason: 'hangup' } as const;
    assert.deepEqual(kinds({ status: 'ended', ended, muted: true }, 'offline'), []);
  });
});

describe('asking first', () => {
  const transfer = {
    kind: 'attended',
    status: 'consulting',
    target: '1003',
    consultation: 'carol',
  } as const;
  const waiting = storyCall({ hold: 'held', transfer });
  const asked = (change: Partial<CallState> = {}): CallState =>
    storyCall({ id: 'carol', consultationFor: 'bob', remote: callers.carol, ...change });

  test('is told in both calls, and commands the one that waits', () => {
    const fromWaiting = consultationOf(shownCall(state(waiting, asked()), 'bob'), en);
    const fromAsked = consultationOf(shownCall(state(waiting, asked()), 'carol'), en);
    assert.ok(fromWaiting && fromAsked);
    assert.equal(fromWaiting.notice.text, 'Asking Carol Nguyen first');
    assert.equal(fromAsked.notice.text, 'Bob Durand is on hold meanwhile');
    assert.deepEqual([fromWaiting.subject, fromAsked.subject], ['bob', 'bob']);
  });

  test('can be completed once the one asked has answered', () => {
    const of = (change: Partial<CallState>): boolean | undefined =>
      consultationOf(shownCall(state(waiting, asked(change)), 'carol'), en)?.canComplete;
    assert.deepEqual([of({ status: 'ringing' }), of({})], [false, true]);
  });

  test('is over with the call that waits', () => {
    const ended = { ...waiting, status: 'ended' } as CallState;
    assert.equal(consultationOf(shownCall(state(ended, asked()), 'carol'), en), undefined);
    assert.equal(consultationOf(shownCall(state(asked()), 'carol'), en), undefined);
  });
});

test('what can be done follows the call', () => {
  const on = (change: Partial<CallState>): string[] =>
    Object.entries(controlsOf(storyCall(change))).flatMap(([name, is]) => (is ? [name] : []));
  assert.deepEqual(on({}), ['mute', 'hold', 'keypad', 'transfer']);
  assert.deepEqual(on({ status: 'ringing' }), ['mute']);
  assert.deepEqual(on({ status: 'ringing', direction: 'incoming' }), []);
  assert.deepEqual(on({ hold: 'holding' }), ['mute', 'keypad']);
  assert.deepEqual(on({ consultationFor: 'carol' }), ['mute', 'hold', 'keypad']);
  const transfer = { kind: 'blind', status: 'trying', target: '1' } as const;
  assert.deepEqual(on({ transfer }), ['mute', 'hold', 'keypad']);
  assert.deepEqual(on({ transfer: { ...transfer, status: 'failed' } }).at(-1), 'transfer');
  assert.deepEqual(on({ status: 'ended' }), []);
});

test('shortcuts are letters alone, pressed once', () => {
  const plain = { altKey: false, ctrlKey: false, metaKey: false, repeat: false };
  assert.equal(shortcutOf({ ...plain, key: 'm' }), 'mute');
  assert.equal(shortcutOf({ ...plain, key: 'T' }), 'transfer');
  assert.equal(shortcutOf({ ...plain, key: 'x' }), undefined);
  for (const held of ['altKey', 'ctrlKey', 'metaKey', 'repeat'] as const) {
    assert.equal(shortcutOf({ ...plain, key: 'm', [held]: true }), undefined);
  }
});

describe('where the sound of a shared call is', () => {
  const page = 'this';
  const kept = (waitsFor: 'page' | 'sound') => ({ kept: { waitsFor, since: 0, until: 0 } });
  const cases: readonly (readonly [string, Partial<CallState>, CallPlace])[] = [
    ['here', { page }, 'here'],
    ['in the only page there is', {}, 'here'],
    ['in another page', { page: 'another' }, 'elsewhere'],
    ['on its way here', { page, ...kept('sound') }, 'coming'],
    ['nowhere', kept('page'), 'nowhere'],
    ['of no more interest once the call ended', { page: 'another', status: 'ended' }, 'here'],
  ];
  for (const [name, change, expected] of cases) {
    test(name, () => assert.equal(placeOf({ page }, storyCall(change)), expected));
  }

  test('is said instead of an interruption, in both languages', () => {
    const call = storyCall({ page: 'another', media: 'interrupted' });
    const shown = shownCall({ ...state(call), page }, call.id);
    assert.deepEqual(callNotices(shown, undefined, en), []);
    assert.equal(placeText(shown[4], en), 'In another tab');
    assert.equal(placeText(shown[4], fr), 'Dans un autre onglet');
  });
});

test('what is degraded of the line is said while one speaks, last of all', () => {
  const call = storyCall({ muted: true });
  const warnings = [{ code: 'link/worker-failed', since: 0 } as const];
  const shown = shownCall({ ...state(call), warnings }, call.id);
  assert.deepEqual(
    callNotices(shown, undefined, en).map(({ text }) => text),
    [en.muted, en['link/worker-failed']],
  );
});
