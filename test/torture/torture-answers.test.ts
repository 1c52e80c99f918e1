import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { Wire } from '../contract/wire.js';
import type { Answer, TortureMessage } from './message.js';
import { invalid } from './rfc4475-invalid.js';
import { semantics } from './rfc4475-semantics.js';
import { valid } from './rfc4475-valid.js';
import { ipv6 } from './rfc5118.js';

/** Whom the message calls, where it can be told: the phone is theirs. */
function calledBy({ frame }: TortureMessage): string {
  const start = new TextDecoder().decode(frame).split('\r\n', 1)[0] ?? '';
  return /^INVITE (sip:\S+@[^;?\s]+)/.exec(start)?.[1] ?? 'sip:user@example.com';
}

/** What the phone did with the message, by the time it answered a request that came after it. */
async function answerTo(message: TortureMessage): Promise<{ answer: Answer; wire: Wire }> {
  const wire = await Wire.connected({ uri: calledBy(message) });
  wire.receive(message.frame.buffer as ArrayBuffer);
  wire.ask('OPTIONS', { callId: 'afterwards' });
  const sent = [];
  do sent.push(await wire.line.when(() => wire.sent.shift(), 'an answer'));
  while (sent.at(-1)?.header('Call-ID') !== 'afterwards');
  await wire.signaling.dispose();
  const [first, ...more] = sent.slice(0, -1);
  assert.deepEqual(more, [], 'one answer at most');
  if (!first) return { answer: 'silence', wire };
  wire.sent.push(first);
  const status = Number(first.start.split(' ')[1]);
  if (status !== 100) return { answer: status, wire };
  await wire.line.next('incoming');
  return { answer: 'rings', wire };
}

describe('a phone', () => {
  for (const message of [...valid, ...invalid, ...semantics, ...ipv6]) {
    const { section, name, what, answers } = message;
    test(`${section} ${name}, ${what}: ${answers[0]}`, async () => {
      assert.equal((await answerTo(message)).answer, answers[0]);
    });
  }

  const answerOf = async (messages: readonly TortureMessage[], name: string) => {
    const message = messages.find((each) => each.name === name);
    assert.ok(message);
    const [answer] = (await answerTo(message)).wire.sent;
    assert.ok(answer);
    return answer;
  };

  test('says which extensions it does not know', async () => {
    const answer = await answerOf(semantics, 'bext01');
    assert.equal(
      answer.header('Unsupported').toLowerCase(),
      'nothingsupportsthis, nothingsupportsthiseither',
    );
  });

  test('says which bodies it takes', async () => {
    assert.equal((await answerOf(semantics, 'invut')).header('Accept'), 'application/sdp');
  });

  test('says which methods it takes', async () => {
    assert.match((await answerOf(valid, 'intmeth')).header('Allow'), /^ACK, ?BYE.*UPDATE$/);
  });

  test('answers with the headers that there are', async () => {
    const answer = await answerOf(semantics, 'insuf');
    assert.equal(answer.header('Via'), 'SIP/2.0/UDP 192.0.2.95;branch=z9hG4bKkdj.insuf');
    assert.equal(answer.header('CSeq'), '193942 INVITE');
    assert.equal(answer.header('Call-ID'), '');
  });
});
