import { CadranError } from '../kernel/errors.js';
import { readDialogRecord } from '../ports/dialog-record.js';
import { readInviteRecord } from '../ports/invite-record.js';
import type { DialogRecord, InviteRecord } from '../ports/signaling.js';
import type { CallState, HoldStatus, RemoteParty, TransferState } from './call-state.js';

/** A call that is up or rings, as another engine would need it to go on with it: plain data without secrets. */
export interface KeptCall {
  readonly call: CallState;
  /** There for a call that is up, as soon as signalling has told of it: nothing goes on with one that lacks it. */
  readonly dialog?: DialogRecord;
  /** There for a call that rings. */
  readonly invite?: InviteRecord;
  /** Epoch milliseconds of when the call was last seen up. */
  readonly savedAt: number;
}

const LONGEST_TEXT = 1_024;
const holds: readonly unknown[] = ['active', 'holding', 'held', 'resuming'] satisfies HoldStatus[];

type Given = Readonly<Record<string, unknown>>;

/**
 * Reads a call that may come from corrupt storage: what it returns is the state the call begins with here, its sound
 * interrupted, but for the far side's name, which is not cleaned for showing yet. Throws `signaling/malformed`.
 */
export function readKeptCall(value: unknown): KeptCall {
  const given = object(value);
  const call = object(given['call']);
  const { id, direction, hold, activeAt, page } = call;
  if (typeof id !== 'string' || !/^[\w.:@-]{1,128}$/.test(id) || id === '__proto__')
    throw bad('id');
  if (direction !== 'incoming' && direction !== 'outgoing') throw bad('direction');
  const isRinging = call['status'] === 'ringing' && direction === 'incoming';
  if (call['status'] !== 'active' && !isRinging) throw bad('status');
  if (!holds.includes(hold)) throw bad('hold');
  return {
    call: {
      id,
      direction,
      status: isRinging ? 'ringing' : 'active',
      // Who was taking the call back when the engine went still is silent: nobody's microphone opens unseen.
      hold: hold === 'resuming' ? 'held' : (hold as HoldStatus),
      remoteHold: call['remoteHold'] === true,
      muted: call['muted'] === true,
      mutedBySystem: false,
      media: isRinging ? 'none' : 'interrupted',
      remote: readRemote(object(call['remote'])),
      startedAt: time(call['startedAt']),
      ...(activeAt === undefined ? {} : { activeAt: time(activeAt) }),
      ...(page === undefined ? {} : { page: text(page) }),
      ...(call['silenced'] === true ? { silenced: true } : {}),
      ...readConsultation(call),
    },
    ...(isRinging
      ? { invite: readInviteRecord(given['invite']) }
      : { dialog: readDialogRecord(given['dialog']) }),
    savedAt: time(given['savedAt']),
  };
}

function readRemote({ uri, number, displayName, verified }: Given): RemoteParty {
  return {
    uri: text(uri),
    ...(number === undefined ? {} : { number: text(number) }),
    ...(displayName === undefined ? {} : { displayName: text(displayName) }),
    verified: verified === true,
  };
}

/** Of transfers, a consultation can go on. What the far side was asked, it reports to an engine that is gone. */
function readConsultation(call: Given): Pick<CallState, 'transfer' | 'consultationFor'> {
  const { consultationFor } = call;
  const { kind, status, target, consultation } = (call['transfer'] ?? {}) as Given;
  const transfer: TransferState | undefined =
    kind === 'attended' && status === 'consulting' && consultation !== undefined
      ? { kind, status, target: text(target), consultation: text(consultation) }
      : undefined;
  return {
    ...(transfer ? { transfer } : {}),
    ...(consultationFor === undefined ? {} : { consultationFor: text(consultationFor) }),
  };
}

function object(value: unknown): Given {
  if (typeof value !== 'object' || value === null) throw bad('no object');
  return value as Given;
}

function text(value: unknown): string {
  if (typeof value !== 'string' || value.length > LONGEST_TEXT) throw bad('text');
  return value;
}

function time(value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) throw bad('time');
  return value;
}

function bad(detail: string): CadranError {
  return new CadranError('signaling/malformed', { detail: `kept call: ${detail}` });
}
