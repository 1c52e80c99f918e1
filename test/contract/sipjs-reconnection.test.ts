import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { Timers } from 'sip.js/lib/core/timers.js';
import { assertSays, codeOf, description } from './line.js';
import { Wire } from './wire.js';

const usual = { ...Timers };
let wire: Wire;
beforeEach(async () => {
  wire = await Wire.connected();
});
afterEach(async () => {
  await wire.close();
  Object.assign(Timers, usual);
});

test('a connection in doubt is none that was lost: what waits goes on waiting, and nothing is said again', async () => {
  const registered = wire.signaling.register({ expires: 600 });
  const register = await wire.next('REGISTER');
  wire.signaling.connect();
  await wire.line.next('connection', ({ connection }) => connection.status === 'probing');
  await wire.line.next('connection', ({ connection }) => connection.status === 'connected');
  assert.deepEqual(wire.sent, []);
  wire.reply(register, 200);
  await registered;
});

describe('a lost connection', () => {
  const reconnected = async (): Promise<void> => {
    const back = wire.line.facts.length;
    wire.drop();
    await wire.line.when(
      () =>
        wire.line.facts
          .slice(back)
          .find((fact) => fact.type === 'connection' && fact.connection.status === 'connected'),
      'the connection',
    );
  };

  test('repeats what waits for its first answer on the new one', async () => {
    wire.signaling.invite('out', { target: 'sip:bob@cadran.test', sdp: description('alice') });
    const request = await wire.next('INVITE');
    await reconnected();
    assert.equal((await wire.next('INVITE')).text, request.text);
    wire.reply(request, 486);
    assertSays(await wire.line.next('ended'), { reason: 'busy' });
  });

  test('holds back a BYE until there is another', async () => {
    await wire.dialled();
    wire.drop();
    wire.signaling.end('out');
    await wire.line.next('ended');
    assert.deepEqual(
      wire.sent.map(({ kind }) => kind),
      [],
    );
    wire.reply(await wire.next('BYE'), 200);
  });

  test('leaves it to the phone what to say in a call, and when', async () => {
    const register = async (): Promise<void> => {
      const registered = wire.signaling.register({ expires: 600 });
      wire.reply(await wire.next('REGISTER'), 200);
      await registered;
    };
    await register();
    await wire.dialled();
    await reconnected();
    assert.deepEqual(wire.sent, []);
    await register();
    assert.deepEqual(wire.sent, [], 'one re-INVITE follows, which only the phone can make');
    const renewed = wire.signaling.reinvite('out', description('alice'));
    wire.reply(await wire.next('INVITE'), 200, { body: description('bob') });
    await wire.next('ACK');
    await renewed;
    assert.equal(
      wire.line.facts.some(({ type }) => type === 'ended'),
      false,
    );
  });

  test('during a re-INVITE does not end the call', async () => {
    Object.assign(Timers, { T1: 400 / 64, TIMER_B: 400 });
    await wire.dialled();
    const offered = codeOf(wire.signaling.reinvite('out', description('alice')));
    wire.reply(await wire.next('INVITE'), 100);
    await reconnected();
    assert.equal(await offered, 'connection/lost');
    assert.equal(
      wire.line.facts.some(({ type }) => type === 'ended'),
      false,
    );
  });
});
