import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { openExtensions } from '../../packages/core/src/adapters/sipjs/open-extensions.js';
import { RedirectTargets } from '../../packages/core/src/adapters/sipjs/redirect-targets.js';
import type { SipExtensionsPart } from '../../packages/core/src/adapters/sipjs/extension-session.js';
import type { SipSignalingOptions } from '../../packages/core/src/adapters/sipjs/sip-signaling.js';
import { createManualClock } from '../../packages/core/src/adapters/fake/manual-clock.js';
import { createDeferred } from '../../packages/core/src/kernel/deferred.js';
import { createLazyPart } from '../../packages/core/src/kernel/lazy-part.js';
import { assertSays } from './line.js';
import { Wire, type Asked, type Message } from './wire.js';

const contact = 'Contact: <sip:peer@peer.invalid>';

let wire: Wire;
afterEach(() => wire.close());

/** A call that came in, on a line whose part for calls that are up is still on its way. */
async function called(options: Partial<SipSignalingOptions> = {}, asked: Asked = {}) {
  const loads: ReturnType<typeof createDeferred<SipExtensionsPart>>[] = [];
  const extensions = createLazyPart(() => {
    const load = createDeferred<SipExtensionsPart>();
    loads.push(load);
    return load.promise;
  });
  wire = await Wire.connected({ extensions, ...options });
  assert.equal(loads.length, 0, 'no call, nothing to load');
  const { id, answer } = await wire.called(asked);
  assert.equal(loads.length, 1, 'a call is up');
  return { id, answer, loads };
}

function refer(answer: Message, cseq: number): void {
  wire.askCallee(answer, 'REFER', cseq, {
    headers: [contact, 'Refer-To: <sip:carol@cadran.test>'],
  });
}

describe('what is loaded when a call is up', () => {
  test('a REFER that came before them is heard when they are there', async () => {
    const { id, answer, loads } = await called();
    refer(answer, 2);
    wire.askCallee(answer, 'OPTIONS', 3);
    await wire.next('200 OPTIONS');
    assert.deepEqual(wire.sent, [], 'no word before it can be read');
    loads[0]?.resolve({ openExtensions, RedirectTargets });
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
    loads[1]?.resolve({ openExtensions, RedirectTargets });
    assertSays(await wire.line.next('transfer-request'), { target: 'sip:carol@cadran.test' });
  });

  test('a REFER is answered where the call ends before they come', async () => {
    const { id, answer, loads } = await called();
    refer(answer, 2);
    wire.signaling.end(id);
    await wire.next('481 REFER');
    wire.reply(await wire.next('BYE'), 200);
    loads[0]?.resolve({ openExtensions, RedirectTargets });
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(wire.sent, []);
  });

  test('an INFO and a report that came before it are answered when it is there', async () => {
    const { id, answer, loads } = await called();
    const headers = ['Content-Type: application/dtmf'];
    wire.askCallee(answer, 'INFO', 2, { headers, body: '7' });
    wire.askCallee(answer, 'NOTIFY', 3, { headers: [contact, 'Event: refer'] });
    wire.askCallee(answer, 'NOTIFY', 4, { headers: [contact, 'Event: presence'] });
    assert.deepEqual(wire.sent, []);
    loads[0]?.resolve({ openExtensions, RedirectTargets });
    await wire.next('200 INFO');
    assertSays(await wire.line.next('digits'), { id, digits: '7' });
    await wire.next('481 NOTIFY');
    await wire.next('489 NOTIFY');
  });

  test('an INFO waits ten seconds and no longer', async () => {
    const clock = createManualClock();
    const { answer } = await called({ clock });
    wire.askCallee(answer, 'INFO', 2);
    await clock.advance(10_001);
    await wire.next('480 INFO');
  });

  test('it is asked for again while the call lasts, and no longer', async () => {
    const clock = createManualClock();
    const { id, loads } = await called({ clock });
    for (const load of [0, 1]) {
      loads[load]?.reject(new Error('offline'));
      await new Promise((resolve) => setImmediate(resolve));
      await clock.advance(30_001);
    }
    assert.equal(loads.length, 3);
    loads[2]?.reject(new Error('offline'));
    wire.signaling.end(id);
    wire.reply(await wire.next('BYE'), 200);
    await clock.advance(60_000);
    assert.equal(loads.length, 3);
  });

  test('it comes after the end of the call: nothing of that is refreshed or hung up any more', async () => {
    const clock = createManualClock();
    const headers = [contact, 'Supported: timer', 'Session-Expires: 90;refresher=uas'];
    const { id, loads } = await called({ clock }, { headers });
    wire.signaling.end(id);
    wire.reply(await wire.next('BYE'), 200);
    await new Promise((resolve) => setImmediate(resolve));
    const { pending } = clock;
    loads[0]?.resolve({ openExtensions, RedirectTargets });
    await new Promise((resolve) => setImmediate(resolve));
    assert.ok(clock.pending <= pending, 'nothing waits for the end of a session that is over');
    await clock.advance(100_000);
    assert.deepEqual(
      wire.sent.filter(({ text }) => text.includes('SIP/2.0\r\n')).map(({ kind }) => kind),
      [],
    );
  });

  test('a REFER of ours loads them', async () => {
    const { id, loads } = await called();
    loads[0]?.reject(new Error('offline'));
    await new Promise((resolve) => setImmediate(resolve));
    const referring = wire.signaling.refer(id, 'sip:carol@cadran.test');
    loads[1]?.resolve({ openExtensions, RedirectTargets });
    const sent = await wire.next('REFER');
    assert.equal(sent.header('Refer-To'), '<sip:carol@cadran.test>');
    wire.reply(sent, 202);
    await referring;
  });
});
