import type { CallId, EndReason, EndedBy, RemoteParty } from '../call/call-state.js';
import type { ConnectionState } from '../connection/connection-state.js';
import type { SipOutcome } from '../kernel/errors.js';
import type { DialogRecord } from './dialog-record.js';
import type { InviteRecord } from './invite-record.js';

export type {
  CallId,
  ConnectionState,
  DialogRecord,
  EndReason,
  EndedBy,
  InviteRecord,
  RemoteParty,
};

/**
 * Signalling as facts and commands: what the phone asks of a SIP stack and what it hears from it.
 *
 * An adapter MUST:
 * - deliver every fact asynchronously to the caller of a command (never inside the command), in the order of the wire;
 * - end each call it ever announced or was asked to invite with exactly one `ended` fact, under every race
 *   (CANCEL against 200, BYE against BYE, socket loss, `dispose`), and say nothing of that call afterwards;
 * - keep calls through a loss of the connection: a lost socket ends no call;
 * - settle every promise, within 32 s at the latest (64*T1, RFC 3261 §17), and reject with a CadranError only;
 * - never follow a REFER by itself: it becomes a `transfer-request` fact, and only the phone dials; follow a redirect (RFC 3261
 *   §8.1.3.4) within the domains of our own and of the target, a few times, and never to a telephone number; never answer a challenge of a realm that is not its own, never put a control character
 *   that came from outside into a header.
 */
export interface Signaling {
  /** Hears facts; one listener at a time, set before `connect`. */
  listen(listener: (fact: SignalingFact) => void): void;
  /**
   * Opens the connection and keeps it open, trying again for ever, until `disconnect`. Status comes as facts. Where there is
   * one already the server is asked for a sign of life: `probing` until there is one, or the connection counts as lost.
   */
  connect(): void;
  disconnect(): Promise<void>;
  /**
   * One REGISTER exchange, challenge included (RFC 3261 §10). Resolves with what the server granted.
   * Rejects with `registration/*` or `connection/*`.
   */
  register(request: { expires: number }): Promise<RegistrationGrant>;
  /** Removes our binding; resolves when the server agreed or when there is nobody to ask. */
  unregister(): Promise<void>;

  /** Sends an INVITE. `target` is a SIP, SIPS or TEL URI made by `call/target`. Outcomes come as facts. */
  invite(id: CallId, request: InviteRequest): void;
  /** Says 180 to an incoming call. */
  ring(id: CallId): void;
  /** Answers an incoming call with 200; resolves when the ACK came, with the answer it carried to a late offer. */
  accept(id: CallId, sdp: string): Promise<{ sdp?: string }>;
  /** Refuses an incoming call with a final status of 300 to 699. */
  reject(id: CallId, status: number): void;
  /** Ends a call in whatever state it is: CANCEL, BYE, or a final response. The `ended` fact follows. */
  end(id: CallId, cause?: EndCause): void;
  /**
   * Renegotiates with a re-INVITE (RFC 3261 §14). Resolves with the answer.
   * Rejects with `signaling/glare` (491, or an offer of theirs is open), `signaling/rejected`, `signaling/timeout`;
   * a 408 or 481 also ends the call.
   */
  reinvite(id: CallId, sdp: string): Promise<{ sdp: string }>;
  /** Answers an `offer` fact; `null` refuses it with 488 and leaves the session as it was. */
  answerOffer(id: CallId, exchange: string, sdp: string | null): void;
  /** Sends an INFO within the call (RFC 6086); resolves on 2xx. */
  info(id: CallId, contentType: string, body: string): Promise<void>;
  /** Asks the far side to call `target` (RFC 3515), replacing the call `replaces` there (RFC 3891). Resolves on 202; progress comes as `transfer` facts. */
  refer(id: CallId, target: string, options?: { replaces?: CallId }): Promise<void>;
  /**
   * Goes on with a call that another engine had; the record was read by `readDialogRecord` or `readInviteRecord`. Before
   * `connect`, our address in it becomes our address altogether, so that the server's way to us stays what it was. Nothing
   * is sent. Throws `signaling/malformed` for a record that cannot be right, and then nothing is resumed. Absent where no
   * call outlives its engine.
   *
   * In a confirmed dialog `reinvite`, `end`, `info`, `refer` and what the far side sends work as in a call made here. A call
   * that rang is told as `incoming` under this id once there is a connection, and ends where there is none in time.
   */
  resume?(id: CallId, record: DialogRecord | InviteRecord): void;

  /**
   * Answers a `transfer-request` fact: 202 takes it on and reports 100 Trying at once, 300 to 699 refuses it. Until then
   * the far side hears nothing. Of no effect where the request is answered or the call has ended.
   */
  answerTransfer(id: CallId, exchange: string, status: number): void;
  /** Reports on the call a request that was taken on asked for (RFC 3515 §2.4.5): 101 to 199 on the way, 200 to 699 once and for good. */
  reportTransfer(id: CallId, exchange: string, status: number): void;

  /** Ends everything at once; calls that are up are hung up. Resolves when nothing is left. */
  dispose(): Promise<void>;
}

export interface RegistrationGrant {
  /** Seconds the server keeps the binding, as it said, clamped to 10 s to 24 days. */
  readonly expires: number;
}

export interface InviteRequest {
  readonly target: string;
  readonly sdp: string;
  /**
   * The dialog whose place the call shall take at the far side (RFC 3891), which answers nothing any more. The id may be
   * that of the lost call, whether or not its end was told: it begins anew, and its old dialog is let go of.
   */
  readonly inPlaceOf?: DialogName;
  /** The call at the target that this one takes the place of, as a `transfer-request` named it (RFC 3891). */
  readonly replaces?: string;
  /** Who asked for this call, as a `transfer-request` said (RFC 3892 §2.2). */
  readonly referredBy?: string;
}

/** What names a dialog to both its ends, seen from ours. */
export type DialogName = Pick<DialogRecord, 'callId' | 'localTag' | 'remoteTag'>;

/** Why we end: becomes a Reason header (RFC 3326). */
export interface EndCause {
  readonly status?: number;
  readonly text?: string;
}

export type SignalingFact =
  | { readonly type: 'connection'; readonly connection: ConnectionState }
  /** Requests come in that nobody's phone can need: what is too many is refused or dropped, while this stands. */
  | { readonly type: 'flooded'; readonly flooded: boolean }
  | IncomingFact
  /** 100 Trying or the INVITE is on its way. */
  | { readonly type: 'trying'; readonly id: CallId }
  | ProgressFact
  /** Our INVITE was answered with 200 and the ACK is out. `fork` names the dialog that won. */
  | {
      readonly type: 'accepted';
      readonly id: CallId;
      readonly fork: string;
      readonly sdp?: string;
      readonly remote: RemoteParty;
    }
  /** They renegotiate: a re-INVITE or UPDATE with an offer, or without one, when they ask for ours. */
  | {
      readonly type: 'offer';
      readonly id: CallId;
      readonly exchange: string;
      readonly sdp?: string;
    }
  /** The exchange of an `offer` without SDP ended: their answer to ours. */
  | {
      readonly type: 'offer-answered';
      readonly id: CallId;
      readonly exchange: string;
      readonly sdp: string;
    }
  /** The far side is now somebody else: a trusted server says so, or our call was sent on to them before it was answered. */
  | { readonly type: 'identity'; readonly id: CallId; readonly remote: RemoteParty }
  | TransferFact
  | TransferRequestFact
  | { readonly type: 'digits'; readonly id: CallId; readonly digits: string }
  /** What it takes to `resume` the call elsewhere; said once the dialog is confirmed, and whenever it changed. */
  | { readonly type: 'dialog'; readonly id: CallId; readonly dialog: DialogRecord }
  | EndedFact;

export interface IncomingFact {
  readonly type: 'incoming';
  readonly id: CallId;
  readonly remote: RemoteParty;
  /** Absent for a late offer: then `accept` carries the offer and resolves with the answer. */
  readonly sdp?: string;
  /** The caller asks to be answered by nobody's hand (RFC 5373). */
  readonly asksAnswer?: boolean;
  /** The call of ours this one takes the place of (RFC 3891). */
  readonly replaces?: CallId;
  /** What it takes to `resume` the call elsewhere while it rings; absent for a call that takes the place of another one. */
  readonly invite?: InviteRecord;
}

export interface ProgressFact {
  readonly type: 'progress';
  readonly id: CallId;
  /** Names the early dialog: several may ring at once. */
  readonly fork: string;
  readonly status: number;
  readonly remote: RemoteParty;
  /** Sound before the answer. */
  readonly sdp?: string;
}

export interface TransferFact {
  readonly type: 'transfer';
  readonly id: CallId;
  /** As the far side reports the new call (RFC 3515 §2.4.5): `trying` 100, `ringing` 18x, `completed` 2xx, `failed` the rest. */
  readonly status: 'trying' | 'ringing' | 'completed' | 'failed';
  readonly sip?: SipOutcome;
}

/** The far side asks us to call somebody else (RFC 3515): one request of a call at a time, and never before it was answered. */
export interface TransferRequestFact {
  readonly type: 'transfer-request';
  readonly id: CallId;
  readonly exchange: string;
  /** A SIP, SIPS or TEL URI without header fields. */
  readonly target: string;
  /** What the far side calls the target: text from the network, vouched for by nobody. */
  readonly displayName?: string;
  /** Names the call at the target that ours shall take the place of; well formed, opaque, and for `invite` only. */
  readonly replaces?: string;
  /** Who asks, as the target shall be told; well formed, opaque, and for `invite` only. */
  readonly referredBy?: string;
}

export interface EndedFact {
  readonly type: 'ended';
  readonly id: CallId;
  readonly by: EndedBy;
  readonly reason: EndReason;
  readonly sip?: SipOutcome;
}
