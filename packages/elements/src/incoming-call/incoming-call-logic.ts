import {
  activeCall,
  allCalls,
  incomingCalls,
  isRingingHere,
  type CallState,
  type ErrorCode,
  type PhoneState,
} from '@cadran/core';

import type { Caller } from '../internal/caller.js';
import type { Strings } from '../internal/locale/strings.js';

export interface Arrivals {
  /** Calls that ring here, oldest first. */
  readonly ringing: readonly CallState[];
  /** Calls that rang here and are over without our doing; shown until the phone forgets them. */
  readonly over: readonly CallState[];
  /** Somebody is being spoken with; answering puts them on hold. */
  readonly isInCall: boolean;
  /** The browser plays nothing before a click. */
  readonly isSoundBlocked: boolean;
  /** Why answering will not work, when that is known beforehand. */
  readonly problem: ErrorCode | undefined;
}

/** The same, flat: what a state is compared by. */
export type ArrivalParts = readonly [
  isInCall: boolean,
  isSoundBlocked: boolean,
  problem: ErrorCode | undefined,
  ...calls: CallState[],
];

export function arrivalParts(state: PhoneState): ArrivalParts {
  return [
    activeCall(state) !== undefined,
    state.warnings.some(({ code }) => code === 'media/playback-blocked'),
    microphoneProblem(state),
    ...incomingCalls(state),
    ...allCalls(state).filter(isOverUnanswered),
  ];
}

export function arrivalsOf(parts: ArrivalParts | undefined): Arrivals {
  const [isInCall = false, isSoundBlocked = false, problem, ...calls] = parts ?? [];
  return {
    ringing: calls.filter(isRingingHere),
    over: calls.filter(isOverUnanswered),
    isInCall,
    isSoundBlocked,
    problem,
  };
}

function isOverUnanswered({ direction, activeAt, ended }: CallState): boolean {
  return (
    direction === 'incoming' &&
    activeAt === undefined &&
    ended?.by !== undefined &&
    ended.by !== 'local'
  );
}

function microphoneProblem({ devices }: PhoneState): ErrorCode | undefined {
  if (devices.permission === 'denied') return 'media/permission-denied';
  const isKnown = devices.permission === 'granted';
  return isKnown && devices.microphones.length === 0 ? 'media/no-microphone' : undefined;
}

/** What is said when it rings: who, whether that is proven, and how to get there. */
export function announcement(
  { name, detail }: Caller,
  { remote }: CallState,
  words: Strings,
  keys: string | undefined,
): string {
  const who = [words.incomingFrom(name), detail].filter(Boolean).join(', ');
  const proof = remote.verified ? words.verifiedCaller : words.unverifiedCaller;
  const way = keys === undefined ? '' : ` ${words.goToCallWith(keys)}`;
  return `${who}. ${proof}.${way}`;
}

/** A click that was meant for what stood there before the call came. A key has no place, so it is always meant. */
export function isMisclick(
  { detail, timeStamp }: Pick<MouseEvent, 'detail' | 'timeStamp'>,
  shownAt: number,
): boolean {
  return detail > 0 && timeStamp < shownAt + 300;
}
