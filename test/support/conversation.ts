import assert from 'node:assert/strict';
import type { CallState, PhoneState } from '@cadran/core';

import { latestCall, type Person } from './person.js';
import { hearSound } from './sound.js';
import type { Invitation, Stage } from './stage.js';

/** The latest call is up, and its sound is where it belongs. */
export function isUp(state: PhoneState): boolean {
  const call = latestCall(state);
  return call?.status === 'active' && call.media === 'connected' && call.kept === undefined;
}

/** The sound of the call is in this page. */
export function isHere(state: PhoneState): boolean {
  return isUp(state) && latestCall(state)?.page === state.page;
}

export function isRegistered({ registration }: PhoneState): boolean {
  return registration.status === 'registered' || registration.status === 'refreshing';
}

export function isRinging(state: PhoneState): boolean {
  return latestCall(state)?.status === 'ringing';
}

export function isEnded(state: PhoneState): boolean {
  return latestCall(state)?.status === 'ended';
}

/** Alice at the intranet, whose pages share a phone, speaks with Bob at a page with its own. */
export async function converse(
  stage: Stage,
  invitation: Invitation = {},
): Promise<{ alice: Person; bob: Person }> {
  const alice = await stage.signIn({ at: '/intranet/', ...invitation });
  const bob = await stage.signIn({ as: 'bob' });
  await alice.dials('bob');
  await bob.respond('Answer');
  await alice.until(isUp);
  await hearSound(bob.page);
  return { alice, bob };
}

export async function theCall(person: Person): Promise<CallState> {
  const found = latestCall(await person.until(({ order }) => order.length > 0));
  assert.ok(found);
  return found;
}

/** Both hear each other, from now on. */
export async function hearEachOther(alice: Person, bob: Person): Promise<void> {
  await Promise.all([hearSound(alice.page), hearSound(bob.page)]);
}
