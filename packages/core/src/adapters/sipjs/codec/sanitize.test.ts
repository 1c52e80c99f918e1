import assert from 'node:assert/strict';
import { test } from 'node:test';

import { CadranError } from '../../../kernel/errors.js';
import { parseNameAddress } from './name-address.js';
import { headerValue, quote, wellFormed } from './sanitize.js';

const malformed = (error: unknown): boolean =>
  error instanceof CadranError && error.code === 'signaling/malformed';

test('nothing that starts another header gets into one', () => {
  for (const text of ['a\r\nX-Evil: 1', 'a\rb', 'a\nb', 'a\0b', 'a\u001bb', 'a\u007fb']) {
    for (const write of [headerValue, quote]) {
      assert.throws(() => write(text), malformed);
    }
  }
  assert.equal(headerValue('b\tc é'), 'b\tc é');
});

test('a hostile display name stays a name', () => {
  const name = 'Eve" <sip:admin@example.com>;tag=1 \\';
  assert.equal(quote(name), '"Eve\\" <sip:admin@example.com>;tag=1 \\\\"');
  const address = parseNameAddress(`${quote(name)} <sip:eve@example.com>`);
  assert.equal(address?.displayName, name);
  assert.equal(address.uri.user, 'eve');
});

test('half a character is replaced, a whole one kept', () => {
  assert.equal(wellFormed('a\ud83d\ude00\ud83d b\ude00'), 'a\ud83d\ude00\ufffd b\ufffd');
  assert.equal(quote('\ud800'), '"\ufffd"');
});
