import assert from 'node:assert/strict';
import { test } from 'node:test';

import { parseChallenges } from './challenge.js';

const absent = { nonce: undefined, opaque: undefined, algorithm: undefined };
const plain = { scheme: 'digest', ...absent, qop: [], stale: false, userhash: false };

test('reads the challenges of a line, of which there may be several', () => {
  const line =
    'Digest realm="a, b", nonce="n=1", qop="auth, AUTH-INT",algorithm=sha-256, stale=TRUE, opaque="o\\"",' +
    ' digest  realm="a, b",nonce=n2, algorithm = MD5 , userhash=true, Bearer realm="c", scope="x y", Negotiate';
  assert.deepEqual(parseChallenges(line), [
    {
      scheme: 'digest',
      realm: 'a, b',
      nonce: 'n=1',
      opaque: 'o"',
      algorithm: 'SHA-256',
      qop: ['auth', 'auth-int'],
      stale: true,
      userhash: false,
    },
    { ...plain, realm: 'a, b', nonce: 'n2', algorithm: 'MD5', userhash: true },
    { ...plain, scheme: 'bearer', realm: 'c' },
  ]);
});

test('of a parameter given twice the first counts', () => {
  assert.deepEqual(parseChallenges('Digest realm="a", nonce="1", realm="b", nonce="2"'), [
    { ...plain, realm: 'a', nonce: '1' },
  ]);
});

test('leaves out what could not be answered in its own words', () => {
  assert.deepEqual(parseChallenges('Digest nonce="1"'), []);
  assert.deepEqual(parseChallenges('Digest realm="a\\\u0007", nonce="1"'), []);
  assert.deepEqual(parseChallenges('Digest realm="a'), []);
  assert.deepEqual(parseChallenges(''), []);
  assert.deepEqual(parseChallenges('=, =x, "a", Basic'), []);
});
