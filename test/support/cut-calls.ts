import assert from 'node:assert/strict';

import type { CallState, PhoneState } from '@cadran/core';
import type { Switchboard } from '@cadran/switchboard';

import { openPhone, until as untilState, type Person } from '../integration/phones.js';
import { openRelay, type Relay } from './relay.js';

/** What is done to one call. */
export interface Cut {
  /** Milliseconds. */
  readonly length: number;
  /** Connections are reset and refused, or everything that is sent vanishes. */
  readonly by: 'reset' | 'blackhole';
  /** The sound breaks with the signalling, as where the whole network is gone. */
  readonly soundBreaks: boolean;
  /** The far side hangs up in the middle of it. */
  readonly farSideHangsUp: boolean;
}

/** What became of it. */
export interface Outcome {
  readonly cut: Cut;
  /** The call was up on both sides after the cut, and could be ended from either; or it ended as its far side wanted. */
  readonly isRight: boolean;
  readonly told: string;
  /** Milliseconds from the end of the cut to when the phone was registered. */
  readonly registered: number;
}

/** Milliseconds that a phone has to be itself again after a cut: the longest wait between two attempts, and one of them. */
const patience = 30_000;

/**
 * A call of two whole phones, whose caller loses the way to the server for a while. `userPair` are two users of the
 * switchboard whom nobody else is.
 */
export async function cutCall(
  board: Switchboard,
  userPair: readonly [string, string],
  cut: Cut,
  endedBy: 'near' | 'far',
): Promise<Outcome> {
  const relay = await openRelay(board.url);
  const near = openPhone(board, userPair[0], { servers: [relay.url], tones: false });
  const far = openPhone(board, userPair[1], { tones: false });
  try {
    await Promise.all([near, far].map((side) => until(side, isRegistered, 'registration')));
    const out = await near.phone.dial(userPair[1]);
    const { id } = await until(far, (state) => callThat(state, 'ringing'), 'ringing');
    await far.phone.call(id).answer();
    await until(near, (state) => callThat(state, 'active'), 'answer');
    const registered = await outage(relay, near, far, { out, id }, cut);
    const told = await (cut.farSideHangsUp ? over(near) : goesOn(near, far, { out, id }, endedBy));
    return { cut, isRight: told === '', told, registered };
  } catch (error) {
    return { cut, isRight: false, told: String(error), registered: Infinity };
  } finally {
    await Promise.all([near.phone.dispose(), far.phone.dispose()]);
    await relay.close();
  }
}

async function outage(
  relay: Relay,
  near: Person,
  far: Person,
  call: { readonly out: string; readonly id: string },
  cut: Cut,
): Promise<number> {
  if (cut.by === 'reset') relay.refuse();
  else relay.blackhole();
  if (cut.soundBreaks) {
    near.media.emit({ type: 'media', id: call.out, status: 'interrupted' });
  }
  await wait(cut.length / 2);
  // Where nobody can be told any more, the far side has its end all the same.
  if (cut.farSideHangsUp)
    void far.phone
      .call(call.id)
      .hangup()
      .catch(() => undefined);
  await wait(cut.length / 2);
  relay.heal();
  const from = performance.now();
  await until(
    near,
    (state) => state.connection.status === 'connected' && isRegistered(state),
    'registration again',
  );
  return performance.now() - from;
}

/** The call is up on both sides, its sound is back, and each can end it. */
async function goesOn(
  near: Person,
  far: Person,
  { out, id }: { readonly out: string; readonly id: string },
  endedBy: 'near' | 'far',
): Promise<string> {
  const hasSound = (state: PhoneState): boolean =>
    state.calls[out]?.status !== 'active' || state.calls[out].media === 'connected';
  await until(near, hasSound, 'sound again');
  const stands = [near.phone.state.get().calls[out], far.phone.state.get().calls[id]];
  if (stands.some((call) => call?.status !== 'active')) return `lost: ${stands.map(endOf).join()}`;
  const [one, other, here, there] =
    endedBy === 'near' ? [near, far, out, id] : [far, near, id, out];
  // A command in the dialog from either side, so that both know the way.
  await other.phone.call(there).hold();
  await until(one, (state) => state.calls[here]?.remoteHold === true, 'hold');
  await one.phone.call(here).hangup();
  const ended = await until(other, (state) => callThat(state, 'ended'), 'end');
  return ended.ended?.by === 'remote' && ended.ended.reason === 'hangup' ? '' : endOf(ended);
}

/** The far side hung up while nobody could hear it: the call is over here, too, and by nobody here. */
async function over(near: Person): Promise<string> {
  const call = await until(near, (state) => callThat(state, 'ended'), 'the end they wanted');
  return call.ended?.by === 'local' ? endOf(call) : '';
}

function endOf(call: CallState | undefined): string {
  return call?.ended ? JSON.stringify(call.ended) : String(call?.status);
}

function isRegistered({ registration }: PhoneState): boolean {
  return registration.status === 'registered';
}

function callThat(state: PhoneState, status: CallState['status']): CallState | undefined {
  return Object.values(state.calls).find((call) => call.status === status);
}

function until<Found>(
  side: Person,
  find: (state: PhoneState) => Found | undefined | false,
  what: string,
): Promise<Found> {
  return untilState(side, find, what, patience);
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

/** Holds that every outcome is right, and tells of those that are not. */
export function assertAllRight(outcomes: readonly Outcome[]): void {
  const wrong = outcomes.filter(({ isRight }) => !isRight);
  assert.deepEqual(
    wrong.map(({ cut, told }) => `${JSON.stringify(cut)}: ${told}`),
    [],
  );
}
