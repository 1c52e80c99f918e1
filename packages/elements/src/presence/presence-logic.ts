import type { PhoneState } from '@cadran/core';

/** What is known of whether somebody can be called. */
export type PresenceStatus =
  | 'available'
  | 'busy'
  | 'in-call'
  | 'ringing'
  | 'away'
  | 'do-not-disturb'
  | 'offline'
  | 'unknown'
  | 'not-permitted';

/** Our own line as others would see it: ringing before talking, talking before free. */
export function ownPresence(state: PhoneState): PresenceStatus {
  const live = state.order
    .flatMap((id) => state.calls[id] ?? [])
    .filter(({ status }) => status !== 'ended');
  if (live.some(({ direction, status }) => direction === 'incoming' && status === 'ringing'))
    return 'ringing';
  if (live.length > 0) return 'in-call';
  const { status } = state.registration;
  if (status === 'registered' || status === 'refreshing') return 'available';
  return status === 'registering' || state.connection.status === 'connecting'
    ? 'unknown'
    : 'offline';
}
