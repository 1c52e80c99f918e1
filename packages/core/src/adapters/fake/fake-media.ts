import { CadranError } from '../../kernel/errors.js';
import type { AudioLevels, MediaStatistics } from '../../ports/media-measurement.js';
import type { MediaDirection, MediaFact, MediaPort, Tone } from '../../ports/media.js';
import { fakeSdp } from './fake-sdp.js';
import { createScript, scriptOf } from './script.js';
import type { FakeScript } from './script.js';

/** What the fake holds for one call. */
export interface FakeMediaSession {
  readonly exchange: 'stable' | 'offering' | 'provisional';
  readonly direction: MediaDirection;
  readonly microphone: boolean;
  readonly muted: boolean;
  readonly held: boolean;
}

export interface FakeMedia extends MediaPort, FakeScript {
  /** Says something as the browser would. */
  emit(fact: MediaFact): void;
  /** What is held for a call; undefined when nothing is. */
  session(id: string): FakeMediaSession | undefined;
  /** The tone that plays now. */
  readonly tone: Tone | null;
  /** What `statistics` tells of every call; undefined while nothing flows. */
  measured: MediaStatistics | undefined;
  /** Tells whoever watches the levels of a call. */
  tellLevels(id: string, levels: AudioLevels): void;
  /** What is open: all zero when nothing leaked. */
  readonly open: {
    readonly sessions: number;
    readonly microphones: number;
    readonly listeners: number;
  };
}

export interface FakeMediaOptions {
  /** Reports `connected` once an offer has its answer. Default true. */
  readonly connects?: boolean;
}

type Session = { -readonly [Key in keyof FakeMediaSession]: FakeMediaSession[Key] } & {
  version: number;
};

/** A peer connection nobody has used yet. */
const FRESH: FakeMediaSession = {
  exchange: 'stable',
  direction: 'sendrecv',
  microphone: false,
  muted: false,
  held: false,
};

/** Media in memory: descriptions one could send, the rules of offer and answer, and no sound. */
export function createFakeMedia(options: FakeMediaOptions = {}): FakeMedia {
  const bench = createBench(options);
  const { script, sessions, listeners, emit } = bench;
  let playing: Tone | null = null;
  const watching = new Set<{ id: string; listener: (levels: AudioLevels) => void }>();

  const fake: FakeMedia = {
    ...scriptOf(script),
    ...negotiation(bench),
    ...sound(bench),
    emit,
    measured: undefined,
    tellLevels(id, levels) {
      for (const each of [...watching]) if (each.id === id) each.listener(levels);
    },
    watchLevels(id, listener, { signal }) {
      if (signal.aborted) return;
      const entry = { id, listener };
      watching.add(entry);
      signal.addEventListener('abort', () => watching.delete(entry), { once: true });
    },
    statistics: (id) => script.perform('statistics', [id], () => fake.measured),
    session: (id) => sessions.get(id),
    get tone() {
      return playing;
    },
    get open() {
      const microphones = [...sessions.values()].filter((each) => each.microphone).length;
      return { sessions: sessions.size, microphones, listeners: listeners.size + watching.size };
    },
    listen(listener, { signal }) {
      if (signal.aborted) return;
      listeners.add(listener);
      signal.addEventListener('abort', () => listeners.delete(listener), { once: true });
    },
    playTone: (tone) =>
      script.perform('playTone', [tone], () => {
        if (!tone?.startsWith('key-')) playing = tone;
      }),
    unlock: () =>
      script.perform('unlock', [], () => emit({ type: 'playback-blocked', blocked: false })),
    close: (id) => script.perform('close', [id], () => void sessions.delete(id)),
    dispose: () =>
      script.perform('dispose', [], () => {
        sessions.clear();
        listeners.clear();
      }),
  };
  return fake;
}

/** What all parts of the fake work on. */
function createBench({ connects = true }: FakeMediaOptions) {
  const sessions = new Map<string, Session>();
  const listeners = new Set<(fact: MediaFact) => void>();

  function emit(fact: MediaFact): void {
    for (const listener of [...listeners]) listener(fact);
  }

  return {
    script: createScript(),
    sessions,
    listeners,
    emit,
    session: (id: string): Session => {
      const known = sessions.get(id);
      if (!known) throw unfit('no such call');
      return known;
    },
    sessionFor: (id: string): Session => {
      const known = sessions.get(id) ?? { ...FRESH, version: 0 };
      sessions.set(id, known);
      return known;
    },
    connect: (id: string): void => {
      if (!connects) return;
      queueMicrotask(() => {
        if (sessions.has(id)) emit({ type: 'media', id, status: 'connected' });
      });
    },
  };
}

type Bench = ReturnType<typeof createBench>;

/** Offers and answers, by the rules of RFC 3264: one offer at a time, and an answer only to an offer. */
function negotiation({ script, sessions, session, sessionFor, connect }: Bench) {
  function describe(id: string, direction: MediaDirection): string {
    const described = session(id);
    described.version += 1;
    described.direction = direction;
    return fakeSdp({ owner: id, version: described.version, direction });
  }

  return {
    prepare: (...how) => script.perform('prepare', how, () => undefined).catch(() => undefined),
    offer(id, options) {
      const known = sessionFor(id);
      return script.perform('offer', [id, options], () => {
        if (options.fresh) Object.assign(known, FRESH);
        if (known.exchange !== 'stable') throw unfit('an offer is open');
        const sdp = describe(id, options.direction);
        known.exchange = 'offering';
        return sdp;
      });
    },
    answer(id, offer, options) {
      const known = sessionFor(id);
      return script.perform('answer', [id, offer, options], () => {
        if (known.exchange !== 'stable') throw unfit('an offer is open');
        requireAudio(offer);
        const sdp = describe(id, options.direction);
        connect(id);
        return sdp;
      });
    },
    accept(id, answer, options = {}) {
      return script.perform('accept', [id, answer, options], () => {
        const known = session(id);
        if (known.exchange === 'stable') throw unfit('no offer is open');
        requireAudio(answer);
        known.exchange = options.provisional ? 'provisional' : 'stable';
        connect(id);
      });
    },
    rollback: (id) =>
      script.perform('rollback', [id], () => {
        const known = sessions.get(id);
        if (known) known.exchange = 'stable';
      }),
  } satisfies Partial<MediaPort>;
}

function sound({ script, sessions, session, sessionFor }: Bench) {
  return {
    openMicrophone(id) {
      const known = sessionFor(id);
      return script.perform('openMicrophone', [id], () => {
        // Closed while the person was asked: what they granted is given back at once.
        if (sessions.get(id) === known) known.microphone = true;
      });
    },
    setMuted: (id, muted) =>
      script.perform('setMuted', [id, muted], () => void (session(id).muted = muted)),
    setHeld: (id, held) =>
      script.perform('setHeld', [id, held], () => void (session(id).held = held)),
    sendDtmf: (id, digits, timing) =>
      script.perform('sendDtmf', [id, digits, timing], () => void session(id)),
  } satisfies Partial<MediaPort>;
}

function requireAudio(sdp: string): void {
  if (!/^m=audio /m.test(sdp)) throw unfit('no audio');
}

function unfit(detail: string): CadranError {
  return new CadranError('media/failed', { detail });
}
