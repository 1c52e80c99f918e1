import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createManualClock } from '../../fake/manual-clock.js';
import { HeldCredentials } from './held-credentials.js';

/** An issuer of tokens that live so long, and is away when it is asked for the second time and `until` the given one. */
function issuer(life: number, until: number) {
  const clock = createManualClock();
  let asked = 0;
  const held = new HeldCredentials(async () => {
    asked += 1;
    if (asked > 1 && asked < until) throw new Error('the issuer is away');
    return { token: `token-${asked}`, expires: clock.now() + life };
  }, clock);
  return { clock, held, asked: () => asked };
}

describe('a token that expires', () => {
  it('is replaced before that, and stays where the issuer is away', async () => {
    const { clock, held, asked } = issuer(100_000, 3);
    await held.load();
    await clock.advance(79_000);
    assert.equal(asked(), 1);
    await clock.advance(1_000);
    assert.equal(asked(), 2, 'at four fifths of its life');
    assert.deepEqual(held.value, { token: 'token-1', expires: clock.now() + 20_000 });
    await held.load();
    assert.equal(asked(), 2, 'the one there is still works');
    await clock.advance(16_000);
    assert.equal(asked(), 3);
    assert.deepEqual(held.value, { token: 'token-3', expires: clock.now() + 100_000 });
    await clock.advance(79_000);
    assert.equal(asked(), 3, 'the new one has a life of its own');
    held.forget();
    assert.equal(clock.pending, 0);
  });

  it('that never comes again is asked for every ten seconds at most, and no more once it is forgotten', async () => {
    const { clock, held, asked } = issuer(0, 1_000);
    await held.load();
    await clock.advance(100_000);
    assert.equal(asked(), 11);
    held.forget();
    await clock.advance(100_000);
    assert.equal(asked(), 11);
  });
});
