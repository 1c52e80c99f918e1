import type { AudioSource } from './audio-source.js';
import type { PeerCodec } from './peer-media.js';

/** How a scripted call ended. */
export interface PeerCallEnd {
  /** `caller` for CANCEL and BYE, `peer` for a refusal or hang-up by the script, `system` otherwise. */
  readonly by: 'caller' | 'peer' | 'system';
  /** The status of a refusal; undefined for a call that had been answered. */
  readonly status?: number;
}

/** What the caller asked for. */
export interface PeerInvite {
  readonly callId: string;
  /** The number that was dialled. */
  readonly extension: string;
  readonly callerUri: string;
  readonly callerName: string | undefined;
  /** The first value of a header field of the INVITE. */
  header(name: string): string | undefined;
}

/** One call to a scripted peer: its script steers it, a test looks at it. */
export interface ScriptedCall {
  readonly invite: PeerInvite;
  readonly status: 'trying' | 'ringing' | 'early' | 'active' | 'ended';
  /** Digits by RFC 4733 or INFO, such as `12#`, and audio packets, counted since the call began. */
  readonly heard: { readonly digits: string; readonly packets: number };
  /** Who holds the call now. */
  readonly held: { readonly byCaller: boolean; readonly byPeer: boolean };
  /** Aborts when the call ends. */
  readonly signal: AbortSignal;
  /** Resolves when the call has ended and its audio is closed; never rejects. */
  readonly ended: Promise<PeerCallEnd>;

  /** Sends 180, or another provisional status without media. */
  ring(status?: number): void;
  /** Sends 183 with SDP; resolves when audio can flow, rejects when the call ends first. */
  earlyMedia(options?: { readonly codecs?: readonly PeerCodec[] }): Promise<void>;
  /**
   * Sends 200 with SDP; resolves when audio can flow, rejects when the call ends first. `codecs`
   * defaults to `pcmu` before `opus`, since only mu-law can be played.
   */
  answer(options?: { readonly codecs?: readonly PeerCodec[] }): Promise<void>;
  /** Refuses with a final status from 300 to 699. No effect once the call is answered. */
  reject(status: number, phrase?: string): void;
  /** Ends the call: BYE once it is answered, 480 before. */
  hangup(): void;
  /** Plays a source from its start; resolves when it has ended or something else is played. */
  play(source: AudioSource): Promise<void>;
  /** Sends back what it hears, `delay` milliseconds later (300 unless given). */
  echo(delay?: number): void;
  /** Holds the caller, or lets go, by re-INVITE; rejects when the caller refuses. */
  hold(on: boolean): Promise<void>;
  /** Sends a request within the dialog; resolves with the status of its final answer. */
  request(method: string, contentType?: string, body?: string): Promise<number>;
  /** Calls the listener for each digit; the returned function ends that. */
  onDigit(listener: (digit: string) => void): () => void;
  /** Waits by the switchboard's clock, in milliseconds; rejects when the call ends first. */
  wait(milliseconds: number): Promise<void>;
}

/** What a peer does with a call. When it rejects, the call is refused with 500 or hung up. */
export type PeerScript = (call: ScriptedCall) => void | Promise<void>;
