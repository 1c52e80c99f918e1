import type { Calls } from './call/calls.js';
import { keepsSame } from './call/keep-calls.js';
import type { KeptCall } from './call/kept-call.js';
import type { Clock } from './kernel/clock.js';
import { toCadranError } from './kernel/errors.js';
import type { Note } from './kernel/log.js';
import { createQueue } from './kernel/queue.js';
import type { Scope } from './kernel/scope.js';
import type { Store } from './kernel/store.js';
import type { WarningBoard } from './kernel/warnings.js';
import type { PhoneState } from './phone-state.js';
import type { VaultPort } from './ports/vault.js';

/** Milliseconds between two signs of life, and how old the last may be when a call is resumed. */
const HEARTBEAT = 3_000;
const OLDEST = 60_000;
/** The same of a call that rings: a server does not wait long for a telephone that has gone. */
const OLDEST_RINGING = 10_000;
/** A clock that was set back between two pages is no reason to lose a call. */
const CLOCK_TOLERANCE = 5_000;
const LONGEST_TEXT = 1_000_000;

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
  /** The calls that an engine before this one left; never rejects. */
  left(): Promise<readonly KeptCall[]>;
  save(calls: readonly KeptCall[]): void;
  /** Deletes what is kept and lets go of the vault. */
  end(): Promise<void>;
  /** Lets go of the vault for the next engine, once what is under way is in it. */
  leave(): Promise<void>;
}

interface KeepingOptions {
  readonly vault: VaultPort;
  readonly clock: Clock;
  readonly warnings: WarningBoard;
  readonly note: Note;
  /** The address of record: calls of another account are not ours to resume. */
  readonly account: string;
}

/** Writes the calls that are up into a vault, with a sign of life every few seconds. A vault that fails disturbs no call. */
export function keepInVault({
  vault,
  clock,
  warnings,
  note,
  account,
}: KeepingOptions): CallKeeping {
  const writes = createQueue();
  let latest: readonly KeptCall[] = [];
  let isDue = false;
  let holdsSome = false;
  let stopBeating = (): void => undefined;

  async function write(): Promise<void> {
    isDue = false;
    if (latest.length > 0) {
      const savedAt = clock.now();
      const calls = latest.map((each) => ({ ...each, savedAt }));
      holdsSome = true;
      await vault.keep(JSON.stringify({ account, calls }));
    } else if (holdsSome) {
      await vault.clear();
      holdsSome = false;
    }
    warnings.clear('storage/degraded');
  }

  function due(): void {
    stopBeating();
    if (latest.length > 0) stopBeating = clock.schedule(due, HEARTBEAT);
    if (isDue) return;
    isDue = true;
    writes.run(write).catch((error: unknown) => {
      note('warn', 'calls could not be kept', error);
      if (latest.length > 0) warnings.raise(toCadranError(error, 'storage/degraded').code);
    });
  }

  return {
    async left() {
      const text = await vault.open();
      if (text === undefined) return [];
      holdsSome = true;
      const found = readLeft(text, account, clock.now());
      if (found.length === 0) due();
      return found;
    },
    save(calls) {
      latest = calls;
      due();
    },
    async end() {
      latest = [];
      due();
      await writes.run(() => Promise.resolve());
      vault.close();
    },
    async leave() {
      due();
      stopBeating();
      await writes.run(() => Promise.resolve());
      vault.close();
    },
  };
}

/** What is corrupt, of another account or too old is nothing. Whether a call itself is sound, `resume` sees. */
function readLeft(text: string, account: string, now: number): readonly KeptCall[] {
  if (text.length > LONGEST_TEXT) return [];
  try {
    const left = JSON.parse(text) as { account?: unknown; calls?: unknown };
    if (left.account !== account || !Array.isArray(left.calls)) return [];
    return (left.calls as KeptCall[]).filter(({ savedAt, invite }) => {
      const oldest = invite ? OLDEST_RINGING : OLDEST;
      return savedAt > now - oldest && savedAt < now + CLOCK_TOLERANCE;
    });
  } catch {
    return [];
  }
}
