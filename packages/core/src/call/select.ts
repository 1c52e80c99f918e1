import type { CallId, CallState } from './call-state.js';

/** The part of the phone's state that calls live in; a `PhoneState` is one. */
export interface CallBook {
  readonly calls: Readonly<Record<CallId, CallState>>;
  readonly order: readonly CallId[];
}

/** All calls in the state, oldest first, those that just ended among them. */
export function allCalls({ calls, order }: CallBook): readonly CallState[] {
  return order.flatMap((id) => calls[id] ?? []);
}

/** Calls that have not ended, oldest first. */
export function liveCalls(book: CallBook): readonly CallState[] {
  return allCalls(book).filter(isLive);
}

/** True while a call has not ended. */
export function hasLiveCalls(book: CallBook): boolean {
  return liveCalls(book).length > 0;
}

/** Calls that ring here and wait for an answer, oldest first. */
export function incomingCalls(book: CallBook): readonly CallState[] {
  return allCalls(book).filter(isRingingHere);
}

/** Calls put on hold by us, oldest first. */
export function heldCalls(book: CallBook): readonly CallState[] {
  return allCalls(book).filter((call) => call.status === 'active' && call.hold === 'held');
}

/** The call one speaks in: active and not on hold; else undefined. */
export function activeCall(book: CallBook): CallState | undefined {
  return allCalls(book).find(isSpeaking);
}

/** The call a single call window shows: the one spoken in, else one on its way, else one on hold, else one that just ended. */
export function currentCall(book: CallBook): CallState | undefined {
  const calls = allCalls(book);
  return (
    calls.find(isSpeaking) ??
    calls.findLast((call) => isLive(call) && call.status !== 'active' && !isRingingHere(call)) ??
    calls.findLast((call) => call.status === 'active') ??
    calls.findLast((call) => call.status === 'ended')
  );
}

export function isLive(call: CallState): boolean {
  return call.status !== 'ended';
}

export function isRingingHere(call: CallState): boolean {
  return call.direction === 'incoming' && call.status === 'ringing';
}

/** True while the far side has been asked to call somebody else and has not said how it went. */
export function isReferring({ transfer }: CallState): boolean {
  return (
    transfer?.status === 'referring' ||
    transfer?.status === 'trying' ||
    transfer?.status === 'ringing'
  );
}

function isSpeaking(call: CallState): boolean {
  return call.status === 'active' && call.hold !== 'held';
}
