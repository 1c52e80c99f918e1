import type { Clock } from './kernel/clock.js';
import type { Store } from './kernel/store.js';
import type { WarningBoard } from './kernel/warnings.js';
import type { PhoneState, Warning } from './phone-state.js';

/** The warnings in the state: each stands once, with the time since when. */
export function createWarningBoard(
  state: Pick<Store<PhoneState>, 'update'>,
  clock: Clock,
): WarningBoard {
  function keep(stays: (warning: Warning) => boolean): void {
    state.update((phone) =>
      phone.warnings.every(stays) ? phone : { ...phone, warnings: phone.warnings.filter(stays) },
    );
  }
  return {
    raise(code, callId) {
      state.update((phone) => {
        if (phone.warnings.some((each) => each.code === code && each.callId === callId))
          return phone;
        const warning = { code, since: clock.now(), ...(callId === undefined ? {} : { callId }) };
        return { ...phone, warnings: [...phone.warnings, warning] };
      });
    },
    clear(code, callId) {
      keep((each) => each.code !== code || each.callId !== callId);
    },
    clearCall(callId) {
      keep((each) => each.callId !== callId);
    },
  };
}
