import {
  currentCall,
  isRingingHere,
  liveCalls,
  type CallState,
  type PhoneState,
} from '@cadran/core';

import type { Strings } from '../internal/locale/strings.js';
import { statusText } from '../call/call-logic.js';
import { placeText, type CallPlace } from '../call/call-place.js';

/** The calls in the list, oldest first, and which of them is the one spoken in. What still rings here is for another element. */
export function listedCalls(state: PhoneState, onlyOthers: boolean): readonly CallState[] {
  const current = currentCall(state);
  return liveCalls(state).filter(
    (call) => !isRingingHere(call) && !(onlyOthers && call.id === current?.id),
  );
}

/** The call that is marked: the one spoken in or on its way. None while all are on hold. */
export function markedCallId(state: PhoneState): string | undefined {
  const current = currentCall(state);
  return current?.hold === 'held' ? undefined : current?.id;
}

/** How one gets to a call: by resuming it, by swapping when there is another one to put on hold, or not at all. */
export function wayBack(
  call: CallState,
  marked: string | undefined,
): 'resume' | 'swap' | undefined {
  if (call.status !== 'active' || call.hold !== 'held') return undefined;
  return marked === undefined ? 'resume' : 'swap';
}

export function rowStatus(call: CallState, words: Strings, place: CallPlace = 'here'): string {
  return statusText(call, words) ?? placeText(place, words) ?? words.active;
}
