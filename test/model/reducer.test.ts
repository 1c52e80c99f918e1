import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CallEvent } from '../../packages/core/src/call/call-event.js';
import type { CallState, HoldStatus } from '../../packages/core/src/call/call-state.js';
import { reduceCall } from '../../packages/core/src/call/reduce.js';

const remote = { uri: 'sip:bob@cadran.test', verified: false };
const id = 'call';
const target = { uri: 'sip:carol@cadran.test', verified: false };
const asked = { kind: 'blind', target, expiresAt: 0 } as const;
const asking = { ...asked, status: 'asking' } as const;
const calling = { ...asked, status: 'calling' } as const;
const consulting = { kind: 'attended', status: 'consulting', target: 'carol' } as const;
const referring = { kind: 'blind', status: 'referring', target: 'carol' } as const;

/** Whatever may happen to a call: what its person does, what SIP says, what the network does to its sound. */
const events: readonly CallEvent[] = [
  { type: 'trying', id },
  { type: 'progress', id, fork: 'a', status: 180, remote },
  { type: 'progress', id, fork: 'a', status: 183, remote, sdp: 'v=0' },
  { type: 'accepted', id, fork: 'a', remote, sdp: 'v=0' },
  { type: 'answering' },
  { type: 'answer-failed' },
  { type: 'confirmed' },
  ...(['active', 'holding', 'held', 'resuming'] as const).map((hold): CallEvent => ({
    type: 'hold',
    hold,
  })),
  ...[true, false].map((held): CallEvent => ({ type: 'remote-hold', held })),
  ...[true, false].map((muted): CallEvent => ({ type: 'muted', muted })),
  ...(['connecting', 'connected', 'interrupted'] as const).map((status): CallEvent => ({
    type: 'media',
    id,
    status,
  })),
  { type: 'page', id, page: 'page' },
  { type: 'kept', waitsFor: 'page', until: 1 },
  { type: 'kept', waitsFor: 'sound', until: 1 },
  { type: 'no-longer-kept' },
  ...[undefined, consulting, referring].map((transfer): CallEvent => ({
    type: 'transferring',
    transfer,
  })),
  { type: 'transfer', id, status: 'ringing' },
  { type: 'transfer', id, status: 'failed' },
  ...[undefined, asking, calling].map((request): CallEvent => ({
    type: 'transfer-asked',
    request,
  })),
  { type: 'offer', id, exchange: 'x' },
  { type: 'ended', id, by: 'remote', reason: 'hangup' },
  { type: 'ended', by: 'local', reason: 'cancelled' },
];

const opened = (direction: CallState['direction']): CallState => ({
  ...{ id, direction, status: direction === 'incoming' ? 'ringing' : 'trying', hold: 'active' },
  ...{ remoteHold: false, muted: false, mutedBySystem: false, media: 'none', remote, startedAt: 0 },
});

function nameOf(call: CallState): string {
  const { status, hold, remoteHold, muted, media, page, kept, transfer, transferRequest } = call;
  const { direction, ended, activeAt } = call;
  return `${direction} ${status} ${hold} ${remoteHold} ${muted} ${media} ${page} ${kept?.waitsFor} ${transfer?.kind} ${transfer?.status} ${transferRequest?.status} ${ended?.by} ${activeAt}`;
}

/** Events that write a new value each time, whether or not it says the same. */
const rewriting = new Set(['kept', 'transfer', 'transferring', 'transfer-asked']);
const settled: ReadonlySet<HoldStatus> = new Set(['active', 'held']);

/** What must hold of a step, or the law that it breaks. */
function broken(before: CallState, event: CallEvent, after: CallState): string | undefined {
  if (before.status === 'ended') return after === before ? undefined : 'an ended call changed';
  if (event.type === 'ended') return brokenEnd(event, after);
  if (after.status === 'ended' || after.ended) return 'ended without an end';
  if (after.status === 'active' && after.activeAt === undefined) return 'active since never';
  if (before.activeAt !== undefined && after.activeAt !== before.activeAt) return 'began again';
  if (event.type === 'progress' && /active|connecting/.test(before.status))
    if (after.status !== before.status) return 'rings again after it was answered';
  if (event.type !== 'muted' && after.muted !== before.muted) return 'muted by chance';
  if (event.type !== 'hold' && after.hold !== before.hold) return 'held by chance';
  if (after.kept && after.kept.waitsFor === 'page' && event.type === 'kept' && after.page)
    return 'kept with a page';
  const isSame = nameOf(before) === nameOf(after);
  if (isSame && after !== before && !rewriting.has(event.type)) return 'another object, no change';
  return undefined;
}

function brokenEnd(event: CallEvent & { type: 'ended' }, after: CallState): string | undefined {
  const { status, ended, media, kept, hold, transfer, transferRequest, endedAt } = after;
  if (status !== 'ended' || ended?.by !== event.by || endedAt === undefined) return 'did not end';
  if (ended.reason !== event.reason) return 'ended for another reason';
  if (media !== 'none' || kept) return 'sound after the end';
  if (!settled.has(hold)) return `${hold} for ever`;
  if (transfer && /referring|trying|ringing/.test(transfer.status)) return 'refers for ever';
  return transferRequest?.status === 'asking' ? 'asks for ever' : undefined;
}

interface Reached {
  readonly call: CallState;
  readonly from?: Reached;
  readonly by?: CallEvent;
}

/** The search goes breadth first: no shorter list of events leads there. */
function pathTo({ call, from, by }: Reached): string {
  return from ? `${pathTo(from)}, ${JSON.stringify(by)}` : call.direction;
}

test('the life of a call, every event in every state there is', (context) => {
  const known = new Set<string>();
  const queue: Reached[] = [];
  const reach = (reached: Reached): void => {
    const name = nameOf(reached.call);
    if (known.has(name)) return;
    known.add(name);
    queue.push(reached);
  };
  reach({ call: opened('incoming') });
  reach({ call: opened('outgoing') });
  let steps = 0;
  for (const from of queue) {
    const { call } = from;
    let leaves = call.status === 'ended';
    for (const by of events) {
      steps += 1;
      const after = reduceCall(call, by, 0);
      const law = broken(call, by, after);
      if (law) assert.fail(`${law}: ${pathTo({ call: after, from, by })}`);
      leaves ||= after.status === 'ended';
      if (after !== call) reach({ call: after, from, by });
    }
    if (!leaves) assert.fail(`nothing ends ${pathTo(from)}`);
  }
  assert.ok(steps >= 1_000_000, `only ${steps} steps`);
  context.diagnostic(`${known.size} states, ${steps} steps`);
});
