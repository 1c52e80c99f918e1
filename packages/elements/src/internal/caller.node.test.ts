import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { RemoteParty } from '@cadran/core';

import { callerOf } from './caller.js';
import { en } from './locale/en.js';
import { domainOf } from './remote-name.js';

const caller = (remote: Partial<RemoteParty>): ReturnType<typeof callerOf> =>
  callerOf({ uri: 'sip:1002@cadran.test', verified: false, ...remote }, en);

test('a name always stands with the number it may lie about', () => {
  assert.deepEqual(caller({ displayName: 'Bob Durand', number: '1002' }), {
    name: 'Bob Durand',
    detail: '1002',
    initials: 'BD',
  });
  assert.equal(caller({ displayName: '112', number: '1002' }).detail, '1002');
  assert.equal(caller({ displayName: 'Bob' }).detail, '1002@cadran.test');
});

test('without a name the number stands alone, grouped', () => {
  assert.deepEqual(caller({ number: '+33145671203' }), {
    name: '+33 1 45 67 12 03',
    detail: undefined,
    initials: '',
  });
  assert.equal(caller({ displayName: '1002', number: '1002' }).detail, undefined);
});

test('somebody of our own domain is known by the user alone', () => {
  const shown = (uri: string): string =>
    callerOf({ uri, verified: false }, en, domainOf('sip:alice@Cadran.test;transport=ws')).name;
  assert.equal(shown('sip:bob@cadran.test'), 'bob');
  assert.equal(shown('sip:bob@CADRAN.test'), 'bob');
  assert.equal(shown('sip:bob@elsewhere.test'), 'bob@elsewhere.test');
  assert.equal(shown('sip:bob@elsewhere.test@cadran.test'), 'bob@elsewhere.test@cadran.test');
  assert.equal(shown('sip:cadran.test'), 'cadran.test');
});

test('a withheld number is no address to show (RFC 3323 §4.1.1.3)', () => {
  const uri = 'sip:anonymous@anonymous.invalid';
  assert.equal(caller({ uri }).name, en.unknownCaller);
  assert.deepEqual(caller({ uri, displayName: 'Carol' }).detail, undefined);
});

test('initials are letters of the first and the last word, whatever the name is made of', () => {
  const initials = (displayName: string): string => caller({ displayName }).initials;
  assert.equal(initials('Jean-Luc de la Tour'), 'JT');
  assert.equal(initials('émile'), 'É');
  assert.equal(initials('Ильдикó Богнар'), 'ИБ');
  assert.equal(initials('112'), '');
  assert.equal(initials('\u202E\u202E'), '');
  assert.equal(initials('🎉 Party'), 'P');
});
