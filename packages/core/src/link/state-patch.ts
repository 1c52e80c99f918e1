import type { CallState } from '../call/call-state.js';
import type { CallId } from '../ports/media.js';
import type { PhoneState } from '../phone-state.js';

/** The parts of the state that are the same in every page; which devices there are is each page's own. */
type Shared = Omit<PhoneState, 'devices' | 'page'>;

/** What changed from one state to the next. `gone` names calls that are no more. */
export interface StatePatch extends Partial<Omit<Shared, 'calls'>> {
  readonly calls?: Readonly<Record<CallId, CallState>>;
  readonly gone?: readonly CallId[];
}

const WHOLE = ['account', 'connection', 'registration', 'order', 'warnings'] as const;

/** The difference, or undefined when there is none that other pages see. */
export function diffState(before: PhoneState, after: PhoneState): StatePatch | undefined {
  const whole = WHOLE.filter((key) => before[key] !== after[key]).map((key) => [key, after[key]]);
  const patch: StatePatch = Object.fromEntries(whole) as StatePatch;
  if (before.calls === after.calls) return whole.length > 0 ? patch : undefined;
  const changed = Object.values(after.calls).filter((call) => before.calls[call.id] !== call);
  const gone = Object.keys(before.calls).filter((id) => !after.calls[id]);
  return {
    ...patch,
    calls: Object.fromEntries(changed.map((call) => [call.id, call])),
    ...(gone.length > 0 ? { gone } : {}),
  };
}

/** The state after the patch: what did not change stays the same object. */
export function patchState(state: PhoneState, patch: StatePatch): PhoneState {
  const { calls, gone = [], ...whole } = patch;
  if (!calls) return { ...state, ...whole };
  const left = Object.entries(state.calls).filter(([id]) => !gone.includes(id));
  return { ...state, ...whole, calls: { ...Object.fromEntries(left), ...calls } };
}

/** The whole of what pages share, as a patch of nothing. */
export function wholeState({ devices: _, page: __, ...shared }: PhoneState): StatePatch {
  return shared;
}
