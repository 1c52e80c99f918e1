import assert from 'node:assert/strict';
import { test } from 'node:test';

import { parseServerUrl } from './server-url.js';

test('a server has a URL to open and a name to tell', () => {
  assert.deepEqual(parseServerUrl('WSS://Pbx.Example:8443/ws?token=secret#part'), {
    url: 'wss://pbx.example:8443/ws?token=secret',
    name: 'wss://pbx.example:8443/ws',
    protocol: 'WSS',
  });
  assert.equal(parseServerUrl('ws://pbx').protocol, 'WS');
});

test('what is no WebSocket URL, or holds a password, is refused without repeating it', () => {
  for (const text of [
    '',
    'pbx',
    'http://pbx',
    'sip:pbx',
    'ws://',
    'wss://user:secret@pbx',
    'wss://:secret@pbx',
    'ws://user@pbx',
  ]) {
    assert.throws(
      () => parseServerUrl(text),
      ({ code, message }: { code: string; message: string }) =>
        code === 'connection/invalid-url' && !message.includes('secret'),
    );
  }
});

test('a secure page reaches other machines by wss only', () => {
  const options = { secureContextOnly: true };
  for (const host of [
    'pbx.example',
    'localhost.example',
    '127.0.0.1.example',
    '10.0.0.1',
    '[::2]',
  ]) {
    assert.throws(() => parseServerUrl(`ws://${host}`, options), { code: 'connection/insecure' });
    assert.equal(parseServerUrl(`wss://${host}`, options).protocol, 'WSS');
    assert.equal(parseServerUrl(`ws://${host}`).protocol, 'WS');
  }
  for (const host of ['localhost:1', '127.0.0.1', '[::1]:5', 'x.localhost']) {
    assert.equal(parseServerUrl(`ws://${host}`, options).protocol, 'WS');
  }
});
