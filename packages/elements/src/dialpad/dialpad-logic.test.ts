import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { CallState, PhoneState } from '@cadran/core';

import {
  caretAfter,
  cleanTarget,
  groupTarget,
  isDialable,
  matchSuggestions,
  toneCall,
} from './dialpad-logic.js';

describe('cleanTarget', () => {
  const cases: Readonly<Record<string, string>> = {
    '600': '600',
    ' +33 (0)1 23-45.67 89 ': '+33123456789',
    'tel:+1-800-555-0100': '+18005550100',
    '\u202a+33\u00a01\u202f23\u2011456\u202c': '+33123456',
    '٠١٢٣٤٥٦٧٨٩': '0123456789',
    '６００': '600',
    '𝟘𝟙': '01',
    '*21#': '*21#',
    bob: 'bob',
    ' bob': 'bob',
    'bob durand': 'bob durand',
    'sip:bob@example.org': 'sip:bob@example.org',
    'jean-paul@example.org': 'jean-paul@example.org',
    '': '',
    'bob\r\nVia: evil': 'bobVia: evil',
  };
  for (const [typed, dialled] of Object.entries(cases)) {
    test(`${JSON.stringify(typed)} dials ${dialled || 'nothing'}`, () => {
      assert.equal(cleanTarget(typed), dialled);
    });
  }

  test('bounds what is pasted', () => {
    assert.equal(cleanTarget('9'.repeat(100_000)).length, 256);
  });

  test('changes nothing the second time', () => {
    for (const typed of Object.keys(cases)) {
      assert.equal(cleanTarget(cleanTarget(typed)), cleanTarget(typed));
    }
  });
});

describe('groupTarget', () => {
  test('groups numbers as they are read and leaves the rest', () => {
    assert.equal(groupTarget('+33123456789'), '+33 1 23 45 67 89');
    assert.equal(groupTarget('0123456789'), '01 23 45 67 89');
    assert.equal(groupTarget('+18005550100'), '+1 800 555 0100');
    assert.equal(groupTarget('+442079460000'), '+44 207 946 0000');
    for (const whole of ['600', '1002', 'bob', 'sip:bob@example.org', '*21#', '+', '']) {
      assert.equal(groupTarget(whole), whole);
    }
  });

  test('never changes a digit', () => {
    for (let length = 1; length <= 20; length += 1) {
      for (const start of ['', '+', '+33', '+1', '0', '+44']) {
        const number = `${start}${'1234567890'.repeat(2)}`.slice(0, length);
        assert.equal(groupTarget(number).replaceAll(' ', ''), number);
      }
    }
  });
});

test('the caret stays behind the digit it was behind', () => {
  assert.equal(caretAfter('01 23 45', 3), 4);
  assert.equal(caretAfter('01 23 45', 2), 2);
  assert.equal(caretAfter('01 23 45', 0), 0);
  assert.equal(caretAfter('01', 9), 2);
});

test('isDialable takes extensions, numbers, names and addresses, and nothing with spaces or markup', () => {
  for (const good of [
    '600',
    '+33123456789',
    '*21#',
    'bob',
    'bob@example.org',
    'sip:bob@example.org',
    'SIPS:a@b;transport=ws',
  ]) {
    assert.ok(isDialable(good), good);
  }
  for (const bad of [
    '',
    ' ',
    'bob durand',
    '<b>',
    'sip:',
    'bob@',
    'http://example.org/',
    'a"b',
    '+',
  ]) {
    assert.ok(!isDialable(bad), bad);
  }
});

describe('matchSuggestions', () => {
  const people = [
    { name: 'Zoé Bernard', target: '1004' },
    { name: 'Bob Durand', target: '1002' },
    { name: 'Carol Nguyen', target: '1003' },
    { target: '2620' },
  ];
  const found = (typed: string): string[] =>
    matchSuggestions(people, typed).map(({ target }) => target);

  test('by number, name, a later word of the name, accents aside', () => {
    assert.deepEqual(found('1003'), ['1003']);
    assert.deepEqual(found('bob'), ['1002']);
    assert.deepEqual(found('ngu'), ['1003']);
    assert.deepEqual(found('zoe'), ['1004']);
  });

  test('by the letters of the keys, after numbers that begin so', () => {
    assert.deepEqual(found('262'), ['2620', '1002']);
  });

  test('nothing for nothing, and no more than asked for', () => {
    assert.deepEqual(found(''), []);
    assert.equal(matchSuggestions(people, '10', 2).length, 2);
  });
});

describe('toneCall', () => {
  const call = (id: string, change: Partial<CallState>): CallState =>
    ({ id, status: 'active', hold: 'active', ...change }) as CallState;
  const state = (...calls: CallState[]): PhoneState =>
    ({
      order: calls.map(({ id }) => id),
      calls: Object.fromEntries(calls.map((each) => [each.id, each])),
    }) as unknown as PhoneState;

  test('is the newest call that carries sound and is not held', () => {
    assert.equal(toneCall(state()), undefined);
    assert.equal(toneCall(state(call('a', {}), call('b', {})))?.id, 'b');
    assert.equal(toneCall(state(call('a', {}), call('b', { hold: 'held' })))?.id, 'a');
    assert.equal(toneCall(state(call('a', {}), call('b', { status: 'ringing' })))?.id, 'a');
    assert.equal(toneCall(state(call('a', { status: 'early' })))?.id, 'a');
    assert.equal(toneCall(state(call('a', { status: 'ended' }))), undefined);
  });
});
