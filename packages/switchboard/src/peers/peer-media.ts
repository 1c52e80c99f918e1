import type { RtpPacket } from 'werift';
import { systemClock } from '../clock.js';
import { FRAME, type AudioSource } from './audio-source.js';
import { directionOf, receives, sends, type Direction } from './direction.js';
import { Packetizer } from './packetizer.js';
import { Player } from './player.js';
import {
  readDescription,
  writeDescription,
  type LocalDescription,
  type RemoteDescription,
} from './session-description.js';
import { TelephoneEvents } from './telephone-event.js';
import { PeerTransport } from './transport.js';

/** Codecs a peer can answer with. Only G.711 mu-law can be played; the others can be echoed. */
export type PeerCodec = 'opus' | 'pcmu' | 'pcma' | 'g722';

const FORMATS: Readonly<Record<PeerCodec, string>> = {
  opus: 'opus/48000',
  pcmu: 'pcmu/8000',
  pcma: 'pcma/8000',
  g722: 'g722/8000',
};
const EVENTS = ['telephone-event/48000', 'telephone-event/8000'];

/** The audio of one call, from its first description to its last packet. */
export class PeerMedia {
  readonly #onDigit: (digit: string) => void;
  readonly #packetizer = new Packetizer();
  readonly #player: Player;
  readonly #events = new TelephoneEvents();
  readonly #echoes = new Set<() => void>();
  readonly #sessionId = String(Date.now());
  #transport: PeerTransport | undefined;
  #remote: RemoteDescription | undefined;
  #formats: ReadonlyMap<string, number> = new Map();
  #version = 0;
  #direction: Direction = 'sendrecv';
  #echoDelay: number | undefined;
  #piece: object = {};
  #closed = false;
  packetsReceived = 0;
  /** Set while our side holds the call. */
  holding = false;

  constructor(onDigit: (digit: string) => void) {
    this.#onDigit = onDigit;
    this.#player = new Player((payload, first, index) => {
      this.#sendFrame(payload, first, index);
    });
  }

  /** Whether the other side holds the call. */
  get held(): boolean {
    return this.#remote !== undefined && !receives(this.#remote.direction);
  }

  /** Resolves when audio can flow; rejects when it never will. */
  connected(): Promise<void> {
    return this.#transport?.connected ?? Promise.reject(new Error('No media yet'));
  }

  /** Answers an offer; `undefined` when there is nothing in it we can take. */
  async answer(offer: string, codecs: readonly PeerCodec[]): Promise<string | undefined> {
    const remote = readDescription(offer);
    if (remote === undefined) return undefined;
    const formats = chooseFormats(remote, codecs);
    if (formats === undefined) return undefined;
    await this.#reach(remote);
    this.#remote = remote;
    this.#formats = formats;
    this.#direction = directionOf(
      receives(remote.direction),
      sends(remote.direction) && !this.holding,
    );
    return this.#describe(this.#transport?.setup ?? 'active');
  }

  /** Offers the same audio again in the direction our side now wants. */
  offer(): string {
    this.#direction = directionOf(true, !this.holding);
    return this.#describe('actpass');
  }

  /** Takes the answer to our offer. */
  accept(answer: string): void {
    const remote = readDescription(answer);
    if (remote === undefined || this.#remote === undefined) return;
    this.#remote = { ...this.#remote, direction: remote.direction };
    this.#direction = directionOf(
      receives(remote.direction),
      sends(remote.direction) && !this.holding,
    );
  }

  play(source: AudioSource): Promise<void> {
    this.#echoDelay = undefined;
    return this.#player.play(source);
  }

  echo(delay: number): void {
    this.#player.stop();
    this.#echoDelay = delay;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#player.stop();
    for (const cancel of this.#echoes) cancel();
    this.#echoes.clear();
    // Whatever closing trips over, it is closed as far as anybody else is concerned.
    await this.#transport?.close().catch(() => undefined);
  }

  /** Another certificate is another page that took the call over: it gets a transport of its own. */
  async #reach(remote: RemoteDescription): Promise<void> {
    if (this.#transport?.remoteFingerprint === remote.fingerprint) {
      await this.#transport.refresh(remote);
      return;
    }
    const former = this.#transport;
    const transport = await PeerTransport.open(remote);
    this.#transport = transport;
    transport.onRtp((packet) => {
      this.#onPacket(packet);
    });
    await former?.close();
    // The call may have ended while addresses were gathered.
    if (this.#closed) await transport.close();
  }

  #describe(setup: LocalDescription['setup']): string {
    const transport = this.#transport;
    const remote = this.#remote;
    if (transport === undefined || remote === undefined) throw new Error('No media yet');
    this.#version += 1;
    return writeDescription({
      ...transport.address,
      sessionId: this.#sessionId,
      version: this.#version,
      setup,
      direction: this.#direction,
      formats: this.#formats,
      ssrc: this.#packetizer.ssrc,
      lines: remote.lines,
    });
  }

  #onPacket({ header, payload }: RtpPacket): void {
    if (EVENTS.some((name) => this.#formats.get(name) === header.payloadType)) {
      const digit = this.#events.receive(payload, header.timestamp);
      if (digit !== undefined) this.#onDigit(digit);
      return;
    }
    this.packetsReceived += 1;
    if (this.#echoDelay === undefined) return;
    const { payloadType, timestamp, marker, ssrc } = header;
    const packet = { origin: ssrc, payloadType, timestamp, marker };
    const cancel = systemClock.schedule(() => {
      this.#echoes.delete(cancel);
      this.#send(payload, packet);
    }, this.#echoDelay);
    this.#echoes.add(cancel);
  }

  #sendFrame(payload: Buffer, first: boolean, index: number): void {
    const payloadType = this.#formats.get(FORMATS.pcmu);
    if (payloadType === undefined) return;
    if (first) this.#piece = {};
    const timestamp = index * FRAME;
    this.#send(payload, { origin: this.#piece, payloadType, timestamp, marker: first });
  }

  #send(payload: Buffer, packet: Parameters<Packetizer['send']>[2]): void {
    if (this.#transport === undefined || !sends(this.#direction)) return;
    this.#packetizer.send(this.#transport, payload, packet);
  }
}

function chooseFormats(
  remote: RemoteDescription,
  codecs: readonly PeerCodec[],
): Map<string, number> | undefined {
  const formats = new Map<string, number>();
  for (const name of [...codecs.map((codec) => FORMATS[codec]), ...EVENTS]) {
    const type = remote.formats.get(name);
    if (type !== undefined) formats.set(name, type);
  }
  return codecs.some((codec) => formats.has(FORMATS[codec])) ? formats : undefined;
}
