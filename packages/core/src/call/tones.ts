import type { Note } from '../kernel/log.js';
import type { Clock } from '../kernel/clock.js';
import type { Scope } from '../kernel/scope.js';
import type { ReadableStore } from '../kernel/store.js';
import type { MediaPort, Tone } from '../ports/media.js';
import type { CallState } from './call-state.js';
import { allCalls, isLive, isRingingHere } from './select.js';
import type { CallBook } from './select.js';

/** Milliseconds the busy tone is heard after a call of ours was refused. */
const BUSY_TIME = 3_000;

const REFUSALS: ReadonlySet<string> = new Set([
  'busy',
  'declined',
  'unreachable',
  'not-found',
  'forbidden',
]);

/**
 * The one tone that fits the calls there are: who calls here comes first, as a knock while another call goes on;
 * then what a caller hears, unless the far side sends its own sound; then busy, for a moment.
 */
export function toneFor(book: CallBook, now: number): Tone | null {
  const calls = allCalls(book);
  const live = calls.filter(isLive);
  if (live.some((call) => isRingingHere(call) && !call.silenced)) {
    return live.every(isRingingHere) ? 'ringtone' : 'waiting';
  }
  if (live.some(({ direction, status }) => direction === 'outgoing' && status === 'ringing')) {
    return 'ringback';
  }
  return live.length === 0 && calls.some((call) => busyUntil(call) > now) ? 'busy' : null;
}

/** Plays what the state calls for and nothing else, until the scope ends. */
export function playTones(options: {
  readonly state: ReadableStore<CallBook>;
  readonly media: MediaPort;
  readonly clock: Clock;
  readonly scope: Scope;
  readonly note: Note;
}): void {
  const { state, media, clock, scope, note } = options;
  let playing: Tone | null = null;
  let cancel: () => void = () => undefined;

  function update(): void {
    const now = clock.now();
    const tone = toneFor(state.get(), now);
    if (tone === playing) return;
    playing = tone;
    media.playTone(tone).catch((error: unknown) => note('debug', 'no tone', error));
    cancel();
    if (tone === 'busy') cancel = clock.schedule(update, BUSY_TIME);
  }

  state.subscribe(update, { signal: scope.signal });
  scope.add(() => {
    cancel();
    if (playing !== null) media.playTone(null).catch(() => undefined);
  });
}

function busyUntil({ direction, ended, endedAt }: CallState): number {
  const refused = ended !== undefined && REFUSALS.has(ended.reason);
  return direction === 'outgoing' && refused && ended.by !== 'local'
    ? (endedAt ?? 0) + BUSY_TIME
    : 0;
}
