import {
  allCalls,
  currentCall,
  incomingCalls,
  isConnected,
  liveCalls,
  type CallId,
  type CallState,
  type PhoneState,
} from '@cadran/core';

import { lineProblem } from '../internal/line-problem.js';
import type { Strings } from '../internal/locale/strings.js';

/** What the telephone shows, flat, so that it is compared part by part. */
export type SoftphoneParts = readonly [
  view: SoftphoneView,
  arrival: Arrival,
  callId: CallId | undefined,
  line: LineStatus,
  remedy: Remedy | undefined,
  account: PhoneState['account'],
];

/** `setup` while there is no line to speak of, `call` while there is a call or one has just ended, else `pad`. */
export type SoftphoneView = 'setup' | 'pad' | 'call';

/** How incoming calls appear: alone or several they take the telephone, during a call they stand above it, missed they only pass. */
export type Arrival = 'none' | 'alone' | 'several' | 'above' | 'passing';

/** Keys of the strings that say how the line is, in a word or two. */
export type LineStatus = Extract<
  keyof Strings,
  | 'calling'
  | 'connecting'
  | 'reconnecting'
  | 'registered'
  | 'notSignedIn'
  | 'presence/offline'
  | 'presence/ringing'
  | 'presence/in-call'
>;

/** What a person can do so that calls work. */
export type Remedy = 'sign-in' | 'allow-microphone' | 'unblock-microphone' | 'plug-microphone';

/**
 * Nothing is known of the line yet, or its page has not configured it yet, as scripts do a moment later. On a site whose
 * pages share a phone this passes with each change of page, and what it would say meanwhile is not so.
 */
export function isUnknown(state: PhoneState | undefined): boolean {
  const { status, reason } = state?.connection ?? { status: 'connecting' };
  return reason === 'config/invalid' || (status === 'connecting' && reason === undefined);
}

export function softphoneParts(state: PhoneState): SoftphoneParts {
  const call = windowCall(state);
  const isSetUp = state.account.uri !== '';
  return [
    isSetUp ? (call ? 'call' : 'pad') : 'setup',
    arrival(state),
    call?.id,
    lineStatus(state),
    remedy(state),
    state.account,
  ];
}

/** The call of the window. One that was never talked in and came from outside has been told by the incoming call. */
function windowCall(state: PhoneState): CallState | undefined {
  const call = currentCall(state);
  const isPast = call?.status === 'ended' && call.direction === 'incoming';
  return isPast && call.activeAt === undefined ? undefined : call;
}

function arrival(state: PhoneState): Arrival {
  const ringing = incomingCalls(state).length;
  if (liveCalls(state).length > ringing) return ringing > 0 ? 'above' : 'none';
  if (ringing > 0) return ringing > 1 ? 'several' : 'alone';
  const isMissed = allCalls(state).some(
    ({ direction, activeAt, ended }) =>
      ended && ended.by !== 'local' && direction === 'incoming' && activeAt === undefined,
  );
  return isMissed ? 'passing' : 'none';
}

function lineStatus(state: PhoneState): LineStatus {
  const { connection, registration } = state;
  const { status } = connection;
  if (status === 'offline') return 'presence/offline';
  if (status === 'connecting' || status === 'reconnecting') return status;
  if (incomingCalls(state).length > 0) return 'presence/ringing';
  const live = liveCalls(state);
  if (live.some(({ activeAt }) => activeAt !== undefined)) return 'presence/in-call';
  if (live.length > 0) return live.some(isOutgoing) ? 'calling' : 'connecting';
  if (registration.status === 'registering') return 'connecting';
  return registration.status === 'failed' || registration.status === 'unregistered'
    ? 'notSignedIn'
    : 'registered';
}

function isOutgoing({ direction }: CallState): boolean {
  return direction === 'outgoing';
}

function remedy(state: PhoneState): Remedy | undefined {
  const { connection, registration, devices } = state;
  const isRefused = isConnected(connection) && registration.status === 'failed';
  if (lineProblem(state)) return isRefused ? 'sign-in' : undefined;
  if (devices.permission === 'prompt') return 'allow-microphone';
  if (devices.permission === 'denied') return 'unblock-microphone';
  const isKnown = devices.permission === 'granted';
  return isKnown && devices.microphones.length === 0 ? 'plug-microphone' : undefined;
}
