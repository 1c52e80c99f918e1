import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explore, replay } from './explore.js';

/** A million by itself takes two minutes: `npm run explore`. The reducer has its own two million, beside this. */
const events = 100_000;

test('a phone keeps its laws, whatever its person, the far sides and the network do', async (context) => {
  const { states, events: done, broken } = await explore(events);
  assert.equal(broken && `${broken.law}: ${broken.events.join(', ')}`, undefined);
  context.diagnostic(`${states} states, ${done} events`);
  assert.ok(done >= events && states > 10_000);
});

/** Lives in which a law broke once. */
for (const life of [
  ['dial', 'dial', '0 answers', '1 answers', 'nothing more happens'],
  [
    ...['mediaAnswer will wait', 'somebody calls', 'answer 0', 'time passes'],
    ...['mediaAnswer fails', 'nothing more happens'],
  ],
  [
    ...['dial', '0 plays', 'mediaAccept will wait', '0 answers', 'hold 0', '0 asks for an offer'],
    ...['dial', 'mediaAccept fails', 'time passes'],
  ],
]) {
  test(`no law is broken by ${life.join(', ')}`, async () => {
    assert.equal(await replay(life), undefined);
  });
}
