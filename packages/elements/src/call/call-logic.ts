import {
  currentCall,
  isConnected,
  isLive,
  isRingingHere,
  type CallId,
  type CallState,
  type ErrorCode,
  type PhoneState,
} from '@cadran/core';

import { callerOf } from '../internal/caller.js';
import { askingCall } from './call-consent.js';
import { placeOf, type CallPlace } from './call-place.js';
import { displayText } from '../internal/display-text.js';
import { endSentence } from '../internal/locale/end-sentence.js';
import type { Strings } from '../internal/locale/strings.js';

/** What the call window shows: a call, the one it consults for or is consulted by, whether the line is up, who asks to hand us on, where the sound is, and what is degraded of the whole line. */
export type Shown = readonly [
  call: CallState | undefined,
  related: CallState | undefined,
  isUp: boolean,
  asking: CallState | undefined,
  place: CallPlace,
  degraded: Degraded | undefined,
];

/** What a person should know of the line while they speak. */
type Degraded = Extract<ErrorCode, 'link/worker-failed' | 'storage/degraded'>;

export function shownCall(state: PhoneState, id: CallId | null | undefined): Shown {
  const call = id ? state.calls[id] : currentCall(state);
  const relatedId = call?.consultationFor ?? call?.transfer?.consultation;
  const related = relatedId === undefined ? undefined : state.calls[relatedId];
  const asking = askingCall(state, call);
  const place = placeOf(state, call);
  return [call, related, isConnected(state.connection), asking, place, degradedOf(state)];
}

function degradedOf({ warnings }: PhoneState): Degraded | undefined {
  return (['link/worker-failed', 'storage/degraded'] as const).find((code) =>
    warnings.some((warning) => warning.code === code),
  );
}

/** Where the call stands, in words; undefined while one simply talks and the clock says it all. */
export function statusText(call: CallState, words: Strings): string | undefined {
  if (call.status === 'ended') return endSentence(call, words);
  if (isRingingHere(call)) return words.incomingCall;
  if (call.status === 'connecting') return words.answering;
  if (call.status !== 'active') return words[call.status];
  if (call.hold === 'holding' || call.hold === 'resuming') return words[call.hold];
  if (call.hold === 'held') return call.remoteHold ? words.bothHeld : words.held;
  return call.remoteHold ? words.heldByThem : undefined;
}

export interface CallNotice {
  readonly kind:
    | 'muted'
    | 'waiting'
    | 'line'
    | 'sound'
    | 'transferring'
    | 'transferred'
    | 'forwarded'
    | 'problem'
    | 'degraded';
  readonly text: string;
}

/** What else there is to know, the gravest first, at most `room` of it. */
export function callNotices(
  [call, , isUp, , place, degraded]: Shown,
  failure: string | undefined,
  words: Strings,
  home?: string,
  room = Infinity,
): readonly CallNotice[] {
  if (!call) return [];
  const live = isLive(call);
  const notices: (CallNotice | false | undefined)[] = [
    live && !isUp && { kind: 'line', text: words.reconnectingKept },
    transferNotice(call, words),
    requestNotice(call, words, home),
    // A failed transfer has said so already.
    failure !== undefined &&
      call.transfer?.status !== 'failed' && { kind: 'problem', text: failure },
    live && call.mutedBySystem && { kind: 'muted', text: words.mutedBySystem },
    live && isUp && place === 'here' && call.media === 'interrupted'
      ? { kind: 'sound', text: words.soundInterrupted }
      : undefined,
    live && call.muted && !call.mutedBySystem && { kind: 'muted', text: words.muted },
    live && degraded !== undefined && { kind: 'degraded', text: words[degraded] },
  ];
  return notices.filter((notice): notice is CallNotice => Boolean(notice)).slice(0, room);
}

function transferNotice({ transfer }: CallState, words: Strings): CallNotice | undefined {
  if (!transfer || transfer.status === 'consulting') return undefined;
  const text = words[`transfer/${transfer.status}`](displayText(transfer.target));
  if (transfer.status === 'failed') return { kind: 'problem', text };
  return { kind: transfer.status === 'completed' ? 'transferred' : 'transferring', text };
}

/** What came of a transfer that they asked for, in the call it was asked in and in the one it led to. */
function requestNotice(
  call: CallState,
  words: Strings,
  home: string | undefined,
): CallNotice | undefined {
  const { transferRequest: request, transferredBy: by } = call;
  if (!isLive(call)) return undefined;
  if (request?.status === 'failed') {
    const { name } = callerOf(request.target, words, home);
    return { kind: 'problem', text: words['transfer-request/failed'](name) };
  }
  const name = by && callerOf(by, words, home).name;
  return name === undefined ? undefined : { kind: 'forwarded', text: words.transferredBy(name) };
}

/** Of a transfer that asks first: both calls, and what to say of it. */
export interface Consultation {
  /** The call that is to be transferred; commands go to this one. */
  readonly subject: CallId;
  readonly notice: CallNotice;
  /** The one asked has answered. */
  readonly canComplete: boolean;
}

export function consultationOf(
  [call, related]: Shown,
  words: Strings,
  home?: string,
): Consultation | undefined {
  const [subject, asked] = call?.consultationFor === undefined ? [call, related] : [related, call];
  if (!subject || subject.transfer?.status !== 'consulting' || !isLive(subject)) return undefined;
  const notice: CallNotice =
    call === subject
      ? {
          kind: 'transferring',
          text: words['transfer/consulting'](
            asked ? callerOf(asked.remote, words, home).name : displayText(subject.transfer.target),
          ),
        }
      : {
          kind: 'waiting',
          text: words.waitsMeanwhile(callerOf(subject.remote, words, home).name),
        };
  return { subject: subject.id, notice, canComplete: asked?.status === 'active' };
}

/** What can be done with the call as it is. */
export interface CallControls {
  readonly mute: boolean;
  readonly hold: boolean;
  readonly keypad: boolean;
  readonly transfer: boolean;
}

export function controlsOf(call: CallState): CallControls {
  const live = isLive(call);
  const active = call.status === 'active';
  const settled = call.hold === 'active' || call.hold === 'held';
  const transferring = call.transfer !== undefined && call.transfer.status !== 'failed';
  return {
    mute: live && !isRingingHere(call),
    hold: active && settled,
    keypad: active,
    transfer: active && settled && !transferring && call.consultationFor === undefined,
  };
}

export type CallPanel = 'keypad' | 'transfer';
export type CallShortcut = 'mute' | 'hold' | CallPanel;

/** M, H, K and T, in every language: a letter that changed with the words would have to be learnt twice. */
export const shortcutKeys: Readonly<Record<CallShortcut, string>> = {
  mute: 'M',
  hold: 'H',
  keypad: 'K',
  transfer: 'T',
};

export function shortcutOf(
  event: Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'repeat'>,
): CallShortcut | undefined {
  if (event.altKey || event.ctrlKey || event.metaKey || event.repeat) return undefined;
  const names = Object.keys(shortcutKeys) as CallShortcut[];
  return names.find((name) => shortcutKeys[name] === event.key.toUpperCase());
}
