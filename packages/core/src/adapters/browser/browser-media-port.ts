import type { Clock } from '../../kernel/clock.js';
import { CadranError } from '../../kernel/errors.js';
import type { Scope } from '../../kernel/scope.js';
import type { AudioLevels, MediaStatistics } from '../../ports/media-measurement.js';
import type {
  CallId,
  MediaDirection,
  MediaFact,
  MediaPort,
  OfferOptions,
  RingingOffer,
  Tone,
} from '../../ports/media.js';
import type { AudioGraph } from './audio-graph.js';
import { CallMedia } from './call-media.js';
import type { DigitTiming } from './dtmf.js';
import type { Facts } from './facts.js';
import { LevelMeter, whileMeasuring } from './level-meter.js';
import type { Microphone } from './microphone.js';
import type { Peer } from './peer.js';
import type { Playback } from './playback.js';
import type { PreparedOffer } from './prepared-offer.js';
import { readStatistics } from './statistics.js';
import type { TonePlayer } from './tone-player.js';

export interface BrowserMediaParts {
  readonly scope: Scope;
  readonly clock: Clock;
  readonly facts: Facts;
  readonly graph: AudioGraph;
  readonly playback: Playback;
  readonly microphone: Microphone;
  readonly prepared: PreparedOffer;
  readonly tones: TonePlayer;
  readonly newPeer: () => Peer;
}

export class BrowserMediaPort implements MediaPort {
  readonly #parts: BrowserMediaParts;
  readonly #calls = new Map<CallId, CallMedia>();

  constructor(parts: BrowserMediaParts) {
    this.#parts = parts;
  }

  listen(listener: (fact: MediaFact) => void, options: { signal: AbortSignal }): void {
    this.#parts.facts.listen(listener, options);
  }

  async prepare(ringing?: RingingOffer): Promise<void> {
    if (this.#parts.scope.signal.aborted) return;
    if (ringing) await this.#open(ringing.id).prepareAnswer(ringing);
    else await this.#parts.prepared.prepare();
  }

  async offer(id: CallId, options: OfferOptions): Promise<string> {
    return this.#open(id).offer(options);
  }

  async answer(
    id: CallId,
    offer: string,
    { direction }: { direction: MediaDirection },
  ): Promise<string> {
    return this.#open(id).answer(offer, direction);
  }

  async accept(id: CallId, answer: string, { provisional = false } = {}): Promise<void> {
    await this.#existing(id).accept(answer, provisional);
  }

  async rollback(id: CallId): Promise<void> {
    await this.#calls.get(id)?.rollback();
  }

  async openMicrophone(id: CallId): Promise<void> {
    await this.#open(id).openMicrophone();
  }

  // Muting and holding begin no call: what comes after `close` must not leave one behind.
  async setMuted(id: CallId, muted: boolean): Promise<void> {
    await this.#calls.get(id)?.setMuted(muted);
  }

  async setHeld(id: CallId, held: boolean): Promise<void> {
    await this.#calls.get(id)?.setHeld(held);
  }

  async sendDtmf(id: CallId, digits: string, timing: DigitTiming): Promise<void> {
    await this.#existing(id).sendDtmf(digits, timing);
  }

  async playTone(tone: Tone | null): Promise<void> {
    if (!this.#parts.scope.signal.aborted) await this.#parts.tones.play(tone);
  }

  async unlock(): Promise<void> {
    if (this.#parts.scope.signal.aborted) return;
    await this.#parts.playback.unlock();
  }

  watchLevels(
    id: CallId,
    listener: (levels: AudioLevels) => void,
    { signal }: { signal: AbortSignal },
  ): void {
    const call = this.#calls.get(id);
    if (!call || signal.aborted) return;
    const { graph, clock } = this.#parts;
    const local = new LevelMeter(graph);
    const remote = new LevelMeter(graph);
    const end = AbortSignal.any([signal, call.signal]);
    const close = (): void => {
      local.close();
      remote.close();
    };
    end.addEventListener('abort', close, { once: true });
    const report = (): void =>
      listener({
        local: local.read(call.voice?.track),
        remote: remote.read(call.peer?.transceiver?.receiver.track),
      });
    whileMeasuring({ graph, clock }, report, end);
  }

  async statistics(id: CallId): Promise<MediaStatistics | undefined> {
    const connection = this.#calls.get(id)?.peer?.connection;
    return connection && readStatistics(connection);
  }

  async close(id: CallId): Promise<void> {
    this.#calls.get(id)?.close();
    this.#calls.delete(id);
  }

  async dispose(): Promise<void> {
    for (const id of [...this.#calls.keys()]) await this.close(id);
    this.#parts.scope.end();
  }

  #open(id: CallId): CallMedia {
    const existing = this.#calls.get(id);
    if (existing) return existing;
    if (this.#parts.scope.signal.aborted)
      throw new CadranError('media/failed', { detail: 'disposed' });
    const { clock, facts, microphone, playback, prepared, newPeer } = this.#parts;
    const call = new CallMedia({
      ...{ id, clock, microphone, playback, newPeer },
      takePrepared: () => prepared.take(),
      emit: (fact) => facts.emit(fact),
    });
    this.#calls.set(id, call);
    return call;
  }

  #existing(id: CallId): CallMedia {
    const call = this.#calls.get(id);
    if (!call) throw new CadranError('media/failed', { detail: 'no such call' });
    return call;
  }
}
