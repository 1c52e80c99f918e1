import type { CallContext } from './call-context.js';
import { isOver, wrongState } from './call-context.js';
import { isRingingHere } from './select.js';

/** Mutes or unmutes our microphone in one call; holds, re-INVITEs and a change of device leave it as it is. */
export async function setMuted(context: CallContext, muted: boolean): Promise<void> {
  const { id, env, get, apply } = context;
  if (isOver(context) || isRingingHere(get())) throw wrongState(get().status);
  if (get().muted === muted) return;
  await env.media.setMuted(id, muted);
  apply({ type: 'muted', muted });
}
