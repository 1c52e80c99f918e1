import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { settle } from '@cadran/core/testing';
import { description } from '../contract/line.js';
import {
  openAttackedPhone,
  touched,
  type AttackedOptions,
  type AttackedPhone,
} from './attacked-phone.js';

const contact = 'Contact: <sip:peer@peer.invalid>';
const desk = 'sip:desk@cadran.test';
const asserted = `P-Asserted-Identity: <${desk}>`;

/** All the ways in which somebody asks a telephone to answer by itself. */
const wishes = [
  'Answer-Mode: Auto',
  'Answer-Mode: Auto;require',
  'answer-mode:auto',
  'Priv-Answer-Mode: Auto',
  'Priv-Answer-Mode: Auto;require',
  'Call-Info: <sip:cadran.test>;answer-after=0',
  'Call-Info: <http://x.test>; Answer-After = 0',
  'Call-Info: <sip:x>;purpose=icon, <sip:y>;answer-after=2',
  'Alert-Info: <http://x.test>;info=alert-autoanswer;delay=0',
  'Alert-Info: Auto Answer',
  'Alert-Info: Ring Answer',
  'Alert-Info: info=RingAnswer',
  'Alert-Info: <http://127.0.0.1/auto-answer>',
];

let attacked: AttackedPhone;
afterEach(() => attacked.close());

async function rung(options: AttackedOptions, headers: readonly string[]): Promise<string> {
  attacked = await openAttackedPhone(options);
  attacked.wire.ask('INVITE', { headers: [contact, ...headers], body: description('peer') });
  await attacked.wire.next('180 INVITE');
  await settle();
  return attacked.phone.state.get().order.at(-1) ?? '';
}

/** What the phone knows of the call, and that nothing of it was answered nor touched a microphone. */
async function assertOnlyRings(id: string): Promise<void> {
  const { phone, media, wire, clock } = attacked;
  assert.equal(phone.state.get().calls[id]?.autoAnswerAt, undefined);
  await clock.advance(60_000);
  assert.equal(phone.state.get().calls[id]?.status, 'ringing');
  assert.deepEqual(touched(media), []);
  assert.deepEqual(
    wire.sent.filter(({ kind }) => /^[2-6]/.test(kind)).map(({ kind }) => kind),
    [],
  );
}

const allowing: AttackedOptions = {
  sip: { trustIdentity: true },
  phone: { autoAnswer: [desk, 'reception'] },
};

describe('S3: a phone answers nobody by itself', () => {
  for (const wish of wishes) {
    test(wish, async () => assertOnlyRings(await rung({}, [wish])));
  }

  test('all at once, by a caller whom a trusted server vouches for', async () => {
    const id = await rung({ sip: { trustIdentity: true } }, [...wishes, asserted]);
    await assertOnlyRings(id);
  });
});

describe('S3: with a list of those who may ask for it', () => {
  for (const wish of wishes) {
    test(`one of them is answered two seconds later: ${wish}`, async () => {
      const id = await rung(allowing, [wish, asserted]);
      const { phone, clock, wire, media } = attacked;
      assert.equal(phone.state.get().calls[id]?.autoAnswerAt, clock.now() + 2_000);
      assert.equal(phone.state.get().calls[id]?.status, 'ringing');
      await clock.advance(1_999);
      assert.equal(media.open.sessions, 0);
      await clock.advance(1);
      await wire.next('200 INVITE');
      assert.equal(phone.state.get().calls[id]?.autoAnswerAt, undefined);
    });
  }

  test('its person can still decline', async () => {
    const id = await rung(allowing, ['Answer-Mode: Auto', asserted]);
    const { phone, clock, wire, media } = attacked;
    await phone.call(id).decline();
    await wire.next('603 INVITE');
    await clock.advance(10_000);
    assert.equal(media.open.sessions, 0);
    assert.equal(phone.state.get().calls[id]?.ended, undefined);
  });

  const others: readonly [string, AttackedOptions, readonly string[]][] = [
    ['one of them who does not ask for it', allowing, [asserted]],
    [
      'somebody who only says to be one of them',
      allowing,
      ['Answer-Mode: Auto', `From-X: ${desk}`],
    ],
    [
      'somebody else',
      allowing,
      ['Answer-Mode: Auto', 'P-Asserted-Identity: <sip:mallory@cadran.test>'],
    ],
    [
      'the same name elsewhere',
      allowing,
      ['Answer-Mode: Auto', 'P-Asserted-Identity: <sip:desk@evil.test>'],
    ],
    [
      'one of them where no server is trusted',
      { phone: { autoAnswer: [desk] } },
      ['Answer-Mode: Auto', asserted],
    ],
    ['who asks for the contrary', allowing, ['Answer-Mode: Manual', asserted]],
  ];
  for (const [who, options, headers] of others) {
    test(`only rings: ${who}`, async () => assertOnlyRings(await rung(options, headers)));
  }

  test('never beside another call, and no more when one came up meanwhile', async () => {
    attacked = await openAttackedPhone(allowing);
    const { wire, phone, clock } = attacked;
    const wish = [contact, 'Answer-Mode: Auto', asserted];
    const order = (): readonly string[] => phone.state.get().order;
    wire.ask('INVITE', { headers: wish, body: description('peer') });
    await wire.next('180 INVITE');
    await settle();
    wire.ask('INVITE', { headers: wish, body: description('peer') });
    await wire.next('180 INVITE');
    await settle();
    const [first = '', second = ''] = order();
    assert.equal(typeof phone.state.get().calls[first]?.autoAnswerAt, 'number');
    assert.equal(phone.state.get().calls[second]?.autoAnswerAt, undefined);
    await clock.advance(3_000);
    assert.equal(phone.state.get().calls[first]?.status, 'ringing');
    assert.equal(phone.state.get().calls[first]?.autoAnswerAt, undefined);
  });

  test('never where somebody would be asked for the microphone', async () => {
    const id = await rung({ ...allowing, permission: 'prompt' }, ['Answer-Mode: Auto', asserted]);
    await assertOnlyRings(id);
  });
});
