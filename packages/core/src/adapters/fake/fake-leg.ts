import { createDeferred } from '../../kernel/deferred.js';
import type { Deferred } from '../../kernel/deferred.js';
import { CadranError } from '../../kernel/errors.js';
import type { SipOutcome } from '../../kernel/errors.js';
import type {
  DialogRecord,
  EndReason,
  EndedBy,
  RemoteParty,
  SignalingFact,
} from '../../ports/signaling.js';

/** Where facts of a leg are heard and messages for it arrive. */
export interface LegEnd {
  readonly remote: RemoteParty;
  readonly connected: boolean;
  /** Says a fact to the phone: soon, and whether or not there is a connection. */
  tell(fact: SignalingFact): void;
  /** Delivers a message of the wire: soon, in order; once the connection is back, when there is none. */
  deliver(message: () => void): void;
  /** Makes the phone's commands reach a leg that the exchange opened there. */
  adopt(leg: Leg): void;
}

/** A REFER as the far side of its sender has it. */
export interface AskedTransfer {
  readonly exchange: string;
  readonly from: Leg;
  readonly answer: Deferred<undefined>;
  answered: boolean;
}

/** One end of a call. Both ends only know what was delivered to them: that is what makes races. */
export interface Leg {
  /** The call as its own phone names it. */
  readonly id: string;
  readonly end: LegEnd;
  /** Names this end of a dialog: the tag of this device. */
  readonly fork: string;
  /** Names the call on the wire, once somebody answered it: the tag of who did. */
  dialog?: string;
  /** The call whose place this one takes when it is answered. */
  instead?: Leg;
  state: 'calling' | 'ringing' | 'answered' | 'up' | 'over';
  /** The other end; of a caller only once somebody answered. */
  peer?: Leg;
  /** Whom a caller rings and who has not refused. */
  readonly rung: Set<Leg>;
  /** CSeq of its last request. */
  sequence: number;
  /** What this end last described. */
  sdp: string;
  ack?: Deferred<{ sdp?: string }>;
  /** Our offer that waits for their answer. */
  offer?: Deferred<{ sdp: string }>;
  /** Their offer that waits for our answer. */
  open?: string;
  /** What they ask us to call, until our last report on it. */
  asked?: AskedTransfer;
}

let count = 0;
export const nameOf = (what: string): string => `${what}-${(count += 1)}`;

export function createLeg(
  id: string,
  end: LegEnd,
  state: Leg['state'],
  sdp = '',
  fork = nameOf('fork'),
): Leg {
  return { id, end, state, sdp, fork, sequence: 0, rung: new Set() };
}

/** Ends one end of a call, once, and settles what waits on it. */
export function over(leg: Leg, by: EndedBy, reason: EndReason, sip?: SipOutcome): void {
  if (leg.state === 'over') return;
  leg.state = 'over';
  delete leg.open;
  leg.ack?.reject(new CadranError('signaling/wrong-state', { detail: 'the call ended' }));
  leg.offer?.reject(new CadranError('signaling/rejected', { detail: 'the call ended' }));
  leg.asked?.answer.reject(new CadranError('signaling/wrong-state', { detail: 'the call ended' }));
  delete leg.asked;
  leg.end.tell({ type: 'ended', id: leg.id, by, reason, ...(sip ? { sip } : {}) });
}

export function ring(leg: Leg, sdp?: string): void {
  const { peer, fork, end } = leg;
  if (leg.state !== 'ringing' || !peer) return;
  const sound = sdp === undefined ? { status: 180 } : { status: 183, sdp };
  peer.end.deliver(() => {
    if (peer.state !== 'calling') return;
    peer.end.tell({ type: 'progress', id: peer.id, fork, remote: end.remote, ...sound });
  });
}

export function accept(leg: Leg, sdp: string): Promise<{ sdp?: string }> {
  const { peer } = leg;
  if (leg.state !== 'ringing' || !peer) return Promise.reject(wrongState());
  leg.state = 'answered';
  leg.sdp = sdp;
  leg.ack = createDeferred();
  peer.end.deliver(() => answered(peer, leg, sdp));
  if (leg.instead) hangUp(leg.instead);
  return leg.ack.promise;
}

/** The first answer wins; whoever answers a call that is gone or taken gets ACK and BYE (RFC 3261 §13.2.2.4). */
function answered(caller: Leg, callee: Leg, sdp: string): void {
  if (caller.state !== 'calling') {
    callee.end.deliver(() => acknowledged(callee));
    callee.end.deliver(() => over(callee, 'remote', 'hangup'));
    return;
  }
  caller.state = 'up';
  caller.peer = callee;
  caller.rung.delete(callee);
  cancelRung(caller, 'answered-elsewhere');
  const { remote } = callee.end;
  caller.dialog = callee.dialog = callee.fork;
  caller.end.tell({ type: 'accepted', id: caller.id, fork: callee.fork, sdp, remote });
  tellDialog(caller);
  callee.end.deliver(() => acknowledged(callee));
}

function acknowledged(leg: Leg): void {
  if (leg.state !== 'answered') return;
  leg.state = 'up';
  leg.ack?.resolve({});
  tellDialog(leg);
}

/** Says what it takes to go on with the call on another line. */
export function tellDialog(leg: Leg): void {
  const { peer, end, id, fork, dialog } = leg;
  if (!peer || dialog === undefined) return;
  const record: DialogRecord = {
    version: 1,
    role: dialog === fork ? 'callee' : 'caller',
    callId: dialog,
    localTag: fork,
    remoteTag: peer.fork,
    localSequence: (leg.sequence += 1),
    localUri: end.remote.uri,
    remoteUri: peer.end.remote.uri,
    remoteTarget: `sip:${peer.fork}@device.invalid`,
    routeSet: [],
    contact: `sip:${fork}@device.invalid`,
  };
  end.tell({ type: 'dialog', id, dialog: record });
}

export function reject(leg: Leg, status: number): void {
  const { peer } = leg;
  if (leg.state !== 'ringing' || !peer) return;
  over(leg, 'local', reasonOf(status), { status });
  peer.end.deliver(() => refused(peer, leg, status));
}

/** A 6xx speaks for all devices; else the last one to refuse does (RFC 3261 §16.7). */
function refused(caller: Leg, callee: Leg, status: number): void {
  caller.rung.delete(callee);
  if (caller.state !== 'calling' || (status < 600 && caller.rung.size > 0)) return;
  cancelRung(caller, 'cancelled');
  over(caller, 'remote', reasonOf(status), { status });
}

export function hangUp(leg: Leg): void {
  const { peer, state } = leg;
  if (state === 'over') return;
  if (state === 'ringing') {
    reject(leg, 603);
    return;
  }
  over(leg, 'local', state === 'calling' ? 'cancelled' : 'hangup');
  if (state === 'calling') cancelRung(leg, 'cancelled');
  // After a transfer the other end belongs to somebody else.
  else if (peer && (state === 'answered' || peer.peer === leg)) {
    peer.end.deliver(() => over(peer, 'remote', 'hangup'));
  }
}

function cancelRung(caller: Leg, reason: EndReason): void {
  for (const callee of caller.rung) {
    // A 200 that crosses the CANCEL wins; its BYE follows.
    callee.end.deliver(() => {
      if (callee.state === 'ringing') over(callee, 'remote', reason);
    });
  }
  caller.rung.clear();
}

export function wrongState(): CadranError {
  return new CadranError('signaling/wrong-state', { detail: 'no such call' });
}

function reasonOf(status: number): EndReason {
  if (status === 486 || status === 600) return 'busy';
  if (status === 480 || status === 408) return 'no-answer';
  if (status === 404 || status === 604) return 'not-found';
  if (status === 403) return 'forbidden';
  return status === 603 ? 'declined' : 'unknown';
}
