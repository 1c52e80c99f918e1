import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { unlessAborted } from './abortable.js';

const never = new Promise<never>(() => undefined);
const closed = { code: 'media/failed' };

describe('waiting for what may never settle', () => {
  it('settles as the promise does', async () => {
    const { signal } = new AbortController();
    assert.equal(await unlessAborted(Promise.resolve(7), signal), 7);
    await assert.rejects(unlessAborted(Promise.reject(new Error('own')), signal), /own/);
  });

  it('rejects when it is aborted meanwhile', async () => {
    const closing = new AbortController();
    const waiting = unlessAborted(never, closing.signal);
    closing.abort();
    await assert.rejects(waiting, closed);
  });

  it('rejects when it was aborted before, and swallows what the promise says later', async () => {
    const late = Promise.reject(new Error('nobody asks any more'));
    await assert.rejects(unlessAborted(late, AbortSignal.abort()), closed);
    await assert.rejects(unlessAborted(never, AbortSignal.abort()), closed);
  });
});
