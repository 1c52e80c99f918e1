import type { KeptCall } from './call/kept-call.js';
import { toCadranError } from './kernel/errors.js';
import { createQueue } from './kernel/queue.js';
import type { KeepingOptions, VaultKeeper } from './kept-calls.js';

/** Milliseconds between two signs of life. */
const HEARTBEAT = 3_000;
/** Milliseconds since the last sign of life after which a call is not resumed. */
const OLDEST = 60_000;
/** The same of a call that rings: a server does not wait long for a telephone that has gone. */
const OLDEST_RINGING = 10_000;
/** A clock that was set back between two pages is no reason to lose a call. */
const CLOCK_TOLERANCE = 5_000;
const LONGEST_TEXT = 1_000_000;

/** Writes the calls that are up into a vault, with a sign of life every few seconds. A vault that fails disturbs no call. */
export function keepInVault(options: KeepingOptions): VaultKeeper {
  const { vault, clock, warnings, note, account } = options;
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

  async function leave(): Promise<void> {
    due();
    stopBeating();
    await writes.run(() => Promise.resolve());
    vault.close();
  }

  return {
    read(text) {
      holdsSome = true;
      const found = readLeft(text, account, clock.now());
      if (found.length === 0) due();
      return found;
    },
    save(calls) {
      // Of a call that has just begun, the dialog follows.
      latest = calls.filter(({ dialog, invite }) => dialog ?? invite);
      due();
    },
    async end() {
      latest = [];
      await leave();
    },
    leave,
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
