import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readArguments } from './cli-arguments.js';

test('flags become options', () => {
  const { options, ladder } = readArguments(['--port', '7000', '--user', 'a:b', '--user', 'c:d:e']);
  assert.deepEqual(options, { port: 7000, users: { a: 'b', c: 'd:e' } });
  assert.equal(ladder, false);
  assert.deepEqual(readArguments([]).options, { port: 5066 });
  assert.equal(readArguments(['-h']).help, true);
});

test('mistakes are told', () => {
  assert.throws(() => readArguments(['--port', 'x']), /--port/);
  assert.throws(() => readArguments(['--port', '70000']), /--port/);
  assert.throws(() => readArguments(['--user', 'nopassword']), /--user/);
  assert.throws(() => readArguments(['--bogus']), /bogus/);
});
