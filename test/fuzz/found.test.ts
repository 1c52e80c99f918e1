import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { parseMessage } from '../../packages/core/src/adapters/sipjs/codec/parse-message.js';
import { Wire } from '../contract/wire.js';
import { found } from './found.js';

describe('what the fuzz run found', () => {
  for (const { what, status, frame } of found) {
    test(`${what}: ${status ?? 'taken'}`, async () => {
      const parsed = parseMessage(frame);
      assert.equal(parsed.kind === 'malformed' ? parsed.reply?.status : undefined, status);
      const wire = await Wire.connected({ uri: 'sip:user@example.com' });
      wire.receive(frame);
      await wire.next(`${status ?? 200} ${status === undefined ? 'OPTIONS' : ''}`);
      await wire.signaling.dispose();
    });
  }

  test('such a header is one like any other', () => {
    const parsed = parseMessage(found[1]?.frame ?? '');
    assert.ok(parsed.kind === 'request');
    const names = Object.keys(parsed.message.headers);
    assert.deepEqual(names.slice(-3), ['Constructor', '--Proto--', 'Tostring']);
    assert.equal(parsed.message.getHeader('constructor'), 'a');
  });
});
