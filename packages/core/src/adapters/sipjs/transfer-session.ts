import type { Dialog } from 'sip.js/lib/core/dialogs/dialog.js';
import type { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js';
import type { IncomingNotifyRequest } from 'sip.js/lib/core/messages/methods/notify.js';
import type { IncomingReferRequest } from 'sip.js/lib/core/messages/methods/refer.js';
import type { RequestOptions } from 'sip.js/lib/core/messages/outgoing-request.js';
import type { URI } from 'sip.js/lib/grammar/uri.js';
import type { LogLevel } from '../../kernel/log.js';
import type { CallLife } from './call-life.js';
import type { NameAddress } from './codec/name-address.js';
import type { SipUri } from './codec/uri.js';
import type { ConnectionWatch } from './connection-watch.js';
import type { SipEngine } from './engine.js';

/** What transfers take from the file they are used by: they are one of their own, which would hold it a second time. */
export interface SharedByTransfers {
  readonly cleanText: (text: string) => string;
  readonly getReasonPhrase: (status: number) => string;
  readonly isCallable: (uri: URI) => boolean;
  readonly namingUriHeader: (dialog: Dialog) => string;
  readonly parseNameAddress: (text: string) => NameAddress | undefined;
  readonly parseUri: (text: string) => SipUri | undefined;
  readonly randomToken: (length: number) => string;
  readonly replacesValue: (text: string) => string | undefined;
}

/** The session that transfers happen in. */
export interface TransferSession {
  readonly host: {
    readonly engine: SipEngine;
    readonly connection: ConnectionWatch;
    note(level: LogLevel, message: string, detail?: unknown): void;
  };
  readonly call: CallLife;
  readonly dialog: SessionDialog;
  readonly shared: SharedByTransfers;
  readonly send: (method: 'NOTIFY' | 'REFER', options: RequestOptions) => Promise<void>;
}

/** Transfers of one call, in both directions. */
export interface OpenTransfers {
  refer(target: string, replaced: SessionDialog | undefined): Promise<void>;
  onNotify(request: IncomingNotifyRequest): void;
  onRefer(request: IncomingReferRequest): void;
  answer(exchange: string, status: number): void;
  report(exchange: string, status: number): void;
  close(): void;
}

/** The part that is loaded later. */
export interface SipTransfersPart {
  readonly openTransfers: (session: TransferSession) => OpenTransfers;
}
