import type { CallState, PhoneState } from '@cadran/core';

/** States to draw stories from; no part of the package. */
export const signedIn: Partial<PhoneState> = {
  connection: { status: 'connected', server: 'wss://pbx.cadran.test' },
  registration: { status: 'registered' },
  devices: {
    permission: 'granted',
    microphones: [{ id: 'built-in', label: 'Built-in microphone' }],
    speakers: [{ id: 'speakers', label: 'Built-in speakers' }],
    canChooseSpeaker: true,
  },
};

const bob: CallState = {
  id: 'bob',
  direction: 'outgoing',
  status: 'active',
  hold: 'active',
  remoteHold: false,
  muted: false,
  mutedBySystem: false,
  media: 'connected',
  remote: {
    uri: 'sip:1002@cadran.test',
    number: '1002',
    displayName: 'Bob Durand',
    verified: false,
  },
  startedAt: 0,
};

/** A call with Bob that has lasted `seconds`, 83 unless told, with some of it changed. */
export function storyCall(change: Partial<CallState> = {}, seconds = 83): CallState {
  const isAnswered = ['active', 'ended'].includes(change.status ?? 'active');
  const now = Date.now();
  const activeAt = now - seconds * 1000;
  return { ...bob, startedAt: activeAt - 6000, ...(isAnswered ? { activeAt } : {}), ...change };
}

export const callers = {
  carol: {
    uri: 'sip:+33145671203@cadran.test',
    number: '+33145671203',
    displayName: 'Carol Nguyen',
    verified: true,
  },
  dave: {
    uri: 'sip:1004@cadran.test',
    number: '1004',
    displayName: 'Dave Okafor',
    verified: false,
  },
  emma: {
    uri: 'sip:1005@cadran.test',
    number: '1005',
    displayName: 'Emma Lindqvist',
    verified: false,
  },
  frank: {
    uri: 'sip:1006@cadran.test',
    number: '1006',
    displayName: 'Frank Moreau',
    verified: false,
  },
} as const;

export function withCalls(...calls: readonly CallState[]): Partial<PhoneState> {
  return {
    ...signedIn,
    calls: Object.fromEntries(calls.map((call) => [call.id, call])),
    order: calls.map(({ id }) => id),
  };
}
