import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { PhoneOptions } from '@cadran/core';

import { isSameOptions, parseConfig, phoneOptions } from './phone-logic.js';

const whole = {
  servers: ['wss://pbx.example.org/ws'],
  uri: 'sip:alice@example.org',
  displayName: 'Alice',
  credentials: { username: 'alice', password: 'secret' },
  iceServers: [{ urls: ['turn:turn.example.org'], username: 'u', credential: 'c' }],
};

describe('parseConfig', () => {
  test('takes what it knows and leaves the rest', () => {
    assert.deepEqual(parseConfig(JSON.stringify({ ...whole, register: false, media: {} })), whole);
  });

  test('takes servers with a priority and a weight among others', () => {
    const servers = [{ url: 'wss://a', priority: 1, weight: 2 }, { url: 'wss://b' }, 'wss://c'];
    assert.deepEqual(parseConfig(JSON.stringify({ ...whole, servers })).servers, servers);
  });

  test('takes a token, or a hash', () => {
    const { credentials } = parseConfig(JSON.stringify({ ...whole, credentials: { token: 't' } }));
    assert.deepEqual(credentials, { token: 't' });
    const hash = { username: 'a', ha1: 'f00', realm: 'r', algorithm: 'SHA-256' };
    assert.deepEqual(
      parseConfig(JSON.stringify({ ...whole, credentials: hash })).credentials,
      hash,
    );
  });

  const wrong: Readonly<Record<string, unknown>> = {
    'no object': [],
    null: null,
    'no servers': { ...whole, servers: undefined },
    'servers that are text': { ...whole, servers: 'wss://a' },
    'a server that is no text': { ...whole, servers: [{}] },
    'a server that is a number': { ...whole, servers: [5] },
    'a server whose url is none': { ...whole, servers: [{ url: 5 }] },
    'a server that is nothing': { ...whole, servers: [null] },
    'too many servers': { ...whole, servers: Array.from({ length: 17 }, () => 'wss://a') },
    'no uri': { ...whole, uri: '' },
    'a uri that is too long': { ...whole, uri: `sip:${'a'.repeat(3000)}` },
    'credentials without a password': { ...whole, credentials: { username: 'alice' } },
    'an ICE server without urls': { ...whole, iceServers: [{}] },
  };
  for (const [name, value] of Object.entries(wrong)) {
    test(`refuses ${name}`, () => {
      assert.throws(() => parseConfig(JSON.stringify(value)), { code: 'config/invalid' });
    });
  }

  test('refuses what is not JSON, and does not repeat it in the message', () => {
    assert.throws(
      () => parseConfig('<!doctype html>secret'),
      (error: Error & { code?: string }) =>
        error.code === 'config/invalid' && !error.message.includes('secret'),
    );
  });
});

test('phoneOptions lets later parts win and asks for a server and an address', () => {
  const options = phoneOptions({ tones: false }, whole, { displayName: 'A.' });
  assert.equal(options?.displayName, 'A.');
  assert.equal(options.tones, false);
  assert.equal(phoneOptions({ servers: ['wss://a'] }), undefined);
  assert.equal(phoneOptions({ uri: 'sip:a@b', servers: [] }), undefined);
});

test('isSameOptions compares data by content and functions by identity', () => {
  const copy = structuredClone(whole);
  assert.ok(isSameOptions(whole, copy));
  assert.ok(!isSameOptions(whole, { ...copy, servers: ['wss://other'] }));
  assert.ok(!isSameOptions(whole, { ...copy, register: false }));
  const by = (credentials: PhoneOptions['credentials']): PhoneOptions => ({
    ...whole,
    credentials: credentials!,
  });
  const one = () => Promise.resolve({ token: 'a' });
  assert.ok(isSameOptions(by(one), by(one)));
  assert.ok(
    !isSameOptions(
      by(one),
      by(() => Promise.resolve({ token: 'a' })),
    ),
  );
});
