import type { CallState } from '../call/call-state.js';
import { hasLiveCalls } from '../call/select.js';
import type { ErrorCode } from '../kernel/errors.js';
import { createStore } from '../kernel/store.js';
import type { Store } from '../kernel/store.js';
import { initialPhoneState } from '../phone-state.js';
import type { Account, PhoneState, Warning } from '../phone-state.js';
import type { Notice } from './exchange.js';
import { isRecord } from './plain-data.js';
import { receiveError } from './sent-error.js';
import { patchState } from './state-patch.js';
import type { StatePatch } from './state-patch.js';

/** The state of a phone that lives elsewhere, as far as it has been told here. */
export interface StateMirror {
  readonly store: Store<PhoneState>;
  /** Takes in what the phone tells of its state; anything else changes nothing. */
  hear(notice: Notice): void;
  /** Raises a warning of this page's own, which the phone itself knows nothing of. */
  warn(code: ErrorCode, since: number): void;
  /** The phone does not answer any more: what it last said stands until another one speaks. */
  lose(): void;
}

export function createStateMirror(account: Account, page: string): StateMirror {
  const store = createStore<PhoneState>(
    { ...initialPhoneState(account), page, connection: { status: 'connecting' } },
    { onListenerError: reportLater },
  );
  let own: readonly Warning[] = [];
  let isWelcome = false;

  function take(patch: StatePatch, isWhole: boolean): void {
    const { warnings } = patch;
    const complete = warnings ? { ...patch, warnings: [...warnings, ...own] } : patch;
    store.update((state) =>
      patchState(isWhole ? { ...state, calls: {}, order: [] } : state, complete),
    );
  }

  return {
    store,
    hear(notice) {
      if (notice.tell === 'refuse') {
        const { code } = receiveError(notice['error']);
        store.update((state) => ({ ...state, connection: { status: 'offline', reason: code } }));
      }
      const isWhole = notice.tell === 'welcome';
      isWelcome ||= isWhole;
      const patch = isWhole ? notice['state'] : notice['patch'];
      if (isRecord(patch) && areParts(patch)) take(patch, isWhole);
    },
    warn(code, since) {
      if (own.some((each) => each.code === code)) return;
      own = [...own, { code, since }];
      store.update((state) => ({ ...state, warnings: [...state.warnings, { code, since }] }));
    },
    lose() {
      if (!isWelcome) return;
      store.update((state) => ({
        ...state,
        connection: {
          status: hasLiveCalls(state) ? 'reconnecting' : 'connecting',
          reason: 'link/lost',
        },
      }));
    },
  };
}

/** Calls whose sound is in this page. */
export function callsHere({ calls, page }: PhoneState): readonly CallState[] {
  return Object.values(calls).filter((call) => call.page === page && page !== undefined);
}

/** Each part of a patch is of the kind that the state has there. */
function areParts(patch: Readonly<Record<string, unknown>>): boolean {
  const { connection, registration, calls, account, order, warnings } = patch;
  return (
    [connection, registration, calls, account].every((each) => !each || isRecord(each)) &&
    [order, warnings].every((each) => !each || Array.isArray(each))
  );
}

/** As a mistake in a listener of a page's own events: seen in its console, in nobody's way. */
function reportLater(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
