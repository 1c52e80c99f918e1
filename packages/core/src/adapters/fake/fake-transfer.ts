import type { SignalingFact, TransferFact } from '../../ports/signaling.js';
import { createLeg, hangUp, nameOf } from './fake-leg.js';
import type { Leg, LegEnd } from './fake-leg.js';
import { openOffer, peerOf } from './fake-session.js';

/** Rings what an address stands for on behalf of a caller, as the exchange does for any call. */
export type Route = (caller: Leg, target: string) => void;

/**
 * Carries out a REFER as a telephone exchange does that sits between its lines: it calls the target in the name of the one
 * transferred, reports to the one who transfers, and joins both when the target answers.
 */
export function transfer(leg: Leg, route: Route, target: string, consultation?: Leg): void {
  const transferred = peerOf(leg);
  if (!transferred) return;
  const report = (status: TransferFact['status'], sip?: { status: number }): void => {
    leg.end.deliver(() => {
      if (leg.state === 'over') return;
      leg.end.tell({ type: 'transfer', id: leg.id, status, ...(sip ? { sip } : {}) });
    });
  };
  const caller: Leg = createLeg(
    nameOf('transfer'),
    {
      remote: transferred.end.remote,
      connected: true,
      deliver: (message) => queueMicrotask(message),
      adopt: () => undefined,
      tell: (fact) => follow(fact, { caller, transferred, report }),
    } satisfies LegEnd,
    'calling',
    talking(transferred.sdp),
  );
  report('trying');
  const replaced = consultation && peerOf(consultation);
  if (replaced) ringInPlaceOf(caller, replaced);
  else route(caller, target);
}

/** The new call begins unheld, whatever the old one was when it was handed on. */
function talking(sdp: string): string {
  return sdp.replace(/^a=(?:sendonly|recvonly|inactive)/m, 'a=sendrecv');
}

interface Transfer {
  readonly caller: Leg;
  readonly transferred: Leg;
  readonly report: (status: TransferFact['status'], sip?: { status: number }) => void;
}

function follow(fact: SignalingFact, { caller, transferred, report }: Transfer): void {
  if (fact.type === 'progress') report('ringing');
  if (fact.type === 'ended') report('failed', { status: fact.sip?.status ?? 487 });
  if (fact.type !== 'accepted') return;
  const winner = caller.peer;
  if (!winner || transferred.state !== 'up') {
    hangUp(caller);
    return;
  }
  winner.peer = transferred;
  transferred.peer = winner;
  report('completed');
  const { remote } = winner.end;
  transferred.end.deliver(() => {
    if (transferred.state !== 'up') return;
    transferred.end.tell({ type: 'identity', id: transferred.id, remote });
    if (!transferred.open) openOffer(transferred, winner.sdp);
  });
}

/** The one consulted gets a call that takes the place of the consultation (RFC 3891). */
export function ringInPlaceOf(caller: Leg, replaced: Leg): void {
  const { end, id: replaces } = replaced;
  const callee = createLeg(nameOf('incoming'), end, 'ringing');
  callee.peer = caller;
  caller.rung.add(callee);
  const { remote } = caller.end;
  const { id } = callee;
  end.adopt(callee);
  end.deliver(() => end.tell({ type: 'incoming', id, remote, sdp: caller.sdp, replaces }));
}
