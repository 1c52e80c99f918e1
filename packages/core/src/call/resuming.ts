import type { EndedFact } from '../ports/signaling.js';
import type { CallContext } from './call-context.js';

/** The replacement was answered: the call goes on. */
export function heardReplaced({ wire, get, apply }: CallContext): void {
  if (wire.resuming === undefined) return;
  delete wire.resuming;
  if (get().hold === 'holding') apply({ type: 'hold', hold: 'held' });
}

/**
 * What the end of a dialog means for a call that is being resumed: undefined where it goes on by another dialog, else the
 * end as it is to be told. That nobody knows the call any more is no doing of the far side.
 */
export function endOfResumed({ wire }: CallContext, fact: EndedFact): EndedFact | undefined {
  if (wire.intent || wire.resuming === undefined) return fact;
  if (wire.resuming === 'dialog' && fact.by === 'system') {
    wire.announced = false;
    return undefined;
  }
  if (wire.resuming !== 'replacement') return fact;
  return { ...fact, by: 'system', reason: 'connection-lost' };
}
