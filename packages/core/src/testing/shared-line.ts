import { createFakeMedia } from '../adapters/fake/fake-media.js';
import type { FakeMedia } from '../adapters/fake/fake-media.js';
import { createFakeSignaling } from '../adapters/fake/fake-signaling.js';
import type { FakeSignaling } from '../adapters/fake/fake-signaling.js';
import { createManualClock, settle } from '../adapters/fake/manual-clock.js';
import type { ManualClock } from '../adapters/fake/manual-clock.js';
import { composePhone } from '../compose-phone.js';
import { connectPhone } from '../link/connect-phone.js';
import { createPhoneSound } from '../link/phone-sound.js';
import { servePhone } from '../link/serve-phone.js';
import { soundMoves } from '../moving-part.js';
import type { Phone } from '../phone.js';
import type { Attention, PagePort } from '../ports/page.js';
import { loadedParts } from './loaded-parts.js';

/** A page that shares the phone, and the hands of its person and of its browser. */
export interface TestPage {
  readonly phone: Phone;
  readonly media: FakeMedia;
  /** Its name in the state. */
  readonly id: string;
  /** The person turns to it. */
  focus(): Promise<void>;
  /** It is left for good, and says so. */
  leave(): Promise<void>;
  /** It is gone without a word. */
  crash(): Promise<void>;
  /** It goes into the browser's cache, or comes back from there. */
  change(change: 'left' | 'back'): Promise<void>;
}

export interface SharedLine {
  /** The phone itself, where it lives. */
  readonly phone: Phone;
  readonly signaling: FakeSignaling;
  readonly clock: ManualClock;
  /** Opens a page in a tab; `prepare` sets its sound up before the phone knows of it. */
  open(tab?: string, prepare?: (media: FakeMedia) => void): Promise<TestPage>;
  dispose(): Promise<void>;
}

const ACCOUNT = { uri: 'sip:alice@cadran.test', displayName: 'Alice' };

/** A phone on a fake wire, shared by as many pages as a test opens, over real message channels. */
export async function createSharedLine(): Promise<SharedLine> {
  const signaling = createFakeSignaling();
  const clock = createManualClock();
  const sound = createPhoneSound(clock);
  const { media: roaming, devices } = sound;
  const loaded = { parts: loadedParts(), moves: soundMoves };
  const ports = { signaling, media: roaming, devices, clock, ...loaded };
  const phone = composePhone(ports, { account: ACCOUNT });
  const ends: (() => Promise<void>)[] = [];
  await settle();

  async function open(
    tab = `tab-${ends.length}`,
    prepare: (media: FakeMedia) => void = () => undefined,
  ): Promise<TestPage> {
    const { port1, port2 } = new MessageChannel();
    const media = createFakeMedia();
    prepare(media);
    const page = createFakePage(tab);
    const life = new AbortController();
    servePhone(phone, port1, { sound, signal: life.signal });
    const connected = connectPhone(port2, { account: ACCOUNT, media, page: page.port });
    ends.push(() => connected.dispose());
    await delivered();
    return {
      phone: connected,
      media,
      id: connected.state.get().page ?? '',
      async focus() {
        page.attend({ visible: true, focused: true });
        await delivered();
      },
      async leave() {
        await connected.dispose();
        await delivered();
      },
      async crash() {
        life.abort();
        await delivered();
      },
      async change(change) {
        page.say(change);
        await delivered();
      },
    };
  }

  return {
    phone,
    signaling,
    clock,
    open,
    async dispose() {
      await Promise.all(ends.map((end) => end()));
      await phone.dispose();
    },
  };
}

function createFakePage(tab: string) {
  const listeners = new Set<Parameters<PagePort['watch']>[0]>();
  let attention: Attention = { visible: false, focused: false };
  const say = (change: Parameters<Parameters<PagePort['watch']>[0]>[0]): void => {
    for (const listener of [...listeners]) listener(change);
  };
  const port: PagePort = {
    tab,
    attention: () => attention,
    watch(listener, { signal }) {
      listeners.add(listener);
      signal.addEventListener('abort', () => listeners.delete(listener), { once: true });
    },
  };
  return {
    port,
    say,
    attend(next: Attention): void {
      attention = next;
      say('attention');
    },
  };
}

/** Resolves when messages under way, and those they lead to, have arrived: a channel takes a turn for each. */
export async function delivered(): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) await settle();
}
