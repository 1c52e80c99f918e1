import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { openTransfers } from '../../packages/core/src/adapters/sipjs/open-transfers.js';
import type { SipTransfersPart } from '../../packages/core/src/adapters/sipjs/transfer-session.js';
import { createDeferred } from '../../packages/core/src/kernel/deferred.js';
import { createLazyPart } from '../../packages/core/src/kernel/lazy-part.js';
import { assertSays } from './line.js';
import { Wire, type Message } from './wire.js';

const contact = 'Contact: <sip:peer@peer.invalid>';

let wire: Wire;
afterEach(async () => {
  wire.drop();
  await wire.signaling.dispose();
  await new Promise((resolve) => setImmediate(resolve));
  wire.line.assertEndedOnce();
});

/** A call that came in, on a line whose part for transfers is still on its way. */
async function called() {
  const loads: ReturnType<typeof createDeferred<SipTransfersPart>>[] = [];
  const transfers = createLazyPart(() => {
    const load = createDeferred<SipTransfersPart>();
    loads.push(load);
    return load.promise;
  });
  wire = await Wire.connected({ transfers });
  assert.equal(loads.length, 0, 'no call, nothing to load');
  const { id, answer } = await wire.called();
  assert.equal(loads.length, 1, 'a call is up');
  return { id, answer, loads };
}

function refer(answer: Message, cseq: number): void {
  wire.askCallee(answer, 'REFER', cseq, {
    headers: [contact, 'Refer-To: <sip:carol@cadran.test>'],
  });
}

describe('transfers that are loaded when a call is up', () => {
  test('a REFER that came before them is heard when they are there', async () => {
    const { id, answer, loads } = await called();
    refer(answer, 2);
    wire.askCallee(answer, 'INFO', 3);
    await wire.next('200 INFO');
    assert.deepEqual(wire.sent, [], 'no word before it can be read');
    loads[0]?.resolve({ openTransfers });
    const { exchange } = await wire.line.next('transfer-request');
    wire.signaling.answerTransfer(id, exchange, 603);
    await wire.next('603 REFER');
  });

  test('a REFER is refused where they do not come, and the next one tries again', async () => {
    const { answer, loads } = await called();
    refer(answer, 2);
    loads[0]?.reject(new Error('offline'));
    await wire.next('480 REFER');
    refer(answer, 3);
    assert.equal(loads.length, 2);
    loads[1]?.resolve({ openTransfers });
    assertSays(await wire.line.next('transfer-request'), { target: 'sip:carol@cadran.test' });
  });

  test('a REFER is answered where the call ends before they come', async () => {
    const { id, answer, loads } = await called();
    refer(answer, 2);
    wire.signaling.end(id);
    await wire.next('481 REFER');
    wire.reply(await wire.next('BYE'), 200);
    loads[0]?.resolve({ openTransfers });
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(wire.sent, []);
  });

  test('a report on what was never asked is refused without them', async () => {
    const { answer } = await called();
    wire.askCallee(answer, 'NOTIFY', 2, { headers: [contact, 'Event: refer'] });
    await wire.next('481 NOTIFY');
    wire.askCallee(answer, 'NOTIFY', 3, { headers: [contact, 'Event: presence'] });
    await wire.next('489 NOTIFY');
  });

  test('a REFER of ours loads them', async () => {
    const { id, loads } = await called();
    loads[0]?.reject(new Error('offline'));
    await new Promise((resolve) => setImmediate(resolve));
    const referring = wire.signaling.refer(id, 'sip:carol@cadran.test');
    loads[1]?.resolve({ openTransfers });
    const sent = await wire.next('REFER');
    assert.equal(sent.header('Refer-To'), '<sip:carol@cadran.test>');
    wire.reply(sent, 202);
    await referring;
  });
});
