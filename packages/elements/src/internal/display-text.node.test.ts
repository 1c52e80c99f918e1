import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { displayText, isolatedString } from './display-text.js';
import { remoteAddress, remoteName } from './remote-name.js';

describe('displayText', () => {
  test('leaves honest names alone', () => {
    for (const name of [
      'Alice Martin',
      'Zoé Ünsal',
      '王小明',
      'محمد',
      'می‌خواهم',
      'Ngô Đình',
      '👩‍👩‍👧',
      "O'Brien",
    ]) {
      assert.equal(displayText(name), name.normalize('NFC'));
    }
  });

  test('removes bidi controls, controls, invisible spaces and tags', () => {
    const hostile = [
      0x00, 0x07, 0x1b, 0x7f, 0x85, 0xad, 0x200b, 0x200e, 0x200f, 0x202a, 0x202e, 0x2060, 0x2066,
      0x2069, 0xfeff, 0xe0041,
    ];
    for (const code of hostile) {
      assert.equal(displayText(`a${String.fromCodePoint(code)}b`), 'ab', code.toString(16));
    }
  });

  test('makes one line of many', () => {
    assert.equal(displayText('  a\r\n\tb\u2028c \u00a0 d '), 'a b c d');
  });

  test('keeps markup as text', () => {
    assert.equal(displayText('<img src=x onerror=alert(1)>'), '<img src=x onerror=alert(1)>');
  });

  test('cuts at 64 characters as a person counts them, not inside one', () => {
    assert.equal(displayText('a'.repeat(64)), 'a'.repeat(64));
    assert.equal(displayText('a'.repeat(65)), `${'a'.repeat(64)}…`);
    const family = '👩‍👩‍👧';
    assert.equal(displayText(family.repeat(70)), `${family.repeat(64)}…`);
  });

  test('bounds its work before it starts', () => {
    assert.ok(displayText('a\u0301\u0302'.repeat(1_000_000)).length < 500);
  });

  test('flattens letters buried under marks', () => {
    assert.ok(displayText(`e${'\u0301'.repeat(500)}`).length <= 4);
  });
});

test('isolatedString cannot be left by what is inside', () => {
  assert.equal(isolatedString('a\u2069\u202eb'), '\u2068ab\u2069');
});

test('remoteName prefers a name that can be seen, and remoteAddress never shows one', () => {
  const remote = { uri: 'sip:bob@cadran.test;transport=ws', verified: false };
  assert.equal(remoteName({ ...remote, displayName: 'Bob', number: '1002' }), 'Bob');
  assert.equal(remoteName({ ...remote, displayName: '\u202e\u200b', number: '1002' }), '1002');
  assert.equal(remoteName(remote), 'bob@cadran.test');
  assert.equal(remoteAddress({ ...remote, number: '1002' }), '1002');
});
