import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { createLazyPart } from './lazy-part.js';

describe('a part that is loaded later', () => {
  it('is asked for by the first who needs it, one time', async () => {
    let loads = 0;
    const part = createLazyPart(async () => ({ number: (loads += 1) }));
    assert.equal(part.now, undefined);
    const [one, other] = await Promise.all([part.load(), part.load()]);
    assert.equal(one, other);
    assert.equal(part.now, one);
    assert.equal(await part.load(), one);
    assert.equal(loads, 1);
  });

  it('that did not come is asked for again', async () => {
    const answers = [() => Promise.reject(new Error('offline')), () => Promise.resolve('part')];
    const part = createLazyPart<string>(() => (answers.shift() ?? assert.fail())());
    await assert.rejects(part.load(), /offline/);
    assert.equal(part.now, undefined);
    assert.equal(await part.load(), 'part');
    assert.equal(part.now, 'part');
  });
});
