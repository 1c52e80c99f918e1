import type { Calls } from './call/calls.js';
import { keepsSame } from './call/keep-calls.js';
import type { KeptCall } from './call/kept-call.js';
import type { Clock } from './kernel/clock.js';
import type { LazyPart } from './kernel/lazy-part.js';
import type { Note } from './kernel/log.js';
import type { Scope } from './kernel/scope.js';
import type { Store } from './kernel/store.js';
import type { WarningBoard } from './kernel/warnings.js';
import type { PhoneState } from './phone-state.js';
import type { VaultPort } from './ports/vault.js';

/** Milliseconds until a part that did not load is asked for again. */
const RETRY_TIME = 3_000;

interface Followed {
  readonly store: Store<PhoneState>;
  readonly calls: Calls;
  readonly scope: Scope;
}

/** Tells `onKeep` of the calls another engine could go on with, whenever one of them changed. Returns what looks again. */
export function followKeptCalls(
  { store, calls, scope }: Followed,
  onKeep: (calls: readonly KeptCall[]) => void,
): () => void {
  let last: readonly KeptCall[] = [];
  const look = (): void => {
    const now = calls.kept();
    if (keepsSame(last, now)) return;
    last = now;
    onKeep(now);
  };
  store.subscribe(look, { signal: scope.signal });
  return look;
}

/** Calls in a vault: what was left there, and what is written into it. */
export interface CallKeeping {
  /** The calls that an engine before this one left. Rejects where what reads them does not load. */
  left(): Promise<readonly KeptCall[]>;
  /** There is a call: what keeps it is loaded, and there when the call is up. Where it does not load, `save` says so. */
  prepare(): void;
  save(calls: readonly KeptCall[]): void;
  /** Deletes what is kept and lets go of the vault. */
  end(): Promise<void>;
  /** Lets go of the vault for the next engine, once what is under way is in it. */
  leave(): Promise<void>;
}

export interface KeepingOptions {
  readonly vault: VaultPort;
  readonly clock: Clock;
  readonly warnings: WarningBoard;
  readonly note: Note;
  /** The address of record: calls of another account are not ours to resume. */
  readonly account: string;
}

/** Writes calls into a vault and reads what was left there. */
export interface VaultKeeper extends Pick<CallKeeping, 'save' | 'end' | 'leave'> {
  read(text: string): readonly KeptCall[];
}

export type KeepInVault = (options: KeepingOptions) => VaultKeeper;

/**
 * Keeps calls in a vault by a part that is loaded once there is something to keep, or something was left. Where it cannot
 * be loaded the call goes on, the phone warns, and it is tried again with the next sign of life.
 */
export function keepCalls(
  options: KeepingOptions,
  part: LazyPart<{ readonly keepInVault: KeepInVault }>,
): CallKeeping {
  const { vault, clock, warnings, note } = options;
  let latest: readonly KeptCall[] = [];
  let keeper: VaultKeeper | undefined;
  let isOver = false;
  let cancelRetry = (): void => undefined;

  async function made(): Promise<VaultKeeper> {
    const { keepInVault } = await part.load();
    return (keeper ??= keepInVault(options));
  }

  function save(calls: readonly KeptCall[]): void {
    latest = calls;
    cancelRetry();
    if (keeper) keeper.save(calls);
    else if (calls.length > 0) begin();
    else warnings.clear('storage/degraded');
  }

  function begin(): void {
    made()
      .then((it) => {
        if (!isOver) it.save(latest);
      })
      .catch((error: unknown) => {
        note('warn', 'calls could not be kept', error);
        cancelRetry();
        if (isOver || latest.length === 0) return;
        warnings.raise('storage/degraded');
        cancelRetry = clock.schedule(() => save(latest), RETRY_TIME);
      });
  }

  return {
    async left() {
      const text = await vault.open();
      return text === undefined ? [] : (await made()).read(text);
    },
    prepare: () => void (keeper ?? made().catch(() => undefined)),
    save,
    async end() {
      save([]);
      isOver = true;
      if (keeper) await keeper.end();
      else vault.close();
    },
    async leave() {
      isOver = true;
      cancelRetry();
      const last = latest.length > 0 ? await made().catch(() => undefined) : keeper;
      last?.save(latest);
      if (last) await last.leave();
      else vault.close();
    },
  };
}
