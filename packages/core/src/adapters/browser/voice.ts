/** A microphone that is open: ours to stop, or the application's and never ours. */
export interface MicrophoneSource {
  readonly track: MediaStreamTrack;
  readonly owned: boolean;
}

/** What a call wants to know of its microphone. */
export interface VoiceUser {
  /** Sends `track` from now on. */
  send(track: MediaStreamTrack): Promise<void>;
  systemMuted(muted: boolean): void;
  /** The microphone is gone and no other took its place. */
  lost(error: unknown): void;
}

/**
 * One call's share of the microphone, silent or not on its own. Of a microphone of ours it is a clone. A track of the
 * application is sent as it is, so that the application's own `enabled` and `stop()` hold; only its silence is a clone.
 */
export class Voice {
  readonly user: VoiceUser;
  #source: MicrophoneSource;
  #clone: MediaStreamTrack;
  #audible = true;

  constructor(source: MicrophoneSource, user: VoiceUser) {
    this.user = user;
    this.#source = source;
    this.#clone = source.track.clone();
    this.#apply();
  }

  /** What the call sends now. */
  get track(): MediaStreamTrack {
    return this.#source.owned || !this.#audible ? this.#clone : this.#source.track;
  }

  async setAudible(audible: boolean): Promise<void> {
    const before = this.track;
    this.#audible = audible;
    this.#apply();
    if (this.track !== before) await this.user.send(this.track);
  }

  /** Changes to another microphone within the call. */
  async use(source: MicrophoneSource): Promise<void> {
    const former = this.#clone;
    this.#source = source;
    this.#clone = source.track.clone();
    this.#apply();
    await this.user.send(this.track);
    former.stop();
  }

  stop(): void {
    this.#clone.stop();
  }

  #apply(): void {
    this.#clone.enabled = this.#source.owned && this.#audible;
  }
}
