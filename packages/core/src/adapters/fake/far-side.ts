import type { MediaDirection } from '../../ports/media.js';
import type {
  EndReason,
  RemoteParty,
  SignalingFact,
  TransferRequestFact,
} from '../../ports/signaling.js';
import { fakeSdp } from './fake-sdp.js';

/** What the other side of a fake wire does, in the words of a person; a test may always `emit` facts by itself. */
export interface FarSide {
  /** Somebody calls; returns the id of the call. */
  calls(
    from?: Partial<RemoteParty> & { readonly id?: string; readonly sdp?: string | null },
  ): string;
  /** Their telephone rings (180), or already sends sound (183) when `fork` and `early` say so. */
  rings(id: string, how?: { readonly fork?: string; readonly early?: boolean }): void;
  answers(id: string, how?: { readonly fork?: string }): void;
  /** They end the call: refuse it, cancel it or hang up. */
  ends(id: string, reason?: EndReason, status?: number): void;
  /** They renegotiate, for instance `sendonly` for a hold; returns the name of the exchange. `null` asks for our offer. */
  offers(id: string, direction: MediaDirection | null): string;
  /** They want us to call somebody else; returns the name of the exchange. */
  refers(
    id: string,
    target: string,
    how?: Pick<TransferRequestFact, 'displayName' | 'replaces' | 'referredBy'>,
  ): string;
}

/** Whom a fake far side is unless a test says otherwise. */
const BOB: RemoteParty = { uri: 'sip:bob@cadran.test', displayName: 'Bob', verified: false };

export function createFarSide(emit: (fact: SignalingFact) => void): FarSide {
  let count = 0;
  const next = (prefix: string): string => `${prefix}-${++count}`;
  const sdpOf = (fork: string, direction: MediaDirection = 'sendrecv'): string =>
    fakeSdp({ owner: `far ${fork}`, version: ++count, direction });

  return {
    calls({ id = next('incoming'), sdp = sdpOf('caller'), ...from } = {}) {
      const remote = { ...BOB, ...from };
      emit({ type: 'incoming', id, remote, ...(sdp === null ? {} : { sdp }) });
      return id;
    },
    rings(id, { fork = 'a', early = false } = {}) {
      const sound = early ? { status: 183, sdp: sdpOf(fork) } : { status: 180 };
      emit({ type: 'progress', id, fork, remote: BOB, ...sound });
    },
    answers(id, { fork = 'a' } = {}) {
      emit({ type: 'accepted', id, fork, sdp: sdpOf(fork), remote: BOB });
    },
    ends(id, reason = 'hangup', status) {
      const sip = status === undefined ? {} : { sip: { status } };
      emit({ type: 'ended', id, by: 'remote', reason, ...sip });
    },
    offers(id, direction) {
      const exchange = next('exchange');
      const sdp = direction === null ? {} : { sdp: sdpOf('again', direction) };
      emit({ type: 'offer', id, exchange, ...sdp });
      return exchange;
    },
    refers(id, target, how = {}) {
      const exchange = next('exchange');
      emit({ type: 'transfer-request', id, exchange, target, ...how });
      return exchange;
    },
  };
}
