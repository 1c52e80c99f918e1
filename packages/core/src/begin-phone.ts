import type { Calls } from './call/calls.js';
import type { KeptCall } from './call/kept-call.js';
import { within } from './kernel/clock.js';
import type { Clock } from './kernel/clock.js';
import type { Note } from './kernel/log.js';
import type { Scope } from './kernel/scope.js';
import type { CallKeeping } from './kept-calls.js';
import type { PhoneParts } from './later.js';
import type { Signaling } from './ports/signaling.js';

interface Beginning {
  readonly signaling: Signaling;
  readonly clock: Clock;
  readonly scope: Scope;
  readonly calls: Calls;
  readonly keeping: CallKeeping | undefined;
  readonly later: PhoneParts;
  readonly note: Note;
}

type Left = readonly KeptCall[] | Promise<readonly KeptCall[]>;

/** Milliseconds that looking for calls of another engine may keep us from connecting; a part may have to load first. */
const LONGEST_LOOK = 4_000;

/**
 * Connects. Calls of another engine come first: their address becomes ours, which nobody may know by another name
 * before. Resolves once they have taken their place; never rejects.
 */
export function beginWith(left: Left | undefined, phone: Beginning): Promise<void> {
  const { signaling, clock, scope, note } = phone;
  const connect = (goOn?: () => void): void => {
    if (scope.signal.aborted) return;
    goOn?.();
    signaling.connect();
  };
  if (!left) {
    connect();
    return Promise.resolve();
  }
  return within(clock, LONGEST_LOOK, prepareToResume(left, phone)).then(
    connect,
    (error: unknown) => {
      note('warn', 'kept calls could not be resumed', error);
      connect();
    },
  );
}

async function prepareToResume(
  left: Left,
  { calls, keeping, later }: Beginning,
): Promise<(() => void) | undefined> {
  const kept = await left;
  if (kept.length === 0) return undefined;
  const { resumeCalls } = await later.keeping.load();
  return () => {
    calls.resume(kept, resumeCalls);
    // What could not be resumed is not kept either.
    keeping?.save(calls.kept());
  };
}
