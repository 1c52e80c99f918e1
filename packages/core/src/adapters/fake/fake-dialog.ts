import type { DialogName, DialogRecord } from '../../ports/signaling.js';
import { createLeg, nameOf, over } from './fake-leg.js';
import type { Leg, LegEnd } from './fake-leg.js';
import type { Subscriber } from './fake-plug.js';

/**
 * Takes an end of a call over from the line that had it. What the exchange does not know any more goes on as a call whose
 * far side answers nothing.
 */
export function resume(
  id: string,
  record: DialogRecord,
  end: LegEnd,
  subscribers: Iterable<Subscriber>,
): Leg {
  const before = find(subscribers, record.localTag);
  const peer = before?.peer;
  const leg = createLeg(id, end, 'up', before?.sdp, record.localTag);
  leg.dialog = record.callId;
  leg.sequence = record.localSequence + 1_000;
  if (!before || !peer || before.state === 'over') return leg;
  leg.peer = peer;
  // Whoever hung up meanwhile has told nobody: the line was gone.
  if (peer.state === 'over') end.deliver(() => over(leg, 'remote', 'hangup'));
  else peer.peer = leg;
  return leg;
}

/** Rings the device that has the other end of a lost dialog, in its place; what nobody has is refused (RFC 3891 §3). */
export function ringInPlaceOf(
  caller: Leg,
  { remoteTag }: DialogName,
  subscribers: Iterable<Subscriber>,
): void {
  const there = find(subscribers, remoteTag);
  if (there?.state !== 'up') {
    caller.end.deliver(() => over(caller, 'remote', 'unknown', { status: 481 }));
    return;
  }
  const { end } = there;
  const callee = createLeg(nameOf('incoming'), end, 'ringing');
  callee.peer = caller;
  callee.instead = there;
  caller.rung.add(callee);
  end.adopt(callee);
  const { id } = callee;
  const { remote } = caller.end;
  end.deliver(() =>
    end.tell({ type: 'incoming', id, remote, sdp: caller.sdp, replaces: there.id }),
  );
}

/** Lets go of an end in silence: another call takes its place. */
export function release(leg: Leg): void {
  leg.state = 'over';
  delete leg.peer;
}

function find(subscribers: Iterable<Subscriber>, fork: string): Leg | undefined {
  for (const { legs } of subscribers) {
    for (const leg of legs.values()) if (leg.fork === fork) return leg;
  }
  return undefined;
}
