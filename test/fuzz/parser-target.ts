import assert from 'node:assert/strict';

import { parseMessage } from '../../packages/core/src/adapters/sipjs/codec/parse-message.js';
import { writeReply } from '../../packages/core/src/adapters/sipjs/codec/stateless-reply.js';

/** Reads a frame. Throws for an exception, also one that was caught inside, and for an answer that is none. */
export function readFrame(frame: string | Uint8Array): 'accepted' | 'refused' {
  const parsed = parseMessage(frame);
  if (parsed.kind !== 'malformed') return 'accepted';
  assert.notEqual(parsed.reason, 'unexpected');
  if (parsed.reply) {
    const [head = '', body] = writeReply(parsed.reply, 'tag').split('\r\n\r\n');
    assert.equal(body, '');
    for (const line of head.split('\r\n')) assert.doesNotMatch(line, /[\r\n\0]/);
  }
  return 'refused';
}
