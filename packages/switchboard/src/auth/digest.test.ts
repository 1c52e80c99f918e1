import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ManualClock } from '../../test/manual-clock.js';
import { digestResponse, parseCredentials, verifies } from './digest.js';
import { Nonces } from './nonces.js';

/** RFC 7616 §3.9.1. */
const example = {
  username: 'Mufasa',
  realm: 'http-auth@example.org',
  nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
  uri: '/dir/index.html',
  cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
  nc: 1,
};
const MD5 = '8ca523f5e9506fed4657c9700eebdbec';
const SHA = '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1';

test('responses are those of the standard', () => {
  const password = 'Circle of Life';
  assert.equal(digestResponse({ ...example, algorithm: 'MD5' }, password, 'GET'), MD5);
  assert.equal(digestResponse({ ...example, algorithm: 'SHA-256' }, password, 'GET'), SHA);
});

test('credentials are read from the wire and checked', () => {
  const read = parseCredentials(
    `Digest username="Mufasa", realm="${example.realm}", uri="/dir/index.html", ` +
      `algorithm=SHA-256, nonce="${example.nonce}", nc=00000001, cnonce="${example.cnonce}", ` +
      `qop=auth, response="${SHA}", opaque="x"`,
  );
  assert.ok(read);
  assert.equal(verifies(read, 'Circle of Life', 'GET'), true);
  assert.equal(verifies(read, 'circle of life', 'GET'), false);
  assert.equal(verifies(read, 'Circle of Life', 'PUT'), false);
});

test('credentials without qop, or of another scheme or algorithm, are of no use', () => {
  for (const field of [
    'Basic dXNlcjpwYXNz',
    'Digest username="a", nonce="b", response="c"',
    'Digest username="a", qop=auth, nc=1, response="c"',
    'Digest username="a", qop=auth-int, nc=00000001, response="c"',
    'Digest username="a", qop=auth, nc=00000001, algorithm=SHA-512, response="c"',
  ]) {
    assert.equal(parseCredentials(field), undefined, field);
  }
});

test('a nonce counts upwards, ages, and is only ours', () => {
  const clock = new ManualClock();
  const nonces = new Nonces(clock, 1000);
  const nonce = nonces.issue();
  assert.equal(nonces.spend(nonce, 1), true);
  assert.equal(nonces.spend(nonce, 1), false, 'replayed');
  assert.equal(nonces.spend(nonce, 3), true);
  assert.equal(nonces.spend(nonce, 2), false, 'out of order');
  assert.equal(nonces.spend('made-up', 1), false);
  clock.advance(1001);
  assert.equal(nonces.spend(nonce, 4), false, 'too old');
});
