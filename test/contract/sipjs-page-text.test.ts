import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parseMessage } from '../../packages/core/src/adapters/sipjs/codec/parse-message.js';
import { parseReasons } from '../../packages/core/src/adapters/sipjs/end-reason.js';
import { codeOf, description } from './line.js';
import { Wire, type Message } from './wire.js';

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc
    .array(
      fc.constantFrom('"', '\\', '<', '>', ';', ',', ' ', '\r\n', 'X-Evil: 1', 'é', '\ud83d', 'a'),
    )
    .map((pieces) => pieces.join('')),
);
const control = /[\0-\x08\n-\x1f\x7f]/;

/** The names of its headers, and what its Reason says, as the far side reads them. */
function read({ text: sent }: Message): { names: string[]; reason: string | undefined } {
  const parsed = parseMessage(Buffer.from(sent));
  assert.ok(parsed.kind === 'request' || parsed.kind === 'response');
  const [reason] = parseReasons(parsed.message.getHeaders('Reason'));
  return { names: Object.keys(parsed.message.headers).sort(), reason: reason?.text };
}

function close(wire: Wire): Promise<void> {
  wire.drop();
  return wire.signaling.dispose();
}

/** Runs it with the text `a`, which does no harm, and then with many that might. */
async function withTexts(says: (wire: Wire, words: string) => Promise<Message>): Promise<void> {
  const wire = await Wire.connected();
  const harmless = read(await says(wire, 'a'));
  await fc.assert(
    fc.asyncProperty(text, async (words) => {
      const { names, reason } = read(await says(wire, words));
      assert.deepEqual(names, harmless.names);
      assert.doesNotMatch(reason ?? '', control);
    }),
    { seed: 3, numRuns: 120 },
  );
  await close(wire);
}

describe('text of the page goes out as text', () => {
  test('why a call is hung up', () =>
    withTexts(async (wire, words) => {
      const { id } = await wire.called();
      wire.signaling.end(id, { status: 200, text: words });
      const bye = await wire.next('BYE');
      wire.reply(bye, 200);
      return bye;
    }));

  test('why a call is refused', () =>
    withTexts(async (wire, words) => {
      wire.ask('INVITE', { body: description('bob') });
      await wire.next('100 INVITE');
      const { id } = await wire.line.next('incoming');
      wire.signaling.end(id, { status: 480, text: words });
      return wire.next('480 INVITE');
    }));

  test('what a body holds', () =>
    withTexts(async (wire, words) => {
      const { id } = await wire.called();
      const done = wire.signaling.info(id, 'application/dtmf', `a${words}`);
      const info = await wire.next('INFO');
      wire.reply(info, 200);
      await done;
      assert.equal(Buffer.from(info.body).toString(), Buffer.from(`a${words}`).toString());
      return info;
    }));

  test('of what kind a body is', async () => {
    const wire = await Wire.connected();
    const { id } = await wire.called();
    const refused = wire.signaling.info(id, 'text/plain\r\nX-Evil: 1', 'a');
    assert.equal(await codeOf(refused), 'signaling/malformed');
    await close(wire);
  });

  test('who calls', () =>
    fc.assert(
      fc.asyncProperty(text, async (displayName) => {
        if (control.test(displayName)) {
          assert.throws(() => new Wire({ displayName }));
          return;
        }
        const wire = await Wire.connected({ displayName });
        wire.signaling.invite('out', { target: 'sip:bob@cadran.test', sdp: description('alice') });
        const parsed = parseMessage(Buffer.from((await wire.next('INVITE')).text));
        assert.ok(parsed.kind === 'request');
        assert.equal(parsed.message.from.displayName, Buffer.from(displayName).toString());
        assert.equal(parsed.message.hasHeader('X-Evil'), false);
        await close(wire);
      }),
      { seed: 3, numRuns: 60 },
    ));
});
