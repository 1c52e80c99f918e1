import { createDeferred } from '../../kernel/deferred.js';
import { CadranError } from '../../kernel/errors.js';
import { nameOf, over, tellDialog, wrongState } from './fake-leg.js';
import type { Leg } from './fake-leg.js';

/** Offers from one end to the other of a call that is up, one at a time; two that cross are glare on both sides. */
export function reinvite(leg: Leg, sdp: string): Promise<{ sdp: string }> {
  const peer = peerOf(leg);
  if (!peer) return Promise.reject(unknown(leg));
  if (leg.offer || leg.open) return Promise.reject(new CadranError('signaling/glare'));
  const lost = unreachable(leg, peer);
  if (lost) return Promise.reject(lost);
  const offer = createDeferred<{ sdp: string }>();
  leg.offer = offer;
  leg.sdp = sdp;
  tellDialog(leg);
  peer.end.deliver(() => offered(peer, leg, sdp));
  return offer.promise.finally(() => delete leg.offer);
}

/** A resumed call that nobody else knows is over (RFC 3261 §12.2.1.2); of any other there is nothing to renegotiate. */
function unknown(leg: Leg): CadranError {
  if (leg.state !== 'up' || !leg.end.connected) return wrongState();
  over(leg, 'system', 'connection-lost', { status: 481 });
  return refusal(481);
}

function offered(leg: Leg, from: Leg, sdp: string): void {
  if (leg.state === 'over') return;
  if (leg.offer || leg.open) {
    const { offer } = from;
    from.end.deliver(() => offer?.reject(new CadranError('signaling/glare')));
    return;
  }
  openOffer(leg, sdp);
}

export function openOffer(leg: Leg, sdp: string): void {
  leg.open = nameOf('exchange');
  leg.end.tell({ type: 'offer', id: leg.id, exchange: leg.open, sdp });
}

export function answerOffer(leg: Leg, exchange: string, sdp: string | null): void {
  const peer = peerOf(leg);
  if (!peer || leg.open !== exchange) return;
  delete leg.open;
  const { offer } = peer;
  peer.end.deliver(() => {
    if (sdp === null) offer?.reject(refusal(488));
    else offer?.resolve({ sdp });
  });
  if (sdp !== null) leg.sdp = sdp;
}

/** Digits in the two ways servers know; anything else is refused (RFC 6086 §4.2.1). */
export function info(leg: Leg, contentType: string, body: string): Promise<void> {
  const peer = peerOf(leg);
  if (!peer) return Promise.reject(wrongState());
  const lost = unreachable(leg, peer);
  if (lost) return Promise.reject(lost);
  const digits = digitsIn(contentType, body);
  return new Promise((resolve, reject) => {
    peer.end.deliver(() => {
      if (digits !== undefined) peer.end.tell({ type: 'digits', id: peer.id, digits });
      leg.end.deliver(() => {
        if (digits === undefined) reject(refusal(415));
        else resolve();
      });
    });
  });
}

function digitsIn(contentType: string, body: string): string | undefined {
  const match = {
    'application/dtmf-relay': /^Signal=\s*([0-9*#A-D])/i,
    'application/dtmf': /^\s*([0-9*#A-D])\s*$/i,
  }[contentType]?.exec(body);
  return match?.[1];
}

/** The other end of a call that is up. */
export function peerOf(leg: Leg): Leg | undefined {
  return leg.state === 'up' ? leg.peer : undefined;
}

/** No time passes at an exchange: who cannot be reached times out at once. */
function unreachable(leg: Leg, peer: Leg): CadranError | undefined {
  if (!leg.end.connected) return new CadranError('connection/lost', { retryable: true });
  return peer.end.connected ? undefined : new CadranError('signaling/timeout');
}

export function refusal(status: number): CadranError {
  return new CadranError('signaling/rejected', { sip: { status } });
}
