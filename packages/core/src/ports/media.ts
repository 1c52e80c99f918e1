import type { CallId, MediaStatus } from '../call/call-state.js';
import type { ErrorCode } from '../kernel/errors.js';
import type { AudioLevels, MediaStatistics } from './media-measurement.js';

export type { CallId, MediaStatus };

/** Direction of a media line as we offer or answer it, RFC 8866 §6.7. */
export type MediaDirection = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';

/**
 * Sound, wherever it lives: in this page, or in another one behind a message channel. Every argument and result is
 * structured-clonable for that reason.
 *
 * An adapter MUST:
 * - contact nobody but the ICE servers it was given;
 * - open no microphone before `openMicrophone`, and stop only tracks that it opened itself;
 * - keep a call's media through anything signalling does, until `close`;
 * - reject with a CadranError of `media/*` only.
 */
export interface MediaPort {
  /** Hears facts; several listeners may. Ends with `signal`. */
  listen(listener: (fact: MediaFact) => void, options: { signal: AbortSignal }): void;
  /**
   * Gets ready ahead of need, without a microphone. For a call of ours it gathers an offer, which `offer` uses while it is
   * fresh. Of a call that rings it only reads the offer, so that `answer` is soon made: nobody has agreed to anything yet,
   * so nothing is gathered and nothing leaves. Never rejects.
   */
  prepare(ringing?: RingingOffer): Promise<void>;
  /** Makes an offer. It leaves shortly after the last candidate and never waits for "gathering complete". */
  offer(id: CallId, options: OfferOptions): Promise<string>;
  /** Makes our answer to their offer. */
  answer(id: CallId, offer: string, options: { direction: MediaDirection }): Promise<string>;
  /** Takes their answer to our last offer; a provisional one may be followed by another. */
  accept(id: CallId, answer: string, options?: { provisional?: boolean }): Promise<void>;
  /** Takes our last offer back, as after a refusal: everything is as it was before `offer`. */
  rollback(id: CallId): Promise<void>;
  /** Opens the microphone, or takes the one already open, and puts it into the call. Rejects with `media/permission-denied`, `media/no-microphone`, `media/device-busy`, `media/insecure-context`. */
  openMicrophone(id: CallId): Promise<void>;
  setMuted(id: CallId, muted: boolean): Promise<void>;
  /** Silences both directions at once, as a hold must, whatever the far side does with our offer. */
  setHeld(id: CallId, held: boolean): Promise<void>;
  /** Plays digits into the call by RFC 4733; `,` pauses for 2 s; `duration` and `gap` in milliseconds. Resolves when the last has been played. Rejects where telephone-event was not agreed. */
  sendDtmf(id: CallId, digits: string, timing: { duration: number; gap: number }): Promise<void>;
  /** Plays a tone until the next one; `null` is silence. `key` tones are short and leave the running tone alone. */
  playTone(tone: Tone | null): Promise<void>;
  /** Tries to play sound that the browser blocked; call it from a user's gesture. */
  unlock(): Promise<void>;
  /**
   * Reports how loud the call is, at most 20 times a second, apart from the state because it changes so fast.
   * Ends with `signal` or with the call. Absent where nothing can be measured.
   */
  watchLevels?(
    id: CallId,
    listener: (levels: AudioLevels) => void,
    options: { signal: AbortSignal },
  ): void;
  /** Resolves with undefined while nothing flows yet. Absent where nothing can be measured. */
  statistics?(id: CallId): Promise<MediaStatistics | undefined>;
  /** Releases all that the call held; safe to repeat. The id may be used again, for a second try at answering. */
  close(id: CallId): Promise<void>;
  dispose(): Promise<void>;
}

/** The offer of a call that rings, and how it will be answered. */
export interface RingingOffer {
  readonly id: CallId;
  readonly offer: string;
  readonly direction: MediaDirection;
}

export interface OfferOptions {
  readonly direction: MediaDirection;
  /** New ICE credentials and candidates on the same peer connection, RFC 8445 §9. */
  readonly iceRestart?: boolean;
  /** A new peer connection: for a page that takes the call over, or when the old one cannot be mended. */
  readonly fresh?: boolean;
}

/** `ringtone` rings here, `ringback` is what a caller hears, `waiting` knocks during a call, `busy` after it. */
export type Tone = 'ringtone' | 'ringback' | 'waiting' | 'busy' | `key-${string}`;

export type MediaFact =
  | { readonly type: 'media'; readonly id: CallId; readonly status: MediaStatus }
  /** The system silenced or released the microphone. */
  | { readonly type: 'muted-by-system'; readonly id: CallId; readonly muted: boolean }
  /** The browser refused to play; `unlock` on a gesture mends it. */
  | { readonly type: 'playback-blocked'; readonly blocked: boolean }
  /** Of a phone that several pages share: the sound of a call is this page's from now on; what another page had of it is lost. */
  | { readonly type: 'page'; readonly id: CallId; readonly page: string }
  /** The page that held the sound of a call is gone. */
  | { readonly type: 'page-gone'; readonly id: CallId }
  /** Sound broke for good, or the microphone vanished and no other took its place. */
  | { readonly type: 'failed'; readonly id: CallId; readonly code: ErrorCode };
