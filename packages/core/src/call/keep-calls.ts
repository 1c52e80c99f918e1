import type { Clock } from '../kernel/clock.js';
import { present } from '../kernel/present.js';
import type { CallTable } from './call-context.js';
import type { KeptCall } from './kept-call.js';
import { isRingingHere } from './select.js';

/** The calls that another engine could go on with: those that ring, and those that are up. */
export function keptCalls(table: CallTable, clock: Clock): readonly KeptCall[] {
  const savedAt = clock.now();
  return table.live().flatMap<KeptCall>(({ get, wire: { dialog, invite, intent } }) => {
    const call = get();
    if (intent) return [];
    if (call.status === 'active') return [present({ call, dialog, savedAt })];
    return isRingingHere(call) && invite ? [{ call, invite, savedAt }] : [];
  });
}

/** True for lists that say the same of the same calls; when they were seen does not count. */
export function keepsSame(one: readonly KeptCall[], other: readonly KeptCall[]): boolean {
  return (
    one.length === other.length &&
    one.every(({ call, dialog }, at) => call === other[at]?.call && dialog === other[at].dialog)
  );
}
