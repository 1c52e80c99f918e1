import type { ProgressFact, TransferFact } from '../ports/signaling.js';
import type { CallEvent, EndEvent } from './call-event.js';
import type { CallState, HoldStatus, RemoteParty } from './call-state.js';
import { cleanRemote, sameRemote } from './remote-party.js';
import { isReferring } from './select.js';

/**
 * The whole life of a call: what it is after `event`, at `now` (epoch milliseconds).
 * Returns the same object when nothing changes, and never changes a call that has ended.
 */
export function reduceCall(call: CallState, event: CallEvent, now: number): CallState {
  if (call.status === 'ended') return call;
  switch (event.type) {
    case 'progress':
      return progress(call, event);
    case 'accepted':
      return activate(withRemote(call, event.remote), now);
    case 'answering':
      return set(call, { status: 'connecting' });
    case 'answers-itself':
      return event.at ? set(call, { autoAnswerAt: event.at }) : without(call, 'autoAnswerAt');
    case 'answer-failed':
      return set(without(call, 'page'), { status: 'ringing', media: 'none' });
    case 'confirmed':
      return activate(call, now);
    case 'hold':
      return set(call, { hold: event.hold });
    case 'remote-hold':
      return set(call, { remoteHold: event.held });
    case 'muted':
      return set(call, { muted: event.muted });
    case 'silenced':
      return set(call, { silenced: true });
    case 'muted-by-system':
      return set(call, { mutedBySystem: event.muted });
    case 'media':
      return set(call, { media: event.status });
    case 'page':
      return set(call, { page: event.page });
    case 'kept':
      return keep(call, event, now);
    case 'no-longer-kept':
      return without(call, 'kept');
    case 'identity':
      return withRemote(call, event.remote);
    case 'transferring':
      return withTransfer(call, event.transfer);
    case 'transfer-asked':
      return withRequest(call, event.request);
    case 'transfer':
      return reported(call, event);
    case 'consultation-over':
      return without(call, 'consultationFor');
    case 'clock-set':
      return moveTimes(call, event.by);
    case 'ended':
      return end(call, event, now);
    default:
      return call;
  }
}

function progress(call: CallState, { status, sdp, remote }: ProgressFact): CallState {
  if (call.status !== 'trying' && call.status !== 'ringing' && call.status !== 'early') return call;
  const known = withRemote(call, remote);
  if (sdp !== undefined) return set(known, { status: 'early' });
  // Sound that already comes in goes on: a later 180 of another branch does not silence it (RFC 3960 §3.2).
  if (known.status === 'early' || status !== 180) return known;
  return set(known, { status: 'ringing' });
}

function activate(call: CallState, now: number): CallState {
  if (call.status === 'active') return call;
  return set(call, { status: 'active', activeAt: call.activeAt ?? now });
}

type Report = Pick<TransferFact, 'status' | 'sip'>;

function reported(call: CallState, { status, sip }: Report): CallState {
  const { transfer } = call;
  if (!transfer || !isReferring(call)) return call;
  return { ...call, transfer: { ...transfer, status, ...(sip ? { sip: { ...sip } } : {}) } };
}

function keep(
  call: CallState,
  { waitsFor, until }: Extract<CallEvent, { type: 'kept' }>,
  now: number,
): CallState {
  const { since } = call.kept ?? { since: now };
  const kept = { waitsFor, since, until };
  // The sound of a call that was never answered is not broken: it has not begun.
  const media = call.status === 'active' ? 'interrupted' : call.media;
  return { ...(waitsFor === 'page' ? without(call, 'page') : call), media, kept };
}

/** How long the call has lasted is the difference between two times of day, and stays what it is. */
function moveTimes(call: CallState, by: number): CallState {
  const { startedAt, activeAt, kept } = call;
  return {
    ...call,
    startedAt: startedAt + by,
    ...(activeAt === undefined ? {} : { activeAt: activeAt + by }),
    ...(kept ? { kept: { ...kept, since: kept.since + by, until: kept.until + by } } : {}),
  };
}

function without(
  call: CallState,
  key: 'page' | 'kept' | 'transfer' | 'transferRequest' | 'consultationFor' | 'autoAnswerAt',
): CallState {
  if (call[key] === undefined) return call;
  const { [key]: _, ...rest } = call;
  return rest;
}

function withRequest(call: CallState, request: CallState['transferRequest']): CallState {
  return request ? set(call, { transferRequest: request }) : without(call, 'transferRequest');
}

function withTransfer(call: CallState, transfer: CallState['transfer']): CallState {
  return transfer ? set(call, { transfer }) : without(call, 'transfer');
}

function end(call: CallState, { by, reason, sip, code }: EndEvent, now: number): CallState {
  const ended = { by, reason, ...(sip ? { sip: { ...sip } } : {}), ...(code ? { code } : {}) };
  const left = without(call, 'kept');
  // A transfer nobody reported on has not been done, as far as we know; and nobody is left who could be answered.
  const asking = left.transferRequest?.status === 'asking';
  const settled = reported(asking ? withRequest(left, undefined) : left, { status: 'failed' });
  const hold = settledHold(call.hold);
  return { ...settled, status: 'ended', media: 'none', hold, endedAt: now, ended };
}

/** What never was agreed counts as refused. */
function settledHold(hold: HoldStatus): HoldStatus {
  if (hold === 'holding') return 'active';
  return hold === 'resuming' ? 'held' : hold;
}

function withRemote(call: CallState, remote: RemoteParty): CallState {
  const clean = cleanRemote(remote);
  // A far side that gives no name does not take away the one we knew.
  const named =
    clean.displayName === undefined && clean.uri === call.remote.uri && call.remote.displayName
      ? { ...clean, displayName: call.remote.displayName }
      : clean;
  return sameRemote(call.remote, named) ? call : { ...call, remote: named };
}

function set(call: CallState, change: Partial<CallState>): CallState {
  const keys = Object.keys(change) as (keyof CallState)[];
  return keys.every((key) => Object.is(call[key], change[key])) ? call : { ...call, ...change };
}
