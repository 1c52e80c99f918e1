import { settle } from '../adapters/fake/manual-clock.js';
import type { CallId, CallState } from '../call/call-state.js';
import type { Phone } from '../phone.js';
import type { TestPhone } from './test-phone.js';

/** The call as it is in the state now; throws when it is not there. */
export function callOf({ phone }: { readonly phone: Phone }, id: CallId): CallState {
  const call = phone.state.get().calls[id];
  if (!call) throw new Error(`There is no call ${id}.`);
  return call;
}

/** Dials, and lets the INVITE go out. */
export async function dialledCall(
  test: { readonly phone: Phone },
  target = 'bob',
): Promise<CallId> {
  const id = await test.phone.dial(target);
  await settle();
  return id;
}

/** Dials, and lets the far side answer. */
export async function connectedCall(test: TestPhone, target = 'bob'): Promise<CallId> {
  const id = await dialledCall(test, target);
  test.signaling.far.answers(id);
  await settle();
  return id;
}
