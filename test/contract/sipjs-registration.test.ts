import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { Timers } from 'sip.js/lib/core/timers.js';
import { codeOf, description } from './line.js';
import { anything } from '../support/registrar-answers.js';
import { seeded } from '../support/seeded.js';
import { Wire, type Message } from './wire.js';

let wire: Wire;
afterEach(async () => {
  wire.drop();
  await wire.signaling.dispose();
});

const contactOf = (request: Message): string =>
  /<[^>]+>/.exec(request.header('Contact'))?.[0] ?? '';

describe('REGISTER', () => {
  test('says who, where, for how long and on which device', async () => {
    wire = await Wire.connected();
    const granted = wire.signaling.register({ expires: 600 });
    const register = await wire.next('REGISTER');
    assert.equal(register.target, 'sip:cadran.test');
    assert.match(register.header('To'), /<sip:alice@cadran\.test>/);
    assert.match(
      register.header('Contact'),
      /^<sip:[a-z2-7]{12}@[a-z2-7]{12}\.invalid;transport=ws>;\+sip\.instance="<urn:uuid:[0-9a-f-]{36}>";reg-id=\d{7,8};expires=600$/,
    );
    assert.match(
      register.header('Via'),
      /^SIP\/2\.0\/WS [a-z2-7]{12}\.invalid;branch=z9hG4bK[a-z2-7]{20}$/,
    );
    assert.match(register.header('Supported'), /path, gruu, outbound/);
    wire.reply(register, 200, { headers: [`Contact: ${contactOf(register)};expires=321`] });
    assert.deepEqual(await granted, { expires: 321 });
  });

  for (const [name, headers, expires] of [
    ['the Expires header, where the contact says nothing', ['Contact: SELF', 'Expires: 120'], 120],
    ['what was asked, where the answer says nothing', [], 600],
    ['at least ten seconds', ['Contact: SELF;expires=1'], 10],
    ['at most 24 days', ['Contact: SELF;expires=4294967295'], 24 * 86_400],
    [
      'our contact among others',
      ['Contact: <sip:x@a.test>;expires=77', 'Contact: SELF;expires=88'],
      88,
    ],
    [
      'our user, though the server rewrote the host',
      ['Contact: <sip:x@a.test>;expires=77', 'Contact: MOVED;expires=99'],
      99,
    ],
    ['the only contact there is', ['Contact: <sip:other@a.test>;expires=66'], 66],
  ] as const) {
    test(`takes ${name}`, async () => {
      wire = await Wire.connected();
      const granted = wire.signaling.register({ expires: 600 });
      const register = await wire.next('REGISTER');
      const own = contactOf(register);
      const moved = own.replace(/@[^;]+/, '@10.0.0.9:49152');
      wire.reply(register, 200, {
        headers: headers.map((header) => header.replace('SELF', own).replace('MOVED', moved)),
      });
      assert.deepEqual(await granted, { expires });
      assert.deepEqual(wire.sent, [], 'one exchange and no more');
    });
  }

  test('takes a time that timers can hold and that is no storm, whatever a 200 says, and asks once', async () => {
    const random = seeded(4);
    const answer = anything(random);
    wire = await Wire.connected();
    for (let count = 1; count <= 1_500; count += 1) {
      const granted = wire.signaling.register({ expires: 600 });
      const register = await wire.next('REGISTER');
      const [status, ...headers] = answer({ contact: contactOf(register), count });
      wire.reply(register, Number(status.slice(0, 3)), { headers });
      const { expires } = await granted;
      const isGood = Number.isFinite(expires) && expires >= 10 && expires <= 24 * 86_400;
      assert.ok(isGood, `${expires} s of ${headers.join(' | ')}`);
      assert.deepEqual(wire.sent, [], headers.join(' | '));
    }
  });

  for (const [what, headers, route] of [
    [
      'the route that the registrar gives',
      ['Service-Route: <sip:one.test;lr>,"Two" <sip:TWO.test;lr>'],
      ['<sip:one.test;lr>', '"Two" <sip:two.test;lr>'],
    ],
    ['no route that is malformed', ['Service-Route: <sip:one.test;lr>', 'Service-Route: x'], []],
    [
      'no route without an end',
      Array.from({ length: 90 }, (_, at) => `Service-Route: <sip:p${at}.test;lr>`),
      Array.from({ length: 10 }, (_, at) => `<sip:p${at}.test;lr>`),
    ],
  ] as const) {
    test(`calls take ${what}`, async () => {
      wire = await Wire.connected();
      const granted = wire.signaling.register({ expires: 600 });
      wire.reply(await wire.next('REGISTER'), 200, { headers });
      await granted;
      wire.signaling.invite('out', { target: 'sip:bob@cadran.test', sdp: description('a') });
      const invite = await wire.next('INVITE');
      assert.deepEqual(invite.headers('Route').join().split(',').filter(Boolean), route);
    });
  }

  test('asks once more for as long as a 423 wants, and only once', async () => {
    wire = await Wire.connected();
    const refused = codeOf(wire.signaling.register({ expires: 60 }));
    const first = await wire.next('REGISTER');
    wire.reply(first, 423, { headers: ['Min-Expires: 300'] });
    const second = await wire.next('REGISTER');
    assert.equal(second.header('Expires'), '300');
    assert.equal(second.cseq, first.cseq + 1);
    assert.equal(second.header('Call-ID'), first.header('Call-ID'));
    wire.reply(second, 423, { headers: ['Min-Expires: 900'] });
    assert.equal(await refused, 'registration/rejected');
    assert.deepEqual(wire.sent, []);
  });

  for (const [status, code] of [
    [403, 'registration/forbidden'],
    [404, 'registration/unknown-user'],
    [500, 'registration/rejected'],
    [302, 'registration/rejected'],
  ] as const) {
    test(`refused with ${status} is ${code}`, async () => {
      wire = await Wire.connected();
      const refused = codeOf(wire.signaling.register({ expires: 60 }));
      wire.reply(await wire.next('REGISTER'), status);
      assert.equal(await refused, code);
    });
  }

  test('challenged again after an answer means a wrong password', async () => {
    wire = await Wire.connected();
    const refused = codeOf(wire.signaling.register({ expires: 60 }));
    const challenge = (nonce: string): { headers: string[] } => ({
      headers: [`WWW-Authenticate: Digest realm="cadran.test", nonce="${nonce}", qop="auth"`],
    });
    wire.reply(await wire.next('REGISTER'), 401, challenge('one'));
    const answered = await wire.next('REGISTER');
    assert.match(answered.header('Authorization'), /^Digest username="alice", realm="cadran.test"/);
    wire.reply(answered, 401, challenge('two'));
    assert.equal(await refused, 'registration/wrong-password');
  });

  test('rejects when the connection is lost, and when nobody answers', async () => {
    wire = await Wire.connected();
    const lost = codeOf(wire.signaling.register({ expires: 60 }));
    await wire.next('REGISTER');
    wire.drop();
    assert.equal(await lost, 'connection/lost');
    await wire.line.next('connection', ({ connection }) => connection.status === 'connected');
    const before = Timers.TIMER_F;
    Timers.TIMER_F = 40;
    try {
      assert.equal(await codeOf(wire.signaling.register({ expires: 60 })), 'registration/timeout');
    } finally {
      Timers.TIMER_F = before;
    }
  });

  test('keeps to one flow, and another page of the same device has another', async () => {
    const kept = new Map<string, string>([['sip-instance', `urn:uuid:${crypto.randomUUID()}`]]);
    const storage = {
      read: (key: string) => Promise.resolve(kept.get(key)),
      write: () => Promise.resolve(),
    };
    const numbers = [];
    for (let page = 0; page < 2; page += 1) {
      wire = await Wire.connected({ storage });
      for (let time = 0; time < 2; time += 1) {
        const granted = wire.signaling.register({ expires: 600 });
        const register = await wire.next('REGISTER');
        numbers.push(Number(/;reg-id=(\d+)/.exec(register.header('Contact'))?.[1]));
        wire.reply(register, 200, { headers: ['Require: outbound', 'Flow-Timer: 120'] });
        await granted;
        wire.drop();
        await wire.line.next('connection', ({ connection }) => connection.status === 'connected');
      }
      if (page === 0) await wire.signaling.dispose();
    }
    const [one, again, other] = numbers;
    assert.equal(one, again);
    assert.notEqual(one, other);
    assert.ok(numbers.every((number) => number >= 1 && number < 2 ** 31));
  });

  test('registers without a flow where nobody on the way keeps flows, and goes on so', async () => {
    wire = await Wire.connected();
    const granted = wire.signaling.register({ expires: 600 });
    const first = await wire.next('REGISTER');
    assert.match(first.header('Contact'), /;reg-id=/);
    wire.reply(first, 439);
    const second = await wire.next('REGISTER');
    assert.doesNotMatch(second.header('Contact'), /;reg-id=/);
    assert.match(second.header('Contact'), /;\+sip\.instance=/);
    wire.reply(second, 200);
    await granted;
    const refresh = wire.signaling.register({ expires: 600 });
    const third = await wire.next('REGISTER');
    assert.doesNotMatch(third.header('Contact'), /;reg-id=/);
    wire.reply(third, 200);
    await refresh;
  });

  test('asks no further where it is told 439 again', async () => {
    wire = await Wire.connected();
    const refused = codeOf(wire.signaling.register({ expires: 600 }));
    wire.reply(await wire.next('REGISTER'), 439);
    wire.reply(await wire.next('REGISTER'), 439);
    assert.equal(await refused, 'registration/rejected');
    assert.deepEqual(wire.sent, []);
  });

  test('goes the way of no Path: that is for the requests to us (RFC 3327)', async () => {
    wire = await Wire.connected();
    const granted = wire.signaling.register({ expires: 600 });
    const register = await wire.next('REGISTER');
    assert.match(register.header('Supported'), /\bpath\b/);
    wire.reply(register, 200, { headers: ['Path: <sip:edge.test;lr;ob>'] });
    await granted;
    wire.signaling.invite('out', { target: 'sip:bob@cadran.test', sdp: description('a') });
    const invite = await wire.next('INVITE');
    assert.deepEqual(invite.headers('Route').join(''), '');
    assert.match(invite.header('Contact'), /;ob>$/);
  });

  test('shows a temporary GRUU to nobody', async () => {
    wire = await Wire.connected();
    const granted = wire.signaling.register({ expires: 600 });
    const register = await wire.next('REGISTER');
    const gruus =
      'temp-gruu="sip:tgruu.7hs==jd7vnzga5w7fajsc7-ajd6fabz0f8g5@cadran.test;gr";pub-gruu="sip:alice@cadran.test;gr=urn:uuid:1"';
    wire.reply(register, 200, {
      headers: [`Contact: ${contactOf(register)};${gruus};expires=600`],
    });
    await granted;
    wire.signaling.invite('one', { target: 'sip:bob@cadran.test', sdp: description('a') });
    const invite = await wire.next('INVITE');
    assert.equal(invite.header('Contact'), '<sip:alice@cadran.test;gr=urn:uuid:1>');
    assert.doesNotMatch(invite.text, /tgruu/);
  });

  test('leaves a granted GRUU in the Contact of calls, until it is unregistered', async () => {
    wire = await Wire.connected();
    const granted = wire.signaling.register({ expires: 600 });
    const register = await wire.next('REGISTER');
    const gruu = 'pub-gruu="sip:alice@cadran.test;gr=urn:uuid:1"';
    wire.reply(register, 200, { headers: [`Contact: ${contactOf(register)};${gruu};expires=600`] });
    await granted;
    wire.signaling.invite('one', { target: 'sip:bob@cadran.test', sdp: description('a') });
    const invite = await wire.next('INVITE');
    assert.equal(invite.header('Contact'), '<sip:alice@cadran.test;gr=urn:uuid:1>');
    const gone = wire.signaling.unregister();
    const last = await wire.next('REGISTER');
    assert.equal(last.header('Expires'), '0');
    assert.match(last.header('Contact'), /expires=0$/);
    wire.reply(last, 200);
    await gone;
    wire.signaling.invite('two', { target: 'sip:bob@cadran.test', sdp: description('a') });
    assert.match((await wire.next('INVITE')).header('Contact'), /\.invalid;transport=ws;ob>$/);
  });

  test('keeps the identity of the device', async () => {
    const kept = new Map<string, string>();
    const storage = {
      read: (key: string) => Promise.resolve(kept.get(key)),
      write: (key: string, value: string) => Promise.resolve(void kept.set(key, value)),
    };
    const identities = [];
    for (let time = 0; time < 2; time += 1) {
      wire = await Wire.connected({ storage });
      codeOf(wire.signaling.register({ expires: 60 })).catch(() => undefined);
      const { 0: instance } = /urn:uuid:[0-9a-f-]+/.exec((await wire.next('REGISTER')).text) ?? [];
      identities.push(instance);
      wire.drop();
      await wire.signaling.dispose();
    }
    assert.equal(identities[0], identities[1]);
    assert.match(String(identities[0]), /^urn:uuid:.{14}4/);
  });
});
