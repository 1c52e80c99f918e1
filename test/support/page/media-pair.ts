import { createBrowserMedia } from '../../../packages/core/src/adapters/browser/browser-media.js';
import type {
  BrowserMedia,
  BrowserMediaOptions,
} from '../../../packages/core/src/adapters/browser/browser-media.js';
import type { MediaFact, MediaPort } from '../../../packages/core/src/ports/media.js';
import { listenTo } from './ear.js';
import type { Ear } from './ear.js';
import { MediaLedger } from './media-ledger.js';
import { until } from './until.js';
import { whistle } from './whistle.js';
import type { Whistle } from './whistle.js';

/** One end of a call: its media and what it told. */
export class End {
  readonly facts: MediaFact[] = [];
  readonly media: MediaPort;
  readonly devices: BrowserMedia['devices'];
  readonly #listening = new AbortController();

  constructor(options: BrowserMediaOptions = {}) {
    const { media, devices } = createBrowserMedia(options);
    this.media = media;
    this.devices = devices;
    media.listen((fact) => this.facts.push(fact), { signal: this.#listening.signal });
  }

  /** Waits for a fact, also one that came before. */
  async fact<Type extends MediaFact['type']>(
    type: Type,
    matches: (fact: Extract<MediaFact, { type: Type }>) => boolean = () => true,
  ): Promise<Extract<MediaFact, { type: Type }>> {
    const find = (): Extract<MediaFact, { type: Type }> | undefined =>
      this.facts.find(
        (fact): fact is Extract<MediaFact, { type: Type }> =>
          fact.type === type && matches(fact as Extract<MediaFact, { type: Type }>),
      );
    await until(() => find() !== undefined, `fact ${type}, only ${JSON.stringify(this.facts)}`);
    return find() as Extract<MediaFact, { type: Type }>;
  }

  async connected(id: string): Promise<void> {
    await this.fact('media', (fact) => fact.id === id && fact.status === 'connected');
  }

  async dispose(): Promise<void> {
    await this.media.dispose();
    this.#listening.abort();
  }
}

/** Offers from one end and answers from the other, as signalling would carry it. */
export async function negotiate(
  from: MediaPort,
  to: MediaPort,
  id: string,
  options: Partial<Parameters<MediaPort['offer']>[1]> = {},
): Promise<{ offer: string; answer: string }> {
  const direction = options.direction ?? 'sendrecv';
  const offer = await from.offer(id, { ...options, direction });
  const reverse = { sendrecv: 'sendrecv', sendonly: 'recvonly', recvonly: 'sendonly' } as const;
  const answer = await to.answer(id, offer, {
    direction: direction === 'inactive' ? 'inactive' : reverse[direction],
  });
  await from.accept(id, answer);
  return { offer, answer };
}

export const lowPitch = 440;
export const highPitch = 880;

export interface MediaPairOptions {
  readonly alice?: BrowserMediaOptions;
  readonly bob?: BrowserMediaOptions;
}

/** Two ends in one page, each whistling at its own pitch, and what they opened. */
export class MediaPair {
  readonly ledger = new MediaLedger();
  readonly alice: End;
  readonly bob: End;
  readonly low: Whistle;
  readonly high: Whistle;
  readonly #ears: Ear[] = [];

  private constructor(low: Whistle, high: Whistle, options: MediaPairOptions) {
    this.low = low;
    this.high = high;
    this.alice = new End({ microphone: low.track, ...options.alice });
    this.bob = new End({ microphone: high.track, ...options.bob });
  }

  static async open(options: MediaPairOptions = {}): Promise<MediaPair> {
    return new MediaPair(await whistle(lowPitch), await whistle(highPitch), options);
  }

  /** Connects a call with sound both ways. */
  async call(id = 'call'): Promise<void> {
    await Promise.all([this.alice.media.openMicrophone(id), this.bob.media.openMicrophone(id)]);
    await negotiate(this.alice.media, this.bob.media, id);
    await Promise.all([this.alice.connected(id), this.bob.connected(id)]);
  }

  /** What a connection receives, in the order they were made: of one call, Alice's and then Bob's. */
  receiver(index: number): RTCRtpReceiver {
    const receivers = this.ledger.connections[index]?.getReceivers() ?? [];
    const receiver = receivers.find(({ track }) => track.kind === 'audio');
    if (!receiver) throw new Error(`connection ${index} receives nothing`);
    return receiver;
  }

  async ear(index: number): Promise<Ear> {
    const ear = await listenTo(this.receiver(index));
    this.#ears.push(ear);
    return ear;
  }

  async close(): Promise<void> {
    await Promise.all([this.alice.dispose(), this.bob.dispose()]);
    await Promise.all(this.#ears.map((ear) => ear.close()));
    await Promise.all([this.low.close(), this.high.close()]);
    this.ledger.close();
  }
}
