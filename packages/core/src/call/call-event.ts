import type { ErrorCode, SipOutcome } from '../kernel/errors.js';
import type { MediaFact } from '../ports/media.js';
import type { EndedFact, SignalingFact } from '../ports/signaling.js';
import type {
  EndReason,
  EndedBy,
  HoldStatus,
  TransferRequestState,
  TransferState,
} from './call-state.js';

/** What can change a call: what the wire said, what media said, and what we did ourselves. */
export type CallEvent = SignalingFact | MediaFact | LocalEvent;

export type LocalEvent =
  | { readonly type: 'answering' }
  /** Answering failed before anything went out: it rings on. */
  | { readonly type: 'answer-failed' }
  /** The caller confirmed our answer. */
  | { readonly type: 'confirmed' }
  | { readonly type: 'hold'; readonly hold: HoldStatus }
  | { readonly type: 'remote-hold'; readonly held: boolean }
  | { readonly type: 'silenced' }
  /** It will be answered then by nobody's hand, or no more. */
  | { readonly type: 'answers-itself'; readonly at: number | undefined }
  | { readonly type: 'muted'; readonly muted: boolean }
  /** Its sound is lost, or moves: it waits for a page, or for the far side to send sound to the page that is there. */
  | { readonly type: 'kept'; readonly waitsFor: 'page' | 'sound'; readonly until: number }
  /** Its sound is back. */
  | { readonly type: 'no-longer-kept' }
  /** A transfer of this call began, changed by our doing, or was taken back. */
  | { readonly type: 'transferring'; readonly transfer: TransferState | undefined }
  /** A transfer of ourselves was asked for, went on, or was refused. */
  | { readonly type: 'transfer-asked'; readonly request: TransferRequestState | undefined }
  /** The machine's clock was set, by so many milliseconds: what is told in its times moves with it. */
  | { readonly type: 'clock-set'; readonly by: number }
  /** The call this one consulted for is gone: it is an ordinary call now. */
  | { readonly type: 'consultation-over' }
  | EndEvent;

/** The end of a call; from the wire without, from ourselves perhaps with the code of what went wrong. */
export type EndEvent = Omit<EndedFact, 'id'> & { readonly code?: ErrorCode };

/** Why a call ends, before the wire has said so. */
export interface EndIntent {
  readonly by: EndedBy;
  readonly reason: EndReason;
  readonly code?: ErrorCode;
  readonly sip?: SipOutcome;
}
