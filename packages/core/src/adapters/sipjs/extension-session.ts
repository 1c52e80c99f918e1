import type { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js';
import type { Body } from 'sip.js/lib/core/messages/body.js';
import type { IncomingMessage } from 'sip.js/lib/core/messages/incoming-message.js';
import type { IncomingRequest } from 'sip.js/lib/core/messages/incoming-request.js';
import type { IncomingResponseMessage } from 'sip.js/lib/core/messages/incoming-response-message.js';
import type {
  OutgoingRequestDelegate,
  RequestOptions,
} from 'sip.js/lib/core/messages/outgoing-request.js';
import type { UserAgentClient } from 'sip.js/lib/core/user-agents/user-agent-client.js';
import type { URI } from 'sip.js/lib/grammar/uri.js';
import type { SipOutcome } from '../../kernel/errors.js';
import type { LogLevel } from '../../kernel/log.js';
import type { Random } from '../../kernel/random.js';
import type { EndCause } from '../../ports/signaling.js';
import type { CallLife } from './call-life.js';
import type { NameAddress } from './codec/name-address.js';
import type { SipUri } from './codec/uri.js';
import type { ConnectionWatch } from './connection-watch.js';
import type { SipEngine } from './engine.js';
import type { RedirectTargets } from './redirect-targets.js';
import type { SessionTimer } from './session-timer.js';

/** What extensions take from the file they are used by: they are one of their own, which would hold it a second time. */
export interface SharedByExtensions {
  readonly acceptedInfoTypes: readonly string[];
  readonly cleanText: (text: string) => string;
  readonly descriptionBody: (sdp: string) => Body;
  readonly descriptionOf: (message: IncomingMessage) => string | undefined;
  readonly getReasonPhrase: (status: number) => string;
  readonly isCallable: (uri: URI) => boolean;
  readonly mediaType: (message: IncomingMessage) => string | undefined;
  readonly outcomeOf: (message: IncomingResponseMessage) => SipOutcome;
  readonly parseNameAddress: (text: string) => NameAddress | undefined;
  readonly parseUri: (text: string) => SipUri | undefined;
  readonly rackHeader: (message: IncomingResponseMessage) => string | undefined;
  readonly randomToken: (length: number) => string;
  readonly replacesValue: (text: string) => string | undefined;
  readonly timerHeaders: (timer?: SessionTimer) => string[];
  readonly transactionTimeout: () => number;
}

/** What a session is to its extensions. */
export interface ExtensionSession {
  readonly host: {
    readonly engine: SipEngine;
    readonly connection: ConnectionWatch;
    readonly random: Random;
    readonly takesTransfers: boolean;
    note(level: LogLevel, message: string, detail?: unknown): void;
    schedule(task: () => void, delay: number): () => void;
  };
  readonly call: CallLife;
  readonly dialog: SessionDialog;
  readonly shared: SharedByExtensions;
  /** What was agreed on last; undefined where the session needs no refresh. */
  timer?: SessionTimer | undefined;
  /** The methods the far side takes, as it said last (RFC 3261 §20.5). */
  allow?: string | undefined;
  /** The credentials are there. */
  readonly ready: () => Promise<void>;
  readonly request: (
    method: string,
    options: RequestOptions,
    delegate?: OutgoingRequestDelegate,
  ) => UserAgentClient;
  /** A 2xx of theirs to a request that refreshes the session. */
  readonly agreed: (message: IncomingMessage) => void;
  readonly hangUp: (cause: EndCause) => void;
  /** What is in force, and what of theirs is open. */
  readonly negotiation: {
    agreed: string | undefined;
    readonly theirs: { readonly acknowledged: Promise<unknown> | undefined } | undefined;
  };
  /** True where it is we who called. */
  readonly caller: boolean;
}

/** What happens in a session that is up, but for what the far side offers: our offers, transfers, INFO, refreshes. */
export interface OpenExtensions {
  /** A re-INVITE with our offer; resolves with the answer. */
  reinvite(sdp: string): Promise<{ sdp: string }>;
  refer(target: string, replaced: SessionDialog | undefined): Promise<void>;
  info(contentType: string, body: string): Promise<void>;
  /** An INFO, a NOTIFY or a REFER of theirs. */
  receive(request: IncomingRequest): void;
  answer(exchange: string, status: number): void;
  report(exchange: string, status: number): void;
  /** The session was refreshed, or never was: `timer` says how long it lasts. */
  restart(): void;
  close(): void;
}

/** The part that is loaded later. */
export interface SipExtensionsPart {
  readonly openExtensions: (session: ExtensionSession) => OpenExtensions;
  readonly RedirectTargets: typeof RedirectTargets;
}
