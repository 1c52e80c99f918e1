import type { RtpPacket, RTCDtlsTransport, RTCIceGatherer, RTCIceTransport } from 'werift';
import type { MediaAddress, RemoteDescription } from './session-description.js';

/** Loaded with the first call to a peer: the server starts without it. */
type Werift = typeof import('werift');

/** AEAD_AES_128_GCM, then AES128_CM_HMAC_SHA1_80 (RFC 7714 §14.2, RFC 5764 §4.1.2). */
const SRTP_PROFILES = [0x0007, 0x0001] as const;

/** The numbers in front of an RTP payload. */
export interface RtpFields {
  readonly payloadType: number;
  readonly sequenceNumber: number;
  readonly timestamp: number;
  readonly ssrc: number;
  readonly marker: boolean;
}

interface Parts {
  readonly gatherer: RTCIceGatherer;
  readonly ice: RTCIceTransport;
  readonly dtls: RTCDtlsTransport;
  readonly fingerprint: string;
}

/** ICE, DTLS and SRTP to one browser, on host addresses only. */
export class PeerTransport {
  readonly #werift: Werift;
  readonly #gatherer: RTCIceGatherer;
  readonly #ice: RTCIceTransport;
  readonly #dtls: RTCDtlsTransport;
  readonly #fingerprint: string;
  /** Resolves when audio can flow; rejects when it never will. */
  readonly connected: Promise<void>;
  /** The other end's certificate: another one is another endpoint. */
  readonly remoteFingerprint: string;
  #remoteUfrag: string;

  private constructor(werift: Werift, parts: Parts, remote: RemoteDescription) {
    this.#werift = werift;
    this.#gatherer = parts.gatherer;
    this.#ice = parts.ice;
    this.#dtls = parts.dtls;
    this.#fingerprint = parts.fingerprint;
    this.remoteFingerprint = remote.fingerprint;
    this.#remoteUfrag = remote.ufrag;
    this.connected = this.#connect(remote);
    // Whoever needs the media awaits `connected`; a call that ends first is no fault.
    this.connected.catch(() => undefined);
  }

  /** Gathers addresses and starts to connect; resolves when the answer can be written. */
  static async open(remote: RemoteDescription): Promise<PeerTransport> {
    const werift = await import('werift');
    const gatherer = new werift.RTCIceGatherer({ additionalHostAddresses: ['127.0.0.1'] });
    // Left alone, werift asks a public STUN server of its own choice. Nobody may be contacted.
    delete gatherer.connection.stunServer;
    const ice = new werift.RTCIceTransport(gatherer);
    ice.connection.iceControlling = false;
    const certificate = await werift.RTCDtlsTransport.SetupCertificate();
    const dtls = new werift.RTCDtlsTransport({}, ice, certificate, [...SRTP_PROFILES]);
    // As the client we need not reassemble a browser's fragmented, post-quantum ClientHello.
    dtls.role = remote.setup === 'active' ? 'server' : 'client';
    await gatherer.gather();
    const [print] = certificate.getFingerprints();
    const fingerprint = `${print?.algorithm ?? ''} ${print?.value ?? ''}`;
    return new PeerTransport(werift, { gatherer, ice, dtls, fingerprint }, remote);
  }

  get setup(): 'active' | 'passive' {
    return this.#dtls.role === 'server' ? 'passive' : 'active';
  }

  /** What the other end needs to reach us. */
  get address(): MediaAddress {
    const { usernameFragment, password } = this.#ice.localParameters;
    const candidates = this.#gatherer.localCandidates.map(
      ({ foundation, component, protocol, priority, ip, port, type }) =>
        `candidate:${foundation} ${component} ${protocol} ${priority} ${ip} ${port} typ ${type}`,
    );
    return { ufrag: usernameFragment, password, fingerprint: this.#fingerprint, candidates };
  }

  /** Starts over with ICE when the other end did (RFC 8839 §4.4.3). */
  async refresh(remote: RemoteDescription): Promise<void> {
    if (remote.ufrag === this.#remoteUfrag) return;
    this.#remoteUfrag = remote.ufrag;
    this.#setRemote(remote);
    await this.#gatherer.gather();
    this.#ice.start().catch(() => undefined);
  }

  onRtp(listener: (packet: RtpPacket) => void): void {
    this.#dtls.onRtp.subscribe(listener);
  }

  send(payload: Buffer, fields: RtpFields): void {
    if (this.#dtls.state !== 'connected') return;
    void this.#dtls.sendRtp(payload, new this.#werift.RtpHeader({ ...fields, version: 2 }));
  }

  async close(): Promise<void> {
    await this.#dtls.stop();
  }

  async #connect(remote: RemoteDescription): Promise<void> {
    this.#setRemote(remote);
    const [algorithm = '', value = ''] = remote.fingerprint.split(' ');
    const fingerprint = new this.#werift.RTCDtlsFingerprint(algorithm, value);
    this.#dtls.setRemoteParams(new this.#werift.RTCDtlsParameters([fingerprint], 'auto'));
    await this.#ice.start();
    await this.#dtls.start();
  }

  #setRemote({ ufrag, password, candidates }: RemoteDescription): void {
    const { RTCIceParameters, IceCandidate } = this.#werift;
    this.#ice.setRemoteParams(new RTCIceParameters({ usernameFragment: ufrag, password }));
    for (const candidate of candidates) {
      // A candidate that cannot be read is one fewer address to try.
      const parsed = IceCandidate.fromJSON({ candidate });
      if (parsed?.protocol.toLowerCase() === 'udp') void this.#ice.addRemoteCandidate(parsed);
    }
  }
}
