import type { AudioLevels, MediaStatistics } from '../ports/media-measurement.js';
import type { CallId } from './call-state.js';

export interface DeclineOptions {
  /** `busy` sends 486, so that the caller may try elsewhere; `decline` sends 603 to all (RFC 3261 §21). Default `decline`. */
  readonly as?: 'busy' | 'decline';
}

export interface DtmfOptions {
  /** Length of a tone in milliseconds, 40 to 6000. Default 100. */
  readonly duration?: number;
  /** Pause between tones in milliseconds, 30 to 6000. Default 70. */
  readonly gap?: number;
  /** `rtp` is RFC 4733, `info` a SIP INFO for servers that want that. Default as configured, else `rtp`. */
  readonly by?: 'rtp' | 'info';
}

/** What one can do with a call. Every method rejects with `call/not-found` or `call/wrong-state` where it makes no sense. */
export interface CallHandle {
  readonly id: CallId;
  /** Answers; resolves when the caller confirmed (ACK). Rejects with `media/*` or `call/answer-failed`; the call then goes on ringing where it can. */
  answer(): Promise<void>;
  decline(options?: DeclineOptions): Promise<void>;
  /** Stops the ringtone of an incoming call, in every page of this phone; it rings on at the caller's. Resolves at once where nothing rings. */
  silence(): Promise<void>;
  /** Ends the call in any state: cancels, declines or hangs up. Resolves when it has ended. */
  hangup(): Promise<void>;
  /** Resolves when the far side agreed. Rejects with `call/hold-failed`; the call is then as before. */
  hold(): Promise<void>;
  /** Resolves when the far side agreed. Rejects with `call/resume-failed`; the call is then still on hold. */
  resume(): Promise<void>;
  /** Brings the sound of the call into this page, of a phone that several pages share; resolves when the far side has agreed. Rejects with `media/*`. */
  takeHere(): Promise<void>;
  mute(): Promise<void>;
  unmute(): Promise<void>;
  /** Sends `0-9 * # A-D` and `,` for a pause of 2 s. Rejects with `call/invalid-digits` or `call/dtmf-failed`. */
  sendDtmf(digits: string, options?: DtmfOptions): Promise<void>;
  /** Hands the call to `target` without asking there first (RFC 5589 §6). Resolves when the far side reports success. Rejects with `call/transfer-failed` when it reports anything else, the call is then as before, or leaves without a report. */
  transfer(target: string): Promise<void>;
  /** Holds this call and calls `target` to ask first. Resolves with the id of that second call. */
  consult(target: string): Promise<CallId>;
  /** Joins the far side with the one consulted and leaves (RFC 5589 §7). Rejects with `call/transfer-failed`. */
  completeTransfer(): Promise<void>;
  /** Hangs up the consultation and takes this call back. */
  cancelTransfer(): Promise<void>;
  /**
   * Reports how loud the call is, 0 to 1, at most 20 times a second, past the state because it changes so fast, until
   * `signal` aborts or the call ends. Rejects with `media/unsupported` where nothing is measured.
   */
  watchLevels(
    listener: (levels: AudioLevels) => void,
    options: { readonly signal: AbortSignal },
  ): Promise<void>;
  /** Resolves with how the sound travels, or undefined while none does. Rejects with `media/unsupported` where nothing is measured. */
  statistics(): Promise<MediaStatistics | undefined>;
  /** Removes an ended call from the state before its time. */
  dismiss(): Promise<void>;
}
