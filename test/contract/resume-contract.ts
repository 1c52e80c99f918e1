import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readDialogRecord } from '../../packages/core/src/ports/dialog-record.js';
import type { DialogRecord } from '../../packages/core/src/ports/signaling.js';
import type { Line } from './line.js';
import { assertSays, callName, codeOf, converse, description, dial } from './line.js';
import type { Stage } from './stage.js';

/** A call whose first engine is gone, and what it left. */
interface Survivor {
  readonly line: Line;
  readonly id: string;
  readonly record: DialogRecord;
  readonly far: Line;
  readonly farId: string;
}

/** What the last `dialog` fact of a call says, as a store would give it back. */
async function recordOf(line: Line, id: string): Promise<DialogRecord> {
  await line.next('dialog', (fact) => fact.id === id);
  const last = line.facts.findLast((fact) => fact.type === 'dialog' && fact.id === id);
  assert.ok(last?.type === 'dialog');
  return JSON.parse(JSON.stringify(last.dialog)) as DialogRecord;
}

/** Answers the next offer there. */
async function answering(line: Line, sdp: string): Promise<string> {
  const offer = await line.next('offer');
  line.signaling.answerOffer(offer.id, offer.exchange, sdp);
  return offer.sdp ?? '';
}

/** A call of alice with bob, whose page is gone and whose next engine has registered. */
async function survive(stage: Stage, role: 'caller' | 'callee'): Promise<Survivor> {
  const [alice, bob] = await stage.pair();
  const [caller, callee] = role === 'caller' ? [alice, bob] : [bob, alice];
  const call = await converse(
    caller,
    callee,
    `sip:${role === 'caller' ? 'bob' : 'alice'}@cadran.test`,
  );
  const [before, farId] = role === 'caller' ? [call.out, call.in] : [call.in, call.out];
  const record = await recordOf(alice, before);
  await stage.leave(alice);
  const id = callName();
  const line = stage.open('alice');
  line.signaling.resume?.(id, record);
  await line.register();
  return { line, id, record, far: bob, farId };
}

export function describeResume(stage: Stage): void {
  for (const role of ['caller', 'callee'] as const) {
    describe(`a call that outlives its engine, as ${role}`, () => {
      test('goes on after a re-INVITE, from either side', async () => {
        const { line, id, far, farId } = await survive(stage, role);
        const offered = answering(far, description('far'));
        const { sdp } = await line.signaling.reinvite(id, description('alice again'));
        assert.equal(sdp, description('far'));
        assert.equal(await offered, description('alice again'));
        const theirs = answering(line, description('alice', 'recvonly'));
        await far.signaling.reinvite(farId, description('far', 'sendonly'));
        assert.equal(await theirs, description('far', 'sendonly'));
        await line.signaling.info(id, 'application/dtmf-relay', 'Signal=5\r\nDuration=160\r\n');
        assert.equal((await far.next('digits')).digits, '5');
        assert.equal(line.ends(id).length + far.ends(farId).length, 0);
      });

      test('hears their offer before it has made one', async () => {
        const { line, far, farId } = await survive(stage, role);
        const theirs = answering(line, description('alice'));
        assert.equal(
          (await far.signaling.reinvite(farId, description('far'))).sdp,
          description('alice'),
        );
        await theirs;
      });

      test('is hung up here', async () => {
        const { line, id, far, farId } = await survive(stage, role);
        line.signaling.end(id);
        assertSays(await line.next('ended'), { by: 'local', reason: 'hangup' });
        assertSays(await far.next('ended'), { id: farId, by: 'remote', reason: 'hangup' });
      });

      test('is hung up there', async () => {
        const { line, id, far, farId } = await survive(stage, role);
        far.signaling.end(farId);
        assertSays(await line.next('ended'), { id, by: 'remote', reason: 'hangup' });
      });

      test('can be resumed again, from what the second engine says of it', async () => {
        const { line, id, record, far, farId } = await survive(stage, role);
        const offered = answering(far, description('far'));
        await line.signaling.reinvite(id, description('alice'));
        await offered;
        const second = await recordOf(line, id);
        assertSays(second, { callId: record.callId, localTag: record.localTag });
        await stage.leave(line);
        const third = stage.open('alice');
        const again = callName();
        third.signaling.resume?.(again, second);
        await third.register();
        third.signaling.end(again);
        assertSays(await far.next('ended'), { id: farId, by: 'remote' });
      });
    });
  }

  describe('a lost dialog', () => {
    test('that nobody knows ends the call', async () => {
      const { line, record } = await survive(stage, 'caller');
      const lost = callName();
      line.signaling.resume?.(lost, { ...record, localTag: 'nobody' });
      const code = await codeOf(line.signaling.reinvite(lost, description('alice')));
      assert.equal(code, 'signaling/rejected');
      const ended = await line.next('ended', ({ id }) => id === lost);
      assertSays(ended, { by: 'system', reason: 'connection-lost' });
      assert.equal(ended.sip?.status, 481);
    });

    for (const role of ['caller', 'callee'] as const) {
      test(`is replaced by a new one under the same name, as ${role}`, async () => {
        const { line, id, record, far, farId } = await survive(stage, role);
        const { remoteTarget: target } = record;
        line.signaling.invite(id, { target, sdp: description('alice'), inPlaceOf: record });
        const incoming = await far.next('incoming', (fact) => fact.replaces !== undefined);
        assert.equal(incoming.replaces, farId);
        await far.signaling.accept(incoming.id, description('far'));
        await line.next('accepted', (fact) => fact.id === id);
        await far.next('ended', (fact) => fact.id === farId);
        assert.equal(line.ends(id).length, 0, 'one call, as its person sees it');
        const fresh = await recordOf(line, id);
        assert.notEqual(fresh.callId, record.callId);
        line.signaling.end(id);
        await far.next('ended', (fact) => fact.id === incoming.id);
      });
    }

    test('that nobody can replace is said', async () => {
      const { line, record, far, farId } = await survive(stage, 'caller');
      far.signaling.end(farId);
      await line.next('ended');
      const again = callName();
      const { remoteTarget: target } = record;
      line.signaling.invite(again, { target, sdp: description('alice'), inPlaceOf: record });
      assertSays(await line.next('ended', ({ id }) => id === again), { by: 'remote' });
      assert.equal(far.facts.filter(({ type }) => type === 'incoming').length, 1, 'nothing rings');
    });
  });

  describe('the record of a dialog', () => {
    test('is said when the dialog is confirmed and not before, and survives cloning', async () => {
      const call = await dial(...(await stage.pair()));
      assert.equal(
        call.caller.facts.some(({ type }) => type === 'dialog'),
        false,
      );
      await call.callee.signaling.accept(call.in, description('callee'));
      const [ours, theirs] = await Promise.all([
        recordOf(call.caller, call.out),
        recordOf(call.callee, call.in),
      ]);
      assert.deepEqual(structuredClone(ours), ours);
      assertSays(ours, { role: 'caller', callId: theirs.callId, localTag: theirs.remoteTag });
      assertSays(theirs, { role: 'callee', remoteTag: ours.localTag });
    });

    test('that is garbage is refused, and nothing is resumed', async () => {
      const call = await converse(...(await stage.pair()));
      const record = await recordOf(call.caller, call.out);
      const line = stage.open('alice');
      for (const garbage of garbageFrom(record)) {
        const text = JSON.stringify([garbage]).slice(0, 120);
        assert.throws(
          () => line.signaling.resume?.('resumed', readDialogRecord(garbage)),
          { code: 'signaling/malformed' },
          text,
        );
        assert.match(await codeOf(line.signaling.reinvite('resumed', '')), /^signaling\//, text);
      }
    });
  });
}

/** Everything a corrupt store could hold in the place of a record. */
function garbageFrom(record: DialogRecord): unknown[] {
  const wrong: Record<string, unknown[]> = {
    version: [0, 2, '1', undefined],
    role: ['both', 1, undefined],
    callId: ['', 'a b', 'a\r\nVia: x', 'x'.repeat(513), 7, undefined],
    localTag: ['', 'a;tag=b', undefined],
    remoteTag: ['', 'a,b', undefined],
    localSequence: [-1, 1.5, 2 ** 31, Number.NaN, '1', undefined],
    remoteSequence: [-1, 2 ** 31, 'x'],
    localUri: ['alice', 'sip:', 'sip:a@b>\r\n', undefined],
    remoteUri: ['sip:bob @x', undefined],
    remoteTarget: ['tel:5', 'javascript:x', `sip:${'x'.repeat(2_000)}`, undefined],
    routeSet: ['<sip:x>', ['a\r\nb'], [5], Array<string>(33).fill('<sip:p;lr>'), undefined],
    contact: ['', '<sip:a@b>', undefined],
  };
  const broken = Object.entries(wrong).flatMap(([key, values]) =>
    values.map((value) => ({ ...record, [key]: value })),
  );
  return [undefined, null, 'record', 5, [], {}, ...broken];
}
