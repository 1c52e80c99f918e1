import type { ErrorCode, SipOutcome } from '../kernel/errors.js';

/** Names one call within one phone; opaque, unique, safe as an object key. */
export type CallId = string;

export type CallDirection = 'incoming' | 'outgoing';

/**
 * `trying` until the far side rings; `ringing`; `early` when the far side already sends sound; `connecting` once
 * somebody answered and the answer is on its way; `active` when the wire confirmed it; `ended` for good.
 */
export type CallStatus = 'trying' | 'ringing' | 'early' | 'connecting' | 'active' | 'ended';

/** Our own hold. The `...ing` values stand until the far side has agreed; a refusal goes back. */
export type HoldStatus = 'active' | 'holding' | 'held' | 'resuming';

export type EndReason =
  | 'hangup'
  | 'declined'
  | 'busy'
  | 'no-answer'
  | 'cancelled'
  | 'answered-elsewhere'
  | 'not-found'
  | 'forbidden'
  | 'unreachable'
  | 'media-failed'
  | 'connection-lost'
  | 'unknown';

export type EndedBy = 'local' | 'remote' | 'system';

export interface CallEnd {
  readonly by: EndedBy;
  readonly reason: EndReason;
  /** What SIP said of it, when SIP did. */
  readonly sip?: SipOutcome;
  /** The coded error behind a `system` end, for instance `media/permission-denied`. */
  readonly code?: ErrorCode;
}

/** The other side. Every string of it came from the network or from the dialled input: text, never markup. */
export interface RemoteParty {
  readonly uri: string;
  /** The telephone number or extension, when the address is one. */
  readonly number?: string;
  readonly displayName?: string;
  /** True when a trusted server vouched for it (RFC 3325, RFC 8224). */
  readonly verified: boolean;
}

/** How sound travels now. `interrupted`: it did, and is being repaired. */
export type MediaStatus = 'none' | 'connecting' | 'connected' | 'interrupted';

/** `completed` when the far side reported success; `failed` when it reported anything else, or left without a report. */
export type TransferStatus =
  'consulting' | 'referring' | 'trying' | 'ringing' | 'completed' | 'failed';

/** A transfer of this call that we asked for; stays readable after it failed or the call ended. */
export interface TransferState {
  readonly kind: 'blind' | 'attended';
  readonly status: TransferStatus;
  /** Whom the call goes to, as dialled. */
  readonly target: string;
  /** The call to the target, of an attended transfer. */
  readonly consultation?: CallId;
  readonly sip?: SipOutcome;
}

/** `asking` our person; `calling` the target, who agreed; then how that went. A refused request is gone. */
export type TransferRequestStatus = 'asking' | 'calling' | 'completed' | 'failed';

/** The far side asks us to leave it and call somebody else. Nothing is dialled before our person agrees. */
export interface TransferRequestState {
  /** `attended`: they have spoken with the target, who expects us. */
  readonly kind: 'blind' | 'attended';
  readonly status: TransferRequestStatus;
  /** Whom we would call. The name is what the far side says; the address is what would be dialled. */
  readonly target: RemoteParty;
  /** When the request is refused by itself while it still reads `asking`; epoch milliseconds. */
  readonly expiresAt: number;
  /** The call to the target, once there is one. */
  readonly call?: CallId;
  /** What SIP said of that call where it failed. */
  readonly sip?: SipOutcome;
}

/** A call whose page is gone: what it waits for, and how long. */
export interface KeptState {
  /** `page` that can hold the sound, or the far side's answer to `sound` from a page that is there. */
  readonly waitsFor: 'page' | 'sound';
  readonly since: number;
  /** When we hang up if no page has come. */
  readonly until: number;
}

/** One call as it is now. Frozen; the object stays the same until something in it changes. */
export interface CallState {
  readonly id: CallId;
  readonly direction: CallDirection;
  readonly status: CallStatus;
  readonly hold: HoldStatus;
  readonly remoteHold: boolean;
  readonly muted: boolean;
  /** The operating system or the device silenced the microphone; only there can it be opened again. */
  readonly mutedBySystem: boolean;
  /** The person silenced the ringtone of this incoming call. */
  readonly silenced?: boolean;
  /** When this call answers by itself if it still rings; its person can decline until then. */
  readonly autoAnswerAt?: number;
  readonly media: MediaStatus;
  /** The page that holds the sound, of a phone that several pages share; compare with `PhoneState.page`. */
  readonly page?: string;
  /** Set while no page holds the sound: the far side hears nothing and the call waits. */
  readonly kept?: KeptState;
  readonly remote: RemoteParty;
  /** Epoch milliseconds, as are all times here. */
  readonly startedAt: number;
  readonly activeAt?: number;
  readonly endedAt?: number;
  readonly ended?: CallEnd;
  readonly transfer?: TransferState;
  /** A transfer of ourselves that the far side asks for. */
  readonly transferRequest?: TransferRequestState;
  /** Set on a call that was made because its person agreed to be transferred: who asked for it. */
  readonly transferredBy?: RemoteParty;
  /** Set on a consultation call: the call that waits to be transferred. */
  readonly consultationFor?: CallId;
}
