import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { description } from './line.js';
import { Wire } from './wire.js';

const contact = 'Contact: <sip:peer@peer.invalid>';

/** A description with so many media sections and candidates, filled up to a length. */
function sized({ sections = 1, candidates = 0, length = 0 }): string {
  const start = ['v=0', 'o=bob 1 1 IN IP4 127.0.0.1', 's=-', 't=0 0'];
  const media = Array.from({ length: sections }, () => 'm=audio 9 UDP/TLS/RTP/SAVPF 111');
  const ways = Array.from(
    { length: candidates },
    (_, index) => `a=candidate:${index} 1 udp 1 192.0.2.1 9 typ host`,
  );
  const sdp = [...start, ...media, ...ways, ''].join('\r\n');
  return length === 0 ? sdp : `${sdp}a=x:`.padEnd(length, 'x');
}

const most = { length: 32_768, sections: 16, candidates: 256 };
const larger = Object.entries(most).map(
  ([what, count]) => [`more ${what} than ${count}`, sized({ [what]: count + 1 })] as const,
);

let wire: Wire;
beforeEach(async () => {
  wire = await Wire.connected();
});
afterEach(() => wire.close());

/** Nothing of it was told, and the phone goes on. */
async function assertUnharmed(): Promise<void> {
  assert.ok(!wire.line.facts.some(({ type }) => type === 'incoming'));
  wire.ask('OPTIONS');
  await wire.next('200 OPTIONS');
}

describe('a description', () => {
  for (const [what, count] of Object.entries(most)) {
    test(`is taken with ${what} up to ${count}`, async () => {
      const body = sized({ [what]: count });
      wire.ask('INVITE', { body });
      assert.equal((await wire.line.next('incoming')).sdp, body);
    });
  }

  for (const [what, body] of larger) {
    test(`with ${what} does not even ring`, async () => {
      wire.ask('INVITE', { body });
      await wire.next('488 INVITE');
      await assertUnharmed();
    });

    test(`with ${what} is no offer to a call, which goes on`, async () => {
      const invite = await wire.dialled();
      wire.askCaller(invite, 'INVITE', 1, { headers: [contact], body });
      await wire.next('488 INVITE');
      wire.askCaller(invite, 'UPDATE', 2, { headers: [contact], body });
      await wire.next('488 UPDATE');
      assert.ok(!wire.line.facts.some(({ type }) => type === 'offer' || type === 'ended'));
    });

    test(`with ${what} is no answer`, async () => {
      wire.signaling.invite('out', { target: 'sip:bob@cadran.test', sdp: description('alice') });
      wire.reply(await wire.next('INVITE'), 200, { body });
      await wire.next('ACK');
      assert.equal((await wire.line.next('accepted')).sdp, undefined);
    });

    test(`with ${what} in an ACK is no answer either`, async () => {
      const { id, answer } = await wire.called();
      const invite = wire.askCallee(answer, 'INVITE', 2, { headers: [contact] });
      const { exchange } = await wire.line.next('offer', (fact) => fact.id === id);
      wire.signaling.answerOffer(id, exchange, description('alice'));
      const second = await wire.next('200 INVITE');
      wire.askCallee(second, 'ACK', invite.cseq, { body });
      assert.match((await wire.next('BYE')).header('Reason'), /cause=488/);
    });
  }
});

describe('a message', () => {
  const lines = (count: number, line: string): string[] =>
    Array.from({ length: count }, () => line);

  for (const [what, headers, body, status] of [
    ['more than 200 headers', lines(201, 'X-A: b'), '', 513],
    ['a header of more than 8,192 characters', [`X-A: ${'b'.repeat(8_192)}`], '', 513],
    ['more than 70 times Via', lines(70, 'Via: SIP/2.0/WS a.test;branch=z9hG4bKa'), '', 400],
    ['more than 70 routes recorded', lines(71, 'Record-Route: <sip:a.test;lr>'), '', 400],
    ['more than 65,535 bytes', [], 'x'.repeat(66_000), 513],
  ] as const) {
    test(`with ${what} is answered ${status} and goes no further`, async () => {
      wire.ask('INVITE', { headers: [contact, ...headers], body });
      await wire.next(`${status} INVITE`);
      await assertUnharmed();
    });

    test(`with ${what} is dropped where it is a response`, async () => {
      wire.signaling.invite('out', { target: 'sip:bob@cadran.test', sdp: description('alice') });
      const invite = await wire.next('INVITE');
      wire.reply(invite, 200, { headers: [contact, ...headers], body });
      assert.ok(!wire.line.facts.some(({ type }) => type === 'accepted'));
      wire.reply(invite, 200, { body: description('bob') });
      await wire.line.next('accepted');
      await wire.next('ACK');
    });
  }
});
