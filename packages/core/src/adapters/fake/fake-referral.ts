import { createDeferred } from '../../kernel/deferred.js';
import type { Signaling, TransferFact } from '../../ports/signaling.js';
import { nameOf, wrongState } from './fake-leg.js';
import type { Leg } from './fake-leg.js';
import { peerOf, refusal } from './fake-session.js';

/** Brings a REFER to the far side; resolves when that takes it on, and rejects when it refuses. */
export function askToTransfer(
  leg: Leg,
  target: string,
  name: (leg: Leg) => string,
  consultation?: Leg,
): Promise<void> {
  const peer = peerOf(leg);
  if (!peer) return Promise.reject(wrongState());
  const answer = createDeferred<undefined>();
  const replaced = consultation && peerOf(consultation);
  const replaces = replaced ? { replaces: name(replaced) } : {};
  const exchange = nameOf('exchange');
  peer.end.deliver(() => {
    if (peer.state !== 'up' || peer.asked) {
      leg.end.deliver(() => answer.reject(refusal(peer.asked ? 491 : 481)));
      return;
    }
    peer.asked = { exchange, from: leg, answer, answered: false };
    const { uri: referredBy } = leg.end.remote;
    peer.end.tell({
      type: 'transfer-request',
      id: peer.id,
      exchange,
      target,
      referredBy,
      ...replaces,
    });
  });
  return answer.promise;
}

/** How the far side's phone answers it. */
export function referralCommands(
  find: (id: string) => Leg | undefined,
): Pick<Signaling, 'answerTransfer' | 'reportTransfer'> {
  return {
    answerTransfer(id, exchange, status) {
      const leg = find(id);
      if (leg) answerTransfer(leg, exchange, status);
    },
    reportTransfer(id, exchange, status) {
      const leg = find(id);
      if (leg) reportTransfer(leg, exchange, status);
    },
  };
}

function answerTransfer(leg: Leg, exchange: string, status: number): void {
  const { asked } = leg;
  if (asked?.exchange !== exchange || asked.answered) return;
  asked.answered = true;
  const { answer, from } = asked;
  if (status < 300) {
    from.end.deliver(() => answer.resolve(undefined));
    report(from, 100);
    return;
  }
  delete leg.asked;
  from.end.deliver(() => answer.reject(refusal(status)));
}

function reportTransfer(leg: Leg, exchange: string, status: number): void {
  const { asked } = leg;
  if (asked?.exchange !== exchange || !asked.answered) return;
  if (status >= 200) delete leg.asked;
  report(asked.from, status);
}

function report(to: Leg, status: number): void {
  to.end.deliver(() => {
    if (to.state === 'over') return;
    to.end.tell({ type: 'transfer', id: to.id, status: progressOf(status), sip: { status } });
  });
}

function progressOf(status: number): TransferFact['status'] {
  if (status === 100) return 'trying';
  if (status < 200) return 'ringing';
  return status < 300 ? 'completed' : 'failed';
}
