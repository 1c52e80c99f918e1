import type { Clock } from '../../kernel/clock.js';
import { CadranError, toCadranError } from '../../kernel/errors.js';
import { createScope } from '../../kernel/scope.js';
import type { MediaDirection } from '../../ports/media.js';
import { unlessAborted } from './abortable.js';
import { gathered } from './gathering.js';
import type { GatheringLimits } from './gathering-limits.js';
import { checkRemoteSdp, identityOf, isSameEnd } from './remote-sdp.js';

/** A restart may wait longer: what was not waited for the first time may be what the sound lacks. */
const restartPatience: Partial<GatheringLimits> = { limit: 1_000 };

export interface PeerOptions {
  readonly configuration: RTCConfiguration;
  readonly limits: GatheringLimits;
  readonly expected: readonly string[];
  readonly clock: Clock;
}

/** An offer of theirs that was taken in ahead of the answer. */
interface HeardOffer {
  readonly offer: string;
  readonly direction: MediaDirection;
  readonly answer: Promise<RTCSessionDescriptionInit>;
}

/** One RTCPeerConnection with one audio line, and the offers and answers that pass through it. */
export class Peer {
  readonly connection: RTCPeerConnection;
  readonly #options: PeerOptions;
  readonly #scope = createScope();
  #stream: MediaStream | undefined;
  #track: MediaStreamTrack | null = null;
  #directionBefore: RTCRtpTransceiverDirection | undefined;
  #heard: HeardOffer | undefined;

  /** Throws `media/unsupported` where there is no WebRTC. */
  constructor(options: PeerOptions) {
    if (typeof RTCPeerConnection === 'undefined') throw new CadranError('media/unsupported');
    this.#options = options;
    this.connection = new RTCPeerConnection(options.configuration);
    this.#scope.add(() => this.connection.close());
  }

  /** The one audio line; absent before the first description. */
  get transceiver(): RTCRtpTransceiver | undefined {
    return this.connection
      .getTransceivers()
      .find(
        ({ receiver, direction }) => receiver.track.kind === 'audio' && direction !== 'stopped',
      );
  }

  /** Calls `listener` at every change of the connection's state, until the peer is closed. */
  onStateChange(listener: (state: RTCPeerConnectionState) => void): void {
    const { signal } = this.#scope;
    const report = (): void => listener(this.connection.connectionState);
    this.connection.addEventListener('connectionstatechange', report, { signal });
    // A far end that closes says so in DTLS at once (RFC 5246 §7.2.1); ICE finds out by itself only seconds later.
    const transport = this.transceiver?.sender.transport;
    transport?.addEventListener(
      'statechange',
      () => {
        if (transport.state === 'closed') listener('disconnected');
      },
      { signal },
    );
  }

  /** The far side's track as one stream that stays the same; an offer without a stream of its own brings none. */
  remoteStream(track: MediaStreamTrack): MediaStream {
    if (this.#stream?.getTracks()[0] !== track) this.#stream = new MediaStream([track]);
    return this.#stream;
  }

  /** Sends `track` from now on, without negotiating anew. */
  async setTrack(track: MediaStreamTrack | null): Promise<void> {
    this.#track = track;
    await this.transceiver?.sender.replaceTrack(track);
  }

  async offer(direction: MediaDirection, iceRestart = false): Promise<string> {
    const existing = this.transceiver;
    const transceiver = existing ?? this.connection.addTransceiver('audio', { direction });
    this.#directionBefore ??= transceiver.direction;
    try {
      transceiver.direction = direction;
      await this.#until(transceiver.sender.replaceTrack(this.#track));
      const description = await this.#until(this.connection.createOffer({ iceRestart }));
      return await this.#setLocal(description, iceRestart ? restartPatience : {});
    } catch (error) {
      await this.rollback().catch(() => undefined);
      throw toCadranError(error, 'media/failed');
    }
  }

  /** Takes in an offer that `checkRemoteSdp` let pass and writes the answer, which gathers and sends nothing yet. */
  async hear(offer: string, direction: MediaDirection): Promise<void> {
    const answer = this.#describeAnswer(offer, direction);
    this.#heard = { offer, direction, answer };
    await answer;
  }

  hasHeard(offer: string): boolean {
    return this.#heard?.offer === offer;
  }

  /** Answers an offer that `checkRemoteSdp` let pass. */
  async answer(offer: string, direction: MediaDirection): Promise<string> {
    const heard = this.#heard;
    this.#heard = undefined;
    // An offer of ours that is still open loses; browsers differ in doing this by themselves.
    await this.rollback();
    try {
      const isHeard = heard?.offer === offer && heard.direction === direction;
      return await this.#setLocal(
        await (isHeard ? heard.answer : this.#describeAnswer(offer, direction)),
      );
    } catch (error) {
      await this.#forgetTheirOffer();
      throw toCadranError(error, 'media/failed');
    }
  }

  /** Takes their answer. One that came before, as 183 and 200 repeat each other, changes nothing. */
  async accept(answer: string, provisional: boolean): Promise<void> {
    checkRemoteSdp(answer);
    const present = this.connection.remoteDescription?.sdp;
    if (this.connection.signalingState === 'stable') {
      if (present !== undefined && sameSession(present, answer)) return;
      throw new CadranError('media/failed', { detail: 'an answer without an open offer' });
    }
    // Of a forked call another end may answer than sent the early media. Chromium takes that answer and then never
    // connects, so it is refused here: only a new offer reaches the other end.
    if (present !== undefined && !isSameEnd(present, answer))
      throw new CadranError('media/failed', { detail: 'another end answered' });
    try {
      await this.#setAnswer(answer, provisional);
      this.#directionBefore = undefined;
    } catch (error) {
      throw toCadranError(error, 'media/failed');
    }
  }

  /** Takes our open offer back; without one nothing happens. */
  async rollback(): Promise<void> {
    const before = this.#directionBefore;
    this.#directionBefore = undefined;
    if (!this.connection.signalingState.startsWith('have-local')) return;
    await this.#until(this.connection.setLocalDescription({ type: 'rollback' }));
    const transceiver = this.transceiver;
    if (!transceiver || !before || transceiver.direction === before) return;
    transceiver.direction = before;
    await this.#reaffirm();
  }

  /** The offer as it stands, with every candidate that came since it was made. */
  get localSdp(): string {
    return this.connection.localDescription?.sdp ?? '';
  }

  get signal(): AbortSignal {
    return this.#scope.signal;
  }

  close(): void {
    this.#scope.end();
  }

  /**
   * Says once more to the browser what was agreed. Chromium obeys the direction of an offer as soon as it is made, and
   * taking the offer back does not undo that: after a refused hold nobody would be heard.
   */
  async #reaffirm(): Promise<void> {
    const agreed = this.connection.currentRemoteDescription;
    if (!agreed) return;
    await this.#until(this.connection.setLocalDescription());
    const sdp = asAnswer(agreed.sdp, this.connection.currentLocalDescription?.sdp ?? '');
    await this.#until(this.connection.setRemoteDescription({ type: 'answer', sdp }));
  }

  async #describeAnswer(
    offer: string,
    direction: MediaDirection,
  ): Promise<RTCSessionDescriptionInit> {
    await this.#until(this.connection.setRemoteDescription({ type: 'offer', sdp: offer }));
    await this.#until(this.#takeAudioLine(direction));
    return this.#until(this.connection.createAnswer());
  }

  async #setLocal(
    description: RTCSessionDescriptionInit,
    patience?: Partial<GatheringLimits>,
  ): Promise<string> {
    const before = identityOf(this.localSdp).credentials;
    await this.#until(this.connection.setLocalDescription(description));
    // The same credentials are the same candidates: a hold needs no gathering.
    if (before === '' || before !== identityOf(this.localSdp).credentials) {
      const { expected, clock } = this.#options;
      const limits = { ...this.#options.limits, ...patience };
      await gathered(this.connection, { limits, expected, clock, signal: this.#scope.signal });
    }
    return this.localSdp;
  }

  async #setAnswer(sdp: string, provisional: boolean): Promise<void> {
    const set = (type: 'answer' | 'pranswer'): Promise<void> =>
      this.#until(this.connection.setRemoteDescription({ type, sdp }));
    if (!provisional) return set('answer');
    try {
      await set('pranswer');
    } catch (error) {
      // Firefox knows no provisional answer. Taken as final it plays early media just as well; the final answer of
      // the same dialog is then a repetition, and one of another fork is refused.
      if (!(error instanceof DOMException) || error.name !== 'NotSupportedError') throw error;
      await set('answer');
    }
  }

  async #takeAudioLine(direction: MediaDirection): Promise<void> {
    const audio = this.transceiver;
    if (!audio) throw new CadranError('media/failed', { detail: 'no audio offered' });
    // Other lines are answered inactive and not refused: refusing the first one would take the shared transport along.
    for (const other of this.connection.getTransceivers())
      if (other !== audio && other.direction !== 'stopped') other.direction = 'inactive';
    audio.direction = direction;
    await audio.sender.replaceTrack(this.#track);
  }

  async #forgetTheirOffer(): Promise<void> {
    if (this.connection.signalingState !== 'have-remote-offer') return;
    const undone = this.connection.setRemoteDescription({ type: 'rollback' });
    await this.#until(undone).catch(() => undefined);
  }

  #until<Result>(promise: Promise<Result>): Promise<Result> {
    return unlessAborted(promise, this.#scope.signal);
  }
}

function sameSession(present: string, next: string): boolean {
  const before = identityOf(present);
  const after = identityOf(next);
  return before.certificates === after.certificates && before.credentials === after.credentials;
}

/** Their description as an answer to ours: an offer leaves open who begins DTLS (RFC 8842 §5.2), and we chose then. */
function asAnswer(theirs: string, ours: string): string {
  const role = ours.includes('a=setup:passive') ? 'active' : 'passive';
  return theirs.replaceAll('a=setup:actpass', `a=setup:${role}`);
}
