import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { createManualClock, settle } from '@cadran/core/testing';
import { openKeeping } from '../../packages/core/src/adapters/sipjs/open-keeping.js';
import { openExtensions } from '../../packages/core/src/adapters/sipjs/open-extensions.js';
import { RedirectTargets } from '../../packages/core/src/adapters/sipjs/redirect-targets.js';
import { openWithoutSip } from '../../packages/core/src/adapters/sipjs/transport/open-without-sip.js';
import { ServerMoves } from '../../packages/core/src/adapters/sipjs/transport/server-moves.js';
import { SipStack } from '../../packages/core/src/adapters/sipjs/sip-stack.js';
import { loadedPart } from '../../packages/core/src/kernel/lazy-part.js';
import { description } from '../contract/line.js';
import type { Message } from '../contract/wire.js';
import { openAttackedPhone, type AttackedPhone } from './attacked-phone.js';

const contact = 'Contact: <sip:mallory@evil.test>';
const offer = description('mallory');

let attacked: AttackedPhone;
beforeEach(async () => {
  attacked = await openAttackedPhone();
});
afterEach(() => attacked.close());

/** Each sends one message of a stranger. */
const strangers: readonly ((count: number) => void)[] = [
  (count) =>
    attacked.wire.ask('INVITE', { from: `<sip:m${count}@evil.test>;tag=${count}`, body: offer }),
  () => attacked.wire.ask('MESSAGE', { headers: ['Content-Type: text/plain'], body: 'buy' }),
  () => attacked.wire.ask('NOTIFY', { headers: [contact, 'Event: presence'] }),
  () => attacked.wire.ask('OPTIONS'),
  () => attacked.wire.ask('BYE', { to: '<sip:alice@cadran.test>;tag=none' }),
  () => attacked.wire.ask('CANCEL'),
  (count) => attacked.wire.ask(`X${count}`),
  (count) =>
    attacked.wire.receive(
      `INVITE sip:alice@cadran.test SIP/2.0\r\nVia: SIP/2.0/WS x;branch=z9hG4bK${count}\r\n\r\n`,
    ),
  (count) =>
    attacked.wire.receive(
      `SIP/2.0 200 OK\r\nVia: SIP/2.0/WS x;branch=z9hG4bK${count}\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>;tag=2\r\nCall-ID: ${count}\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n`,
    ),
];

/** 500 messages a second for so many seconds. */
async function flood(seconds: number, send: (count: number) => void): Promise<void> {
  for (let count = 0; count < seconds * 500; count += 1) {
    send(count);
    if (count % 5 === 4) await attacked.clock.advance(10);
  }
}

const codes = (): string[] => attacked.phone.state.get().warnings.map(({ code }) => code);

async function holds(id: string): Promise<void> {
  const { wire, phone } = attacked;
  const held = phone.call(id).hold();
  const reinvite = await wire.next('INVITE');
  wire.reply(reinvite, 200, { body: description('bob', 'recvonly') });
  await held;
  assert.equal(phone.state.get().calls[id]?.hold, 'held');
}

describe('S9: a flood', () => {
  test('of strangers leaves the call that is up as it was', async () => {
    const { wire, phone, media, clock } = attacked;
    const { id, answer } = await attacked.talk();
    wire.sent.length = 0;
    await flood(2, (count) => strangers[count % strangers.length]?.(count));
    await holds(id);
    await flood(2, (count) => strangers[count % strangers.length]?.(count));
    assert.deepEqual(codes(), ['signaling/flooded']);

    const taken = wire.sent.length;
    assert.ok(taken < 600, `${taken} answers to 2000 messages`);
    const { calls, order } = phone.state.get();
    const ringing = order.filter((each) => calls[each]?.status === 'ringing');
    assert.equal(ringing.length, 3);
    assert.equal(media.open.sessions, 1);

    wire.askCallee(answer, 'BYE', 99);
    await wire.next('200 BYE');
    await settle();
    assert.equal(phone.state.get().calls[id]?.ended?.by, 'remote');
    await clock.advance(11_000);
    assert.deepEqual(codes(), []);
  });

  test('of calls is told 503 with a time to wait, then nothing', async () => {
    const { wire } = attacked;
    await flood(2, (count) => strangers[0]?.(count));
    const shed = wire.sent.filter(({ kind }) => kind === '503 INVITE');
    assert.ok(shed.length > 40 && shed.length < 130, `${shed.length} refusals`);
    for (const message of shed) assert.match(message.header('Retry-After'), /^([1-9]|10)$/);
    const busy = wire.sent.filter(({ kind }) => kind === '486 INVITE');
    assert.ok(busy.length <= 4, `${busy.length} told busy`);
  });

  test('in a dialog is bounded, and the call can still be held and ended', async () => {
    const { wire, phone } = attacked;
    const { id, answer } = await attacked.talk();
    wire.sent.length = 0;
    const digits = { headers: ['Content-Type: application/dtmf-relay'], body: 'Signal=1' };
    await flood(3, (count) => void wire.askCallee(answer, 'INFO', 10 + count, digits));
    const answers = (status: number): Message[] =>
      wire.sent.filter(({ kind }) => kind === `${status} INFO`);
    assert.ok(answers(200).length < 160, `${answers(200).length} taken`);
    assert.ok(answers(500).length < 160, `${answers(500).length} refused`);
    assert.match(answers(500)[0]?.header('Retry-After') ?? '', /^\d+$/);
    await holds(id);
    wire.askCallee(answer, 'BYE', 5_000);
    await wire.next('200 BYE');
    await settle();
    assert.equal(phone.state.get().calls[id]?.status, 'ended');
  });

  test('of re-INVITEs costs the far side its own call at most', async () => {
    const { wire, phone } = attacked;
    const { id, answer } = await attacked.talk();
    wire.sent.length = 0;
    await flood(2, (count) => void wire.askCallee(answer, 'INVITE', 10 + count, { body: offer }));
    assert.ok(wire.sent.length < 300, `${wire.sent.length} answers`);
    await phone.call(id).hangup();
    assert.equal(phone.state.get().calls[id]?.status, 'ended');
  });
});

test('S9: a flood leaves nothing behind in the engine', async () => {
  const clock = createManualClock();
  let socket: { onmessage: ((event: never) => void) | null } | undefined;
  const onSocket = (opened: typeof socket): void => {
    socket = opened;
  };
  const stack = new SipStack({
    servers: ['ws://server.test'],
    uri: 'sip:alice@cadran.test',
    storage: { read: () => Promise.resolve(undefined), write: () => Promise.resolve() },
    clock,
    keeping: loadedPart({ openKeeping }),
    extensions: loadedPart({ openExtensions, RedirectTargets }),
    serversPart: loadedPart({ ServerMoves, openWithoutSip }),
    WebSocket: class {
      binaryType = '';
      readonly protocol = 'sip';
      readonly bufferedAmount = 0;
      onopen: ((event: never) => void) | null = null;
      onmessage: ((event: never) => void) | null = null;
      onclose = null;
      onerror = null;
      constructor() {
        onSocket(this);
        queueMicrotask(() => this.onopen?.({} as never));
      }
      send(): void {}
      close(): void {}
    },
  });
  stack.facts.listen((fact) => {
    if (fact.type === 'incoming') stack.calls.reject(fact.id, 486);
  });
  stack.connect();
  await settle();
  const { dialogs, userAgentServers, userAgentClients } = stack.engine;
  for (let count = 0; count < 5_000; count += 1) {
    const method = ['INVITE', 'MESSAGE', 'NOTIFY', 'OPTIONS', 'BYE'][count % 5] ?? '';
    const data = `${method} sip:alice@cadran.test SIP/2.0\r\nVia: SIP/2.0/WS x;branch=z9hG4bK${count}\r\nMax-Forwards: 70\r\nFrom: <sip:m@evil.test>;tag=1\r\nTo: <sip:alice@cadran.test>\r\nCall-ID: ${count}\r\nCSeq: 1 ${method}\r\n${contact}\r\nContent-Length: 0\r\n\r\n`;
    socket?.onmessage?.({ data } as never);
    if (count % 5 === 4) await clock.advance(10);
  }
  const open = [dialogs.size, userAgentClients.size];
  assert.deepEqual(open, [0, 0]);
  // Those that were told busy wait for the ACK that an attacker never sends: five and one a second.
  assert.ok(userAgentServers.size <= 16, `${userAgentServers.size} transactions`);
  await stack.dispose();
  assert.equal(userAgentServers.size, 0);
});

describe('S9: a ghost call', () => {
  for (const target of [
    'sip:100@1.1.1.1',
    'sip:bob@cadran.test',
    'sip:cadran.test',
    'sip:alice%20@cadran.test',
    'sip:ALICE@cadran.test',
    'sip:0000000000000@cadran.test;transport=ws',
  ]) {
    test(`for ${target} is told 404 and rings nowhere`, async () => {
      const { wire, phone } = attacked;
      wire.ask('INVITE', { target, body: offer });
      await wire.next('404 INVITE');
      await settle();
      assert.deepEqual(phone.state.get().order, []);
    });
  }
});
