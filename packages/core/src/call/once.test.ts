import assert from 'node:assert/strict';
import { it } from 'node:test';

import fc from 'fast-check';

import { CadranError } from '../kernel/errors.js';
import type { LogEntry } from '../kernel/log.js';
import type { ErrorCode } from '../kernel/errors.js';
import { createFakeSignaling, createTestPhone, settle } from '../testing.js';
import type { TestPhone } from '../testing.js';
import type { CallHandle } from './call-handle.js';

/** One thing that happens: to one of the calls there are, or to all. */
type Step = (test: TestPhone, id: string) => Promise<unknown> | undefined;

const told = (tell: (test: TestPhone, id: string) => unknown): Step => {
  return (test, id) => {
    tell(test, id);
    return undefined;
  };
};

const verb = (act: (call: CallHandle) => Promise<unknown>): Step => {
  return ({ phone }, id) => act(phone.call(id));
};

const failing = (port: 'signaling' | 'media', name: string, code: ErrorCode): Step =>
  told((test) => test[port].failNext(name, new CadranError(code)));

const line = (status: 'connected' | 'reconnecting'): Step =>
  told(({ signaling }) => signaling.emit({ type: 'connection', connection: { status } }));

let newcomers = 0;

const steps: Readonly<Record<string, Step>> = {
  dial: ({ phone }) => phone.dial('bob'),
  theyCall: told(({ signaling }) => signaling.far.calls()),
  theyCallInPlaceOf: told(({ signaling }, replaces) => {
    const remote = { uri: 'sip:carol@cadran.test', verified: false };
    const id = `in-place-${(newcomers += 1)}`;
    signaling.emit({ type: 'incoming', id, remote, replaces });
  }),
  theyRing: told(({ signaling }, id) => signaling.far.rings(id)),
  theySing: told(({ signaling }, id) => signaling.far.rings(id, { fork: 'b', early: true })),
  theyAnswer: told(({ signaling }, id) => signaling.far.answers(id)),
  theyEnd: told(({ signaling }, id) => signaling.far.ends(id)),
  weEnded: told(({ signaling }, id) =>
    signaling.emit({ type: 'ended', id, by: 'system', reason: 'connection-lost' }),
  ),
  theyOffer: told(({ signaling }, id) => signaling.far.offers(id, 'sendonly')),
  theyAskForOurs: told(({ signaling }, id) => signaling.far.offers(id, null)),
  transferred: told(({ signaling }, id) =>
    signaling.emit({ type: 'transfer', id, status: 'completed' }),
  ),
  soundBreaks: told(({ media }, id) => media.emit({ type: 'media', id, status: 'interrupted' })),
  soundFails: told(({ media }, id) => media.emit({ type: 'failed', id, code: 'media/failed' })),
  lineDrops: line('reconnecting'),
  lineIsBack: line('connected'),
  offerFails: failing('media', 'offer', 'media/failed'),
  answerFails: failing('media', 'answer', 'media/failed'),
  microphoneFails: failing('media', 'openMicrophone', 'media/permission-denied'),
  collides: failing('signaling', 'reinvite', 'signaling/glare'),
  notConfirmed: failing('signaling', 'accept', 'signaling/timeout'),
  answer: verb((call) => call.answer()),
  decline: verb((call) => call.decline()),
  hangup: verb((call) => call.hangup()),
  hold: verb((call) => call.hold()),
  resume: verb((call) => call.resume()),
  mute: verb((call) => call.mute()),
  sendDtmf: verb((call) => call.sendDtmf('1,2')),
  transfer: verb((call) => call.transfer('carol')),
  consult: verb((call) => call.consult('carol')),
  completeTransfer: verb((call) => call.completeTransfer()),
  cancelTransfer: verb((call) => call.cancelTransfer()),
  dismiss: verb((call) => call.dismiss()),

  turn: () => settle(),
  soon: ({ clock }) => clock.advance(2_500),
  later: ({ clock }) => clock.advance(40_000),
};

/** Counts the ends of each call, and what was said of one after its end. */
function watchEnds({ phone }: TestPhone) {
  const ends = new Map<string, number>();
  const revived: string[] = [];
  phone.state.subscribe(({ calls }, { calls: before }) => {
    for (const [id, call] of Object.entries(calls)) {
      const previous = before[id];
      if (previous === call) continue;
      if (previous?.ended) revived.push(id);
      if (call.ended) ends.set(id, (ends.get(id) ?? 0) + 1);
      if ((call.status === 'ended') !== (call.ended !== undefined)) revived.push(id);
      if (!previous && ends.has(id) && call.ended) revived.push(id);
    }
  });
  return { ends, revived };
}

const script = fc.record({
  confirms: fc.boolean(),
  happens: fc.array(fc.record({ name: fc.constantFrom(...Object.keys(steps)), whom: fc.nat(3) }), {
    minLength: 5,
    maxLength: 40,
  }),
});

it('ends every call once, under every order of facts and commands', { timeout: 120_000 }, () =>
  fc.assert(
    fc.asyncProperty(script, async ({ confirms, happens }) => {
      const notes: LogEntry[] = [];
      const log = (entry: LogEntry): void => void notes.push(entry);
      const signaling = createFakeSignaling({ confirms });
      const test = await createTestPhone({ signaling, log, endedCallLinger: 60_000 });
      const { ends, revived } = watchEnds(test);
      const seen = new Set<string>();
      const pending: Promise<unknown>[] = [];
      const thrown: unknown[] = [];
      for (const { name, whom } of happens) {
        const { order } = test.phone.state.get();
        const running = steps[name]?.(test, order[whom % Math.max(1, order.length)] ?? 'nobody');
        if (running && ['turn', 'soon', 'later'].includes(name)) await running;
        else if (running) pending.push(running.catch((error: unknown) => thrown.push(error)));
        for (const id of test.phone.state.get().order) seen.add(id);
      }
      const disposing = test.phone.dispose();
      await test.clock.advance(200_000);
      await disposing;
      await Promise.all(pending);

      for (const id of test.phone.state.get().order) seen.add(id);
      assert.deepEqual(
        [...ends].filter(([, count]) => count !== 1),
        [],
      );
      assert.deepEqual(
        [...seen].filter((id) => !ends.has(id)),
        [],
        'a call never ended',
      );
      assert.deepEqual(revived, []);
      assert.deepEqual(
        thrown.filter((error) => !(error instanceof CadranError)),
        [],
      );
      assert.deepEqual(
        notes.filter(({ message }) => message.includes('could not be taken in')),
        [],
      );
      assert.equal(test.clock.pending, 0);
      assert.deepEqual(test.media.open, { sessions: 0, microphones: 0, listeners: 0 });
    }),
    { numRuns: 200 },
  ),
);
