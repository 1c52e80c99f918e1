import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { settle } from '@cadran/core/testing';
import { description } from '../contract/line.js';
import type { Asked } from '../contract/wire.js';
import { openAttackedPhone, touched, type AttackedPhone } from './attacked-phone.js';

const contact = 'Contact: <sip:mallory@evil.test>';
const body = description('mallory');

let attacked: AttackedPhone;
beforeEach(async () => {
  attacked = await openAttackedPhone();
});
afterEach(() => attacked.close());

const kinds = (): string[] => attacked.wire.sent.map(({ kind }) => kind);

describe('S10: who does not know a dialog cannot touch it', () => {
  const requests: readonly [string, readonly string[], string?][] = [
    ['BYE', []],
    ['INVITE', [contact], body],
    ['UPDATE', [contact], body],
    ['INFO', ['Content-Type: application/dtmf-relay'], 'Signal=1'],
    ['REFER', [contact, 'Refer-To: <sip:mallory@evil.test>']],
    ['NOTIFY', [contact, 'Event: refer', 'Subscription-State: terminated']],
    ['PRACK', ['RAck: 1 1 INVITE']],
    ['MESSAGE', ['Content-Type: text/plain'], 'hello'],
  ];
  for (const [method, headers, text] of requests) {
    test(`${method} with the Call-ID and a wrong tag, or with both tags and an old number`, async () => {
      const { wire, phone, media } = attacked;
      const { id, answer } = await attacked.talk();
      const before = phone.state.get().calls[id];
      const held = media.commands.length;
      wire.sent.length = 0;
      const asked: Asked = { headers, ...(text === undefined ? {} : { body: text }) };
      const callId = answer.header('Call-ID');
      const [from, to] = [answer.header('From'), answer.header('To')];
      const forged = [
        { from: '<sip:bob@cadran.test>;tag=guess', to },
        { from, to: '<sip:alice@cadran.test>;tag=guess' },
        { from: to, to: from },
      ];
      for (const tags of forged) wire.ask(method, { ...asked, callId, cseq: 50, ...tags });
      wire.askCallee(answer, method, 1, asked);
      await settle();
      assert.equal(kinds().length, 4);
      for (const kind of kinds()) assert.match(kind, /^(405|481|500) /);
      assert.equal(phone.state.get().calls[id], before);
      assert.equal(media.commands.length, held);
    });
  }

  test('CANCEL of a call that is answered, or of none', async () => {
    const { wire, phone } = attacked;
    const { id } = await attacked.talk();
    wire.ask('CANCEL');
    await wire.next('481 CANCEL');
    assert.equal(phone.state.get().calls[id]?.status, 'active');
  });
});

test('S1: a call that rings has no media, no candidate and no microphone, whatever it says', async () => {
  const { wire, phone, media, clock } = attacked;
  const early = ['P-Early-Media: sendrecv', 'Require: 100rel', 'Supported: 100rel, 199'];
  wire.ask('INVITE', { headers: [contact, ...early], body });
  wire.ask('INVITE', { headers: [contact] });
  await wire.next('180 INVITE');
  await settle();
  const ringing = [...wire.sent];
  wire.ask('UPDATE', { headers: [contact], body });
  await clock.advance(20_000);
  assert.ok(Object.values(phone.state.get().calls).every(({ media: sound }) => sound === 'none'));
  assert.deepEqual(touched(media), []);
  for (const { text } of [...ringing, ...wire.sent])
    assert.doesNotMatch(text, /a=candidate|m=audio/);
});

describe('S6: nobody is shown as verified', () => {
  for (const [how, headers, from] of [
    ['by asserting itself', ['P-Asserted-Identity: "Bank" <sip:bank@cadran.test>']],
    ['by the older way to do so', ['Remote-Party-ID: "Bank" <sip:bank@cadran.test>;privacy=off']],
    ['by a signature that nobody checked', ['Identity: abc;info=<https://evil.test/c>;alg=ES256']],
    ['by saying that it was checked', [], '<sip:+33;verstat=TN-Validation-Passed@evil.test>;tag=x'],
    ['by a name that looks like a mark', [], '"✔ Bank (verified)" <sip:bank@evil.test>;tag=x'],
  ] as const) {
    test(how, async () => {
      const { wire, phone } = attacked;
      wire.ask('INVITE', { headers: [contact, ...headers], body, ...(from ? { from } : {}) });
      await wire.next('180 INVITE');
      await settle();
      const [call] = Object.values(phone.state.get().calls);
      assert.equal(call?.remote.verified, false);
      assert.doesNotMatch(call.remote.uri, /bank@cadran/);
    });
  }
});

describe('S8: what is too large is refused, and the call goes on', () => {
  const many = (count: number, line: string): string[] => Array.from({ length: count }, () => line);
  for (const [what, asked] of [
    ['a frame of 70 kB', { body: 'x'.repeat(70_000) }],
    ['a header of 17 kB', { headers: [contact, `X-Long: ${'y'.repeat(17_000)}`] }],
    ['201 headers', { headers: [contact, ...many(201, 'X: y')] }],
    ['71 routes', { headers: [contact, ...many(71, 'Record-Route: <sip:a@b.test;lr>')] }],
    ['71 ways', { headers: [contact, ...many(71, 'Via: SIP/2.0/WS x;branch=z9hG4bKx')] }],
  ] as const) {
    test(what, async () => {
      const { wire, phone } = attacked;
      const { id } = await attacked.talk();
      wire.sent.length = 0;
      wire.ask('INVITE', asked);
      await settle();
      assert.equal(kinds().length, 1);
      assert.match(kinds()[0] ?? '', /^(400|413|513) /);
      assert.deepEqual(phone.state.get().order, [id]);
      await phone.call(id).hangup();
    });
  }
});
