import { sequence, tone, type AudioSource } from './audio-source.js';
import { melody } from './melody.js';
import type { PeerScript } from './scripted-call.js';

/** Answers and sends back what it hears. */
export function echo(delay = 300): PeerScript {
  return async (call) => {
    call.ring();
    call.echo(delay);
    await call.answer({ codecs: ['opus', 'pcmu', 'pcma', 'g722'] });
  };
}

/** Is busy: 486. */
export function busy(): PeerScript {
  return (call) => {
    call.reject(486);
  };
}

/** Rings until the caller gives up. */
export function ringsForever(): PeerScript {
  return (call) => {
    call.ring();
  };
}

/** Plays an announcement before it answers (183), and then declines (603). */
export function earlyMediaThenDecline(source: AudioSource = announcement()): PeerScript {
  return async (call) => {
    await call.earlyMedia();
    await call.play(source);
    call.reject(603);
  };
}

/** Answers and plays music. */
export function music(source: AudioSource = melody()): PeerScript {
  return async (call) => {
    call.ring();
    await call.answer();
    await call.play(source);
  };
}

/** Answers, and hangs up after so many seconds. */
export function hangsUpAfter(seconds: number): PeerScript {
  return async (call) => {
    call.ring();
    await call.answer();
    await call.wait(seconds * 1000);
    call.hangup();
  };
}

/** The three rising tones that everywhere mean "your call did not go through" (ITU-T E.180). */
function announcement(): AudioSource {
  const rising = [950, 1400, 1800].map((hertz) => ({
    source: tone([hertz], 0.33),
    duration: 0.33,
  }));
  const rest = { source: () => 0, duration: 0.5 };
  return sequence([...rising, rest, ...rising, rest]);
}

/** The built-in peers, and what the caller put beside or in place of them. */
export function peersFrom(
  own: Readonly<Record<string, PeerScript | undefined>>,
): ReadonlyMap<string, PeerScript> {
  const all: Record<string, PeerScript | undefined> = {
    600: echo(),
    601: busy(),
    602: ringsForever(),
    603: earlyMediaThenDecline(),
    604: music(),
    605: hangsUpAfter(3),
    ...own,
  };
  const entries = Object.entries(all);
  return new Map(entries.filter((entry): entry is [string, PeerScript] => entry[1] !== undefined));
}
