import type { IceServer } from './ice-server.js';

/** A WebRTC track, as far as one must know it here: declared so that the core needs no DOM types. A `MediaStreamTrack` is one. */
export interface SoundTrack {
  readonly kind: string;
  readonly readyState: string;
}

/** A stream of sound. A `MediaStream` is one. */
export interface SoundStream {
  getAudioTracks(): readonly SoundTrack[];
}

/** Sound the application provides instead of a microphone, or a way to get it, asked anew whenever it is needed. */
export type ProvidedMicrophone = SoundTrack | SoundStream | (() => Promise<SoundStream>);

/** What the browser does to the microphone's sound. Each is on unless set false. */
export interface VoiceProcessing {
  readonly echoCancellation?: boolean;
  readonly noiseSuppression?: boolean;
  readonly autoGainControl?: boolean;
}

/** Whose telephone tones are played: most of Europe's (425 Hz), France's (440 Hz) or North America's. */
export type ToneRegion = 'eu' | 'fr' | 'us';

/** How a browser page makes sound. */
export interface PageSoundOptions {
  /** Default none: nobody is contacted who is not named here. */
  readonly iceServers?: readonly IceServer[];
  /** `relay` hides this machine's addresses behind a TURN server of `iceServers`. Default `all`. */
  readonly iceTransportPolicy?: 'all' | 'relay';
  /** Sound to send instead of a microphone's; its tracks stay the application's own and are never stopped. */
  readonly microphone?: ProvidedMicrophone;
  /** What the browser does to the sound of a microphone it opens; a provided one is sent as it is. */
  readonly processing?: VoiceProcessing;
  /** Default `eu`. */
  readonly toneRegion?: ToneRegion;
}
