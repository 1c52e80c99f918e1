import type { Clock } from '../kernel/clock.js';
import type { Deferred } from '../kernel/deferred.js';
import { CadranError, toCadranError } from '../kernel/errors.js';
import type { ErrorCode } from '../kernel/errors.js';
import type { LazyPart } from '../kernel/lazy-part.js';
import type { Note } from '../kernel/log.js';
import type { Queue } from '../kernel/queue.js';
import type { Random } from '../kernel/random.js';
import type { Scope } from '../kernel/scope.js';
import type { Store } from '../kernel/store.js';
import type { WarningBoard } from '../kernel/warnings.js';
import type { MediaFact, MediaPort } from '../ports/media.js';
import type {
  DialogRecord,
  InviteRecord,
  InviteRequest,
  Signaling,
  TransferFact,
  TransferRequestFact,
} from '../ports/signaling.js';
import type { DtmfOptions } from './call-handle.js';
import type { CallEvent, EndIntent } from './call-event.js';
import type { CallId, CallState, EndReason, RemoteParty } from './call-state.js';
import type { KeptCall } from './kept-call.js';
import type { CallBook } from './select.js';
import type { DialTarget } from './target.js';

export interface CallOptions {
  readonly maxCalls: number;
  readonly maxRinging: number;
  readonly callWaiting: boolean;
  readonly ringTimeout: number;
  readonly endedCallLinger: number;
  readonly dtmf: 'rtp' | 'info';
  readonly tones: boolean;
  readonly followTransfers: 'never' | 'ask';
  readonly keepTime: number;
  readonly autoAnswer?: readonly string[];
}

/** What all calls of a phone share. */
export interface CallEnvironment {
  readonly signaling: Signaling;
  readonly media: MediaPort;
  readonly clock: Clock;
  readonly random: Random;
  readonly note: Note;
  readonly warnings: WarningBoard;
  readonly scope: Scope;
  readonly account: string;
  readonly options: CallOptions;
  readonly book: Pick<Store<CallBook>, 'get' | 'update'>;
  /** True when the microphone can be opened without asking anybody. */
  microphoneGranted(): boolean;
  /** True when there is a connection to the server. */
  online(): boolean;
  /** Resolves when the first connection, which is being made, is there. Rejects with `connection/*` when it fails, or where none is being made. */
  connected(signal: AbortSignal): Promise<void>;
  /** Resolves when the server can be asked to reach us: connected, and registered where we register and it lets us. */
  reachable(signal: AbortSignal): Promise<void>;
  /** Resolves when nothing is asked of the server that would tell whether it is still there. */
  connectionKnown(signal: AbortSignal): Promise<unknown>;
  /** True while the first connection is being made. */
  connecting(): boolean;
  readonly inCall: LazyPart<InCallVerbs>;
  /** There where sound lives in pages that come and go. */
  readonly moves?: SoundMoves;
}

/** Where the sound of a call lives, of a phone that several pages share. */
export type PageFact = Extract<MediaFact, { type: 'page' | 'page-gone' }>;

/** What becomes of calls whose sound moves between the pages of a shared phone, or loses its page. */
export interface SoundMoves {
  heardPage(context: CallContext, fact: PageFact): void;
  /** Gives a call whose sound was lost a new peer connection. */
  takeSound(context: CallContext): Promise<void>;
  /** The same for whoever cannot wait; a call whose sound cannot be brought back ends. */
  bringBack(context: CallContext): void;
}

/** What few calls that are up need: a part that is loaded when one is. */
export interface InCallVerbs {
  hold(context: CallContext): Promise<void>;
  resume(context: CallContext): Promise<void>;
  renegotiate(context: CallContext, change: Renegotiation): Promise<void>;
  makeOffer(context: CallContext, change: Renegotiation): Promise<string>;
  offerOurs(context: CallContext, exchange: string): Promise<void>;
  answerByItself(context: CallContext): Promise<void>;
  mendSound(context: CallContext): void;
  replaceSound(context: CallContext, code: ErrorCode): void;
  refreshCall(context: CallContext): void;
  transfer(context: CallContext, target: string): Promise<void>;
  consult(context: CallContext, target: string): Promise<CallId>;
  completeTransfer(context: CallContext): Promise<void>;
  cancelTransfer(context: CallContext): Promise<void>;
  acceptTransfer(context: CallContext): Promise<CallId>;
  refuseTransfer(context: CallContext): Promise<void>;
  heardTransferRequest(context: CallContext, fact: TransferRequestFact): void;
  sendDtmf(context: CallContext, digits: string, options?: DtmfOptions): Promise<void>;
}

/** Goes on with calls of another engine; a part that is loaded where there are some. */
export type ResumeCalls = (table: CallTable, kept: readonly KeptCall[]) => void;

export interface Renegotiation {
  /** Whether we hold the call once this is agreed. */
  readonly heldByUs: boolean;
  readonly iceRestart?: boolean;
  readonly fresh?: boolean;
}

export interface DialRequest {
  readonly target: string;
  readonly displayName?: string;
  /** The call that waits to be transferred to this one. */
  readonly consultationFor?: CallId;
  /** Set when the person agreed to be transferred: by whom, and what the INVITE says of it. */
  readonly transfer?: { readonly by: RemoteParty } & Pick<InviteRequest, 'replaces' | 'referredBy'>;
}

/** What the parts that are loaded later take from here: each is a file of its own, which would hold it a second time. */
export interface SharedVerbs {
  readonly answer: (context: CallContext) => Promise<void>;
  readonly dial: (table: CallTable, request: DialRequest) => CallContext;
  readonly endCall: (context: CallContext, intent: EndIntent) => Promise<undefined>;
  readonly hangup: (context: CallContext) => Promise<void>;
  readonly holdOthers: (context: CallContext, except?: CallContext) => Promise<void>;
  readonly keepOneActive: (context: CallContext) => Promise<void>;
  readonly openMicrophoneMeanwhile: (context: CallContext) => void;
  readonly parseTarget: (input: string, account: string) => DialTarget;
  readonly cleanRemote: (remote: RemoteParty) => RemoteParty;
  readonly failCall: (context: CallContext, error: unknown, given?: EndReason) => void;
}

/** The calls of a phone and the one its person turned to last. */
export interface CallTable {
  readonly env: CallEnvironment;
  readonly verbs: SharedVerbs;
  /** The call dialled, answered or resumed last: when two are active, the other one is put on hold. */
  focus: CallId | undefined;
  open(call: CallState): CallContext;
  find(id: CallId): CallContext | undefined;
  live(): readonly CallContext[];
  remove(id: CallId): void;
}

/** One call with all that its verbs need. */
export interface CallContext {
  readonly id: CallId;
  readonly env: CallEnvironment;
  readonly table: CallTable;
  /** Ends when the call ends. */
  readonly scope: Scope;
  /** Commands of people that change the session: one after the other. */
  readonly commands: Queue;
  /** Offers and answers, ours and theirs: one exchange at a time (RFC 3264 §4). */
  readonly exchanges: Queue;
  readonly digits: Queue;
  /** Resolves when the call has ended. */
  readonly over: Promise<undefined>;
  readonly wire: WireMemory;
  readonly get: () => CallState;
  readonly apply: (event: CallEvent) => void;
}

/** What a call remembers of its signalling and shows to nobody. */
export interface WireMemory {
  /** True once signalling knows of the call: from then on only signalling ends it. */
  announced: boolean;
  /** The address an outgoing call was sent to. */
  target?: string;
  /** Their offer in the INVITE; absent for a late offer (RFC 3264 §5). */
  offer?: string;
  /** The early dialog whose sound is heard, and its SDP. */
  early?: { readonly fork: string; readonly sdp: string };
  /** Why we are ending it, while the wire has not confirmed. */
  intent?: EndIntent;
  /** Waits for the report on a REFER of ours. */
  referral?: Deferred<TransferFact>;
  /** A transfer that the far side asks for and our person has not answered. */
  transferRequest?: TransferRequestFact;
  /** How often our person has refused to be transferred in this call. */
  transfersRefused?: number;
  /** Tells who asked for this call how it goes, with the status of a SIP response. */
  report?: (status: number) => void;
  /** True when the call was on hold already before its person went to consult somebody. */
  heldBeforeConsultation?: boolean;
  /** The INVITE of a call that rings, for whoever goes on with it when this engine is gone. */
  invite?: InviteRecord;
  /** The call rang in another engine and has not come in here yet: tells that it has. */
  arrived?: () => void;
  /** The confirmed dialog, for whoever goes on with the call when this engine is gone. */
  dialog?: DialogRecord;
  /** Set while a call of another engine is not sure to go on: by its own dialog, or by one in the place of that. */
  resuming?: 'dialog' | 'replacement';
  /** True once sound has travelled: what broke may be mended then. */
  hadSound?: boolean;
  /** Set once the page that held the sound is gone: the next one needs a new peer connection. */
  needsSound?: boolean;
  /** Calls off the end of a call that waits for a page. */
  cancelKeeping?: () => void;
  /** Why the call goes on without a microphone, while it does. */
  withoutMicrophone?: ErrorCode;
  /** Calls off the repair of sound under way. */
  cancelRepair?: () => void;
  /** Their answers to offers of ours that they asked for, by exchange. */
  readonly awaited: Map<string, Deferred<string>>;
}

export function isOver({ get, wire }: CallContext): boolean {
  return get().status === 'ended' || wire.intent !== undefined;
}

/**
 * Throws once the call is over. Whatever waited for its turn asks this before it touches media: an offer, an answer or a
 * microphone would begin media anew for a call that let go of them.
 */
export function requireLive(context: CallContext): void {
  if (isOver(context)) throw new CadranError('signaling/wrong-state', { detail: 'the call ended' });
}

/** Throws `call/wrong-state` unless the call is up. */
export function requireActive(context: CallContext): void {
  const { status } = context.get();
  if (status !== 'active' || isOver(context)) throw wrongState(status);
}

export function wrongState(detail: string): CadranError {
  return new CadranError('call/wrong-state', { detail });
}

/** Wraps what went wrong inside a command into the command's own code, keeping what SIP said. */
export function commandFailed(code: ErrorCode, error: unknown): CadranError {
  const cause = toCadranError(error, code);
  if (cause.code === code || cause.code === 'call/wrong-state') return cause;
  const { detail, retryable, sip } = cause;
  return new CadranError(code, {
    cause,
    retryable,
    detail: detail ?? cause.code,
    ...(sip ? { sip } : {}),
  });
}
