import type { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js';
import type { CallId, DialogRecord, InviteRecord } from '../../ports/signaling.js';
import type { CallHost } from './call-host.js';
import type { NameAddress } from './codec/name-address.js';
import type { parseMessage } from './codec/parse-message.js';
import type { SipUri } from './codec/uri.js';
import type { LocalContact } from './local-contact.js';
import type { SipCall } from './sip-call.js';

/** What keeping takes from the file it is used by: it is one of its own, which would hold it a second time. */
export interface SharedByKeeping {
  readonly parseMessage: typeof parseMessage;
  readonly parseNameAddress: (text: string) => NameAddress | undefined;
  readonly parseUri: (text: string) => SipUri | undefined;
  readonly SessionDialog: typeof SessionDialog;
  readonly SipUri: typeof SipUri;
}

/** The line whose calls are kept. */
export interface KeepingSession {
  readonly host: Pick<CallHost, 'emit' | 'engine' | 'schedule'>;
  readonly calls: Iterable<SipCall>;
  readonly contact: LocalContact;
  readonly shared: SharedByKeeping;
}

/** A call that rang in another engine, on its way to this one. */
export interface ReturningInvite {
  readonly id: CallId;
  readonly localTag: string;
  readonly message: Extract<ReturnType<typeof parseMessage>, { kind: 'request' }>['message'];
  /** The person declined before there was a connection. */
  refused?: number;
}

/** Calls of one line that outlive their engine, and those of an engine that is gone. */
export interface OpenKeeping {
  /** A message went out or came in: the dialogs may have changed. */
  look(): void;
  /** Builds the dialog of a record, and says what our address in it is. Throws `signaling/malformed`. */
  restore(record: DialogRecord): { readonly dialog: SessionDialog; readonly address: SipUri };
  /** Lets a call that rang wait for the connection, and returns our address in it. Throws `signaling/malformed`. */
  expect(id: CallId, record: InviteRecord): SipUri;
  /** Refuses one that is not here yet; it is told so as soon as it is. */
  refuse(id: CallId, status: number): void;
  /** There is a connection: what waited for it. */
  take(): readonly ReturningInvite[];
}

/** The part that is loaded later. */
export interface SipKeepingPart {
  readonly openKeeping: (session: KeepingSession) => OpenKeeping;
}
