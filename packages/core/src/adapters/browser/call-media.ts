import { CadranError, toCadranError } from '../../kernel/errors.js';
import type { Clock } from '../../kernel/clock.js';
import { createQueue } from '../../kernel/queue.js';
import { createScope } from '../../kernel/scope.js';
import type {
  CallId,
  MediaDirection,
  MediaFact,
  MediaStatus,
  OfferOptions,
  RingingOffer,
} from '../../ports/media.js';
import { unlessAborted } from './abortable.js';
import { playDigits } from './dtmf.js';
import type { DigitTiming } from './dtmf.js';
import type { Microphone } from './microphone.js';
import type { Peer } from './peer.js';
import type { Playback, Sound } from './playback.js';
import type { PreparedPeer } from './prepared-offer.js';
import { checkRemoteSdp, isSameEnd } from './remote-sdp.js';
import { SdpOrigin } from './sdp-origin.js';
import type { Voice } from './voice.js';

export interface CallMediaOptions {
  readonly id: CallId;
  readonly clock: Clock;
  readonly microphone: Microphone;
  readonly playback: Playback;
  /** Makes a peer connection. */
  readonly newPeer: () => Peer;
  /** Takes the one prepared ahead, with its offer, where there is one. */
  readonly takePrepared: () => PreparedPeer | undefined;
  readonly emit: (fact: MediaFact) => void;
}

/** The sound of one call, over one peer connection after another. */
export class CallMedia {
  readonly #options: CallMediaOptions;
  readonly #scope = createScope();
  readonly #origin = new SdpOrigin();
  readonly #digits = createQueue();
  /** The connection in use, and the one that is being negotiated to take its place. */
  #peer: Peer | undefined;
  #next: Peer | undefined;
  #voice: Voice | undefined;
  #sound: Sound | undefined;
  #muted = false;
  #held = false;

  constructor(options: CallMediaOptions) {
    this.#options = options;
  }

  /** Aborts when the call's media is closed. */
  get signal(): AbortSignal {
    return this.#scope.signal;
  }

  get peer(): Peer | undefined {
    return this.#peer;
  }

  get voice(): Voice | undefined {
    return this.#voice;
  }

  async offer({ direction, iceRestart, fresh }: OfferOptions): Promise<string> {
    this.#assertOpen();
    if (this.#peer && !fresh) {
      return this.#origin.stamp(await this.#peer.offer(direction, iceRestart));
    }
    this.#dropNext();
    return this.#origin.stamp(
      (await this.#offerPrepared(direction)) ?? (await this.#offerAnew(direction)),
    );
  }

  /** Reads the offer of a call that rings. What is wrong with it is said when it is answered. */
  async prepareAnswer({ offer, direction }: RingingOffer): Promise<void> {
    try {
      checkRemoteSdp(offer);
      this.#dropNext();
      this.#next = this.#options.newPeer();
      await this.#next.hear(offer, direction);
    } catch {
      this.#dropNext();
    }
  }

  async answer(offer: string, direction: MediaDirection): Promise<string> {
    this.#assertOpen();
    checkRemoteSdp(offer);
    const prepared = this.#next?.hasHeard(offer) ? this.#next : undefined;
    if (!prepared) this.#dropNext();
    const present = this.#peer?.connection.remoteDescription?.sdp;
    // Their page took the call over, or another device did: nothing of the old connection is of use any more.
    const isNewEnd = present !== undefined && !isSameEnd(present, offer);
    const peer = this.#peer && !isNewEnd ? this.#peer : (prepared ?? this.#options.newPeer());
    if (peer !== this.#peer) this.#next = peer;
    try {
      await this.#send(peer);
      const answer = await peer.answer(offer, direction);
      this.#assertOpen();
      this.#adopt(peer);
      return this.#origin.stamp(answer);
    } catch (error) {
      if (peer === this.#next) this.#dropNext();
      throw toCadranError(error, 'media/failed');
    }
  }

  async accept(answer: string, provisional: boolean): Promise<void> {
    const peer = this.#next ?? this.#peer;
    if (!peer) throw new CadranError('media/failed', { detail: 'an answer without an offer' });
    await peer.accept(answer, provisional);
    this.#assertOpen();
    this.#adopt(peer);
  }

  async rollback(): Promise<void> {
    if (this.#next) this.#dropNext();
    else await this.#peer?.rollback();
  }

  async openMicrophone(): Promise<void> {
    this.#assertOpen();
    if (this.#voice) return;
    const { id, microphone, emit } = this.#options;
    const opening = microphone.open({
      send: (track) => this.#sendTrack(track),
      systemMuted: (muted) => emit({ type: 'muted-by-system', id, muted }),
      lost: (error) => {
        emit({ type: 'failed', id, code: toCadranError(error, 'media/no-microphone').code });
      },
    });
    const voice = await this.#until(opening.then((opened) => this.#claim(opened)));
    await this.#applySilence();
    if (voice) await this.#sendTrack(voice.track);
  }

  async setMuted(muted: boolean): Promise<void> {
    this.#muted = muted;
    await this.#applySilence();
  }

  async setHeld(held: boolean): Promise<void> {
    this.#held = held;
    await this.#applySilence();
  }

  sendDtmf(digits: string, timing: DigitTiming): Promise<void> {
    const { clock } = this.#options;
    const { signal } = this.#scope;
    return this.#digits.run(() =>
      playDigits(this.#peer?.transceiver?.sender, digits, { timing, clock, signal }),
    );
  }

  close(): void {
    this.#scope.end();
    this.#dropNext();
    this.#peer?.close();
    this.#peer = undefined;
    this.#sound?.close();
    this.#sound = undefined;
    if (this.#voice) this.#options.microphone.release(this.#voice);
    this.#voice = undefined;
  }

  async #offerPrepared(direction: MediaDirection): Promise<string | undefined> {
    const prepared = direction === 'sendrecv' ? this.#options.takePrepared() : undefined;
    if (!prepared) return undefined;
    const { peer, ready } = prepared;
    this.#next = peer;
    await this.#until(ready);
    if (peer.signal.aborted) return undefined;
    await this.#send(peer);
    return peer.localSdp;
  }

  async #offerAnew(direction: MediaDirection): Promise<string> {
    this.#assertOpen();
    const peer = this.#options.newPeer();
    this.#next = peer;
    await this.#send(peer);
    return peer.offer(direction);
  }

  #adopt(peer: Peer): void {
    if (peer === this.#next) this.#next = undefined;
    if (peer !== this.#peer) {
      this.#peer?.close();
      this.#peer = peer;
      this.#watch(peer);
    }
    const track = peer.transceiver?.receiver.track;
    if (!track) return;
    this.#sound ??= this.#options.playback.open('speaker');
    this.#sound.setMuted(this.#held);
    this.#sound.play(peer.remoteStream(track));
  }

  #watch(peer: Peer): void {
    const { id, emit } = this.#options;
    let last: MediaStatus = 'none';
    let wasConnected = false;
    const report = (state: RTCPeerConnectionState): void => {
      const status = mediaStatus(state, wasConnected);
      wasConnected ||= status === 'connected';
      if (status && status !== last) emit({ type: 'media', id, status });
      last = status ?? last;
      if (state === 'failed') emit({ type: 'failed', id, code: 'media/failed' });
    };
    report(peer.connection.connectionState);
    peer.onStateChange(report);
  }

  /** A call that ended while the person was being asked has no use for the answer. */
  #claim(voice: Voice): Voice | undefined {
    if (this.#scope.signal.aborted || this.#voice) this.#options.microphone.release(voice);
    else this.#voice = voice;
    return this.#voice;
  }

  async #applySilence(): Promise<void> {
    this.#sound?.setMuted(this.#held);
    await this.#voice?.setAudible(!this.#muted && !this.#held);
  }

  async #send(peer: Peer): Promise<void> {
    if (this.#voice) await peer.setTrack(this.#voice.track);
  }

  async #sendTrack(track: MediaStreamTrack): Promise<void> {
    await Promise.all([this.#peer?.setTrack(track), this.#next?.setTrack(track)]);
  }

  #dropNext(): void {
    this.#next?.close();
    this.#next = undefined;
  }

  #assertOpen(): void {
    if (this.#scope.signal.aborted) throw new CadranError('media/failed', { detail: 'closed' });
  }

  #until<Result>(promise: Promise<Result>): Promise<Result> {
    return unlessAborted(promise, this.#scope.signal);
  }
}

function mediaStatus(
  state: RTCPeerConnectionState,
  wasConnected: boolean,
): MediaStatus | undefined {
  if (state === 'connected') return 'connected';
  if (state === 'disconnected' || state === 'failed') return 'interrupted';
  // While it is being repaired it is interrupted, and a browser calls that connecting again.
  return state === 'connecting' && !wasConnected ? 'connecting' : undefined;
}
