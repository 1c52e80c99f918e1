import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, mock, test } from 'node:test';
import { Timers } from 'sip.js/lib/core/timers.js';
import { SipEngine } from '../../packages/core/src/adapters/sipjs/engine.js';
import { description } from './line.js';
import { Wire, type Asked, type Message } from './wire.js';

/** How long a 200 to an INVITE is kept for copies of it; the others go with their answer, or their ACK. */
const accepted = 30;

const usual = { ...Timers };
let wire: Wire;
let engines: SipEngine[] = [];
beforeEach(async () => {
  const taking = mock.method(
    SipEngine.prototype,
    'takeRequest',
    function take(this: SipEngine, message: Parameters<SipEngine['takeRequest']>[0]): void {
      engines.push(this);
      taking.mock.restore();
      this.takeRequest(message);
    },
  );
  engines = [];
  Object.assign(Timers, { TIMER_L: accepted });
  wire = await Wire.connected();
});
afterEach(async () => {
  mock.restoreAll();
  await wire.close();
  Object.assign(Timers, usual);
});

const contact = 'Contact: <sip:peer@peer.invalid>';

/** What is asked: each with what makes it a good request, so that only the state is against it. */
const requests = {
  INVITE: { headers: [contact], body: description('bob') },
  UPDATE: { headers: [contact] },
  'UPDATE with an offer': { headers: [contact], body: description('bob') },
  BYE: {},
  INFO: { headers: ['Content-Type: application/dtmf'], body: '5' },
  MESSAGE: { headers: ['Content-Type: text/plain'], body: 'hello' },
  'NOTIFY of a transfer': { headers: [contact, 'Event: refer', 'Subscription-State: active'] },
  'NOTIFY of something': { headers: [contact, 'Event: presence', 'Subscription-State: active'] },
  REFER: { headers: [contact, 'Refer-To: <sip:carol@cadran.test>'] },
  PRACK: { headers: ['RAck: 7 1 INVITE'] },
  SUBSCRIBE: { headers: [contact, 'Event: presence'] },
  OPTIONS: {},
  CANCEL: {},
  FOO: {},
} satisfies Record<string, Asked>;

/** Sends a request of the dialog that a state is about. */
type Ask = (method: string, cseq: number, asked: Asked) => Message;

/** How the adapter comes to a state. */
type State = () => Promise<Ask>;

/** A call of ours that is up, where the far side's numbers begin. */
async function established(): Promise<Ask> {
  const invite = await wire.dialled();
  return (method, cseq, asked) => wire.askCaller(invite, method, cseq, asked);
}

const states: Record<string, State> = {
  'no dialog': async () => {
    const nobody = { callId: 'nobody', from: '<sip:bob@cadran.test>;tag=a' };
    const to = '<sip:alice@cadran.test>;tag=b';
    return (method, cseq, asked) => wire.ask(method, { ...nobody, to, cseq, ...asked });
  },
  'a call that rings here': async () => {
    wire.ask('INVITE', { body: description('bob'), branch: 'z9hG4bKfirst' });
    await wire.next('100 INVITE');
    wire.signaling.ring((await wire.line.next('incoming')).id);
    const ringing = await wire.next('180 INVITE');
    return (method, cseq, asked) => wire.askCallee(ringing, method, cseq, asked);
  },
  'a call that rings there': async () => {
    wire.signaling.invite('out', { target: 'sip:bob@cadran.test', sdp: description('alice') });
    const invite = await wire.next('INVITE');
    wire.reply(invite, 180);
    await wire.line.next('progress');
    return (method, cseq, asked) => wire.askCaller(invite, method, cseq, asked);
  },
  'a call that is up': established,
  'while an offer of ours is open': async () => {
    const ask = await established();
    wire.signaling.reinvite('out', description('alice')).catch(() => undefined);
    await wire.next('INVITE');
    return ask;
  },
  'while an offer of theirs is open': async () => {
    const ask = await established();
    ask('INVITE', 1, { body: description('bob'), branch: 'z9hG4bKopen' });
    await wire.next('100 INVITE');
    return ask;
  },
  'a call that is over': async () => {
    const ask = await established();
    ask('BYE', 1, {});
    await wire.next('200 BYE');
    return ask;
  },
};

/** The answers, in the order of the states (RFC 3261 §12.2.2, §14.2; 3262 §3; 3311 §5.2; 6665 §4.1.3). */
const answers: Record<keyof typeof requests, readonly number[]> = {
  INVITE: [481, 500, 491, 200, 491, 500, 481],
  UPDATE: [481, 200, 200, 200, 200, 200, 481],
  'UPDATE with an offer': [481, 500, 491, 200, 491, 500, 481],
  BYE: [481, 200, 200, 200, 200, 200, 481],
  INFO: [481, 200, 200, 200, 200, 200, 481],
  MESSAGE: [481, 405, 405, 405, 405, 405, 481],
  'NOTIFY of a transfer': [481, 481, 481, 481, 481, 481, 481],
  'NOTIFY of something': [481, 481, 481, 489, 489, 489, 481],
  REFER: [481, 603, 603, 202, 202, 202, 481],
  PRACK: [481, 481, 481, 481, 481, 481, 481],
  SUBSCRIBE: [481, 405, 405, 405, 405, 405, 481],
  OPTIONS: [481, 200, 200, 200, 200, 200, 481],
  CANCEL: [481, 481, 481, 481, 481, 481, 481],
  FOO: [481, 405, 405, 405, 405, 405, 481],
};

/** The person agrees to everything. */
function agree(): void {
  wire.line.onFact = (fact) => {
    if (fact.type === 'offer')
      wire.signaling.answerOffer(fact.id, fact.exchange, description('us'));
    if (fact.type === 'transfer-request')
      wire.signaling.answerTransfer(fact.id, fact.exchange, 202);
  };
}

let count = 0;

for (const [index, [state, come]] of Object.entries(states).entries()) {
  describe(state, () => {
    for (const [name, asked] of Object.entries(requests)) {
      const status = answers[name as keyof typeof requests][index] ?? 0;
      const method = name.split(' ')[0] ?? '';
      test(`${name} gets ${status}, once, and nothing stays behind`, async () => {
        const ask = await come();
        if (state === 'a call that is up' || method === 'REFER') agree();
        const branch = `z9hG4bKeach${(count += 1)}`;
        ask(method, 7, { branch, ...asked });
        const answer = await wire.next(`${status} ${method}`);
        if (status === 500) assert.match(answer.header('Retry-After'), /^(\d|10)$/);
        if (status === 405) assert.match(answer.header('Allow'), /INVITE/);
        if (method === 'INVITE') ask('ACK', 7, status < 300 ? {} : { branch });
        // Copies of it find the same answer, or none.
        const final = (message: Message): boolean =>
          /^[2-6]\d\d /.test(message.kind) && message.method === method && message.cseq === 7;
        assert.equal(wire.sent.filter(final).length, 0);
        await settled(branch);
      });
    }
  });
}

/** Resolves when the engine holds nothing of a request any more. */
async function settled(branch: string): Promise<void> {
  assert.equal(engines.length, 1);
  for (let waited = 0; engines[0]?.userAgentServers.has(branch); waited += 1) {
    assert.ok(waited < 500, 'the request is still held');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

describe('a call that rings here', () => {
  test('and its caller says BYE: the INVITE gets 487 and the dialog is gone', async () => {
    const ask = await (states['a call that rings here'] as State)();
    ask('BYE', 7, {});
    await wire.next('200 BYE');
    await wire.next('487 INVITE');
    await wire.line.next('ended');
    ask('ACK', 1, { branch: 'z9hG4bKfirst' });
    await settled('z9hG4bKfirst');
    assert.equal(engines[0]?.dialogs.size, 0);
  });
});

describe('a call that rings there', () => {
  test('and says BYE before it is answered can be answered, and hung up', async () => {
    wire.signaling.invite('out', { target: 'sip:bob@cadran.test', sdp: description('alice') });
    const invite = await wire.next('INVITE');
    wire.reply(invite, 180);
    await wire.line.next('progress');
    wire.askCaller(invite, 'BYE', 1);
    await wire.next('200 BYE');
    wire.reply(invite, 200, { body: description('bob') });
    await wire.next('ACK');
    await wire.line.next('accepted');
    wire.signaling.end('out');
    await wire.next('BYE');
  });
});

describe('a reliable 180', () => {
  test('is acknowledged by a PRACK that crosses our answer', async () => {
    wire.ask('INVITE', { headers: [contact, 'Require: 100rel'], body: description('bob') });
    const { id } = await wire.line.next('incoming');
    wire.signaling.ring(id);
    const ringing = await wire.next('180 INVITE');
    const taken = wire.signaling.accept(id, description('alice'));
    const answer = await wire.next('200 INVITE');
    const rack = `RAck: ${ringing.header('RSeq')} 1 INVITE`;
    wire.askCallee(ringing, 'PRACK', 2, { headers: [rack] });
    await wire.next('200 PRACK');
    wire.askCallee(answer, 'ACK', 1);
    await taken;
  });
});
