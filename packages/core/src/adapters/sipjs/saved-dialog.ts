import type { DialogState } from 'sip.js/lib/core/dialogs/dialog-state.js';
import type { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js';
import type { URI } from 'sip.js/lib/grammar/uri.js';
import { CadranError } from '../../kernel/errors.js';
import type { DialogRecord } from '../../ports/signaling.js';
import type { SipUri } from './codec/uri.js';
import type { KeepingSession, SharedByKeeping } from './keeping-session.js';

/**
 * How far the CSeq jumps when a dialog is resumed: the record may be older than the last request of the engine before,
 * numbers must rise, and gaps are allowed (RFC 3261 §12.2.1.1).
 */
const sequenceJump = 1_000;

/** A confirmed dialog as data. */
export function recordOf(
  { SipUri }: SharedByKeeping,
  dialog: SessionDialog,
  role: DialogRecord['role'],
  contact: URI,
): DialogRecord {
  const { callId, localTag, remoteTag, remoteSequenceNumber } = dialog;
  const withoutPassword = ({ scheme, user, host, port, parameters }: URI): string =>
    new SipUri(scheme, user ?? '', host, port, parameters).toString();
  return {
    version: 1,
    role,
    callId,
    localTag,
    remoteTag,
    localSequence: dialog.localSequenceNumber ?? 0,
    ...(remoteSequenceNumber === undefined ? {} : { remoteSequence: remoteSequenceNumber }),
    localUri: withoutPassword(dialog.localURI),
    remoteUri: dialog.remoteURI.toString(),
    remoteTarget: dialog.remoteTarget.toString(),
    routeSet: [...dialog.routeSet],
    contact: withoutPassword(contact),
  };
}

/** Builds the dialog a record describes, confirmed and with nothing under way. Throws `signaling/malformed`. */
export function restoreDialog(
  { host: { engine }, shared }: KeepingSession,
  record: DialogRecord,
): SessionDialog {
  const { callId, localTag, remoteTag, routeSet } = record;
  const id = callId + localTag + remoteTag;
  if (engine.dialogs.has(id)) throw malformed('it is here already');
  if (!routeSet.every((route) => shared.parseNameAddress(route))) throw malformed('route');
  const state: DialogState = {
    id,
    early: false,
    callId,
    localTag,
    remoteTag,
    localSequenceNumber: record.localSequence + sequenceJump,
    remoteSequenceNumber: record.remoteSequence,
    localURI: readUri(shared, record.localUri),
    remoteURI: readUri(shared, record.remoteUri),
    remoteTarget: readUri(shared, record.remoteTarget),
    routeSet: [...routeSet],
    secure: false,
  };
  // The transaction that made the dialog is over: sip.js only asks it for a description, and for its class.
  const over = { request: {} } as unknown as ConstructorParameters<typeof SessionDialog>[0];
  return new shared.SessionDialog(over, engine, state);
}

/** Reads an address of a record. */
export function readUri({ parseUri }: SharedByKeeping, text: string): SipUri {
  const uri = parseUri(text);
  if (!uri) throw malformed('address');
  return uri;
}

function malformed(detail: string): CadranError {
  return new CadranError('signaling/malformed', { detail: `dialog record: ${detail}` });
}
