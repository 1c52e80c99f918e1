import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { settle } from '@cadran/core/testing';
import type { Message } from '../contract/wire.js';
import { openAttackedPhone, type AttackedPhone } from './attacked-phone.js';

const digest = (realm: string, more = ''): string =>
  `Digest realm="${realm}", nonce="n${more.length}", qop="auth"${more}`;

/** What a callee may say to get something that proves our password. */
const challenges: readonly (readonly string[])[] = [
  [digest('evil.test')],
  [digest('evil.test', ', algorithm=MD5')],
  [digest('evil.test', ', algorithm=SHA-256, stale=true')],
  [digest('')],
  [digest('cadran.test.evil.test')],
  ['Basic realm="cadran.test"'],
  ['Bearer realm="evil.test", authz_server="https://evil.test/"'],
  [digest('evil.test'), digest('other.test')],
];

let attacked: AttackedPhone;
beforeEach(async () => {
  const credentials = { username: 'alice', password: 'secret', realm: 'cadran.test' };
  attacked = await openAttackedPhone({ sip: { credentials } });
});
afterEach(() => attacked.close());

const proofs = (messages: readonly Message[]): string[] =>
  messages.flatMap((message) => [
    ...message.headers('Authorization'),
    ...message.headers('Proxy-Authorization'),
  ]);

async function refuses(
  method: string,
  status: number,
  values: readonly string[],
  act: (id: string) => Promise<unknown>,
): Promise<void> {
  const { wire, clock } = attacked;
  const { id } = await attacked.talk();
  const done = act(id).catch((error: unknown) => error);
  const request = await wire.next(method);
  const name = status === 401 ? 'WWW-Authenticate' : 'Proxy-Authenticate';
  wire.reply(request, status, { headers: values.map((value) => `${name}: ${value}`) });
  await settle();
  await clock.advance(5_000);
  await done;
  assert.deepEqual(proofs([request, ...wire.sent]), []);
}

describe('S5: a callee that challenges gets no proof of our password', () => {
  for (const status of [401, 407]) {
    for (const [index, values] of challenges.entries()) {
      const how = `${status} with ${values.join(' and ')}`;
      const act = [
        ['INVITE', (id: string) => attacked.phone.call(id).hold()],
        ['BYE', (id: string) => attacked.phone.call(id).hangup()],
        ['INFO', (id: string) => attacked.phone.call(id).sendDtmf('1', { by: 'info' })],
        ['REFER', (id: string) => attacked.phone.call(id).transfer('carol')],
      ] as const;
      for (const [method, does] of act)
        test(`for ${method}, ${how} (${index})`, () => refuses(method, status, values, does));
    }
  }

  test('nor a weaker one, once the realm offered a stronger', async () => {
    const { wire, phone, clock } = attacked;
    const { id } = await attacked.talk();
    const first = phone.call(id).hold();
    const strong = await wire.next('INVITE');
    const answer = (request: Message, algorithm: string): void =>
      wire.reply(request, 407, {
        headers: [`Proxy-Authenticate: ${digest('cadran.test', `, algorithm=${algorithm}`)}`],
      });
    answer(strong, 'SHA-256');
    const proven = await wire.next('INVITE');
    assert.match(proofs([proven])[0] ?? '', /algorithm="?SHA-256/);
    wire.reply(proven, 488);
    await assert.rejects(first);
    wire.sent.length = 0;
    const second = phone.call(id).hold();
    const asked = await wire.next('INVITE');
    wire.sent.length = 0;
    answer(asked, 'MD5');
    await assert.rejects(second);
    await clock.advance(1_000);
    assert.deepEqual(proofs(wire.sent), []);
  });
});
