import type { MediaDirection } from '../../ports/media.js';

export interface FakeSdp {
  /** Whose description it is: becomes the ICE name and the fingerprint. */
  readonly owner: string;
  readonly version: number;
  readonly direction: MediaDirection;
}

/** A session description as browsers write them, short: one audio line with ICE and DTLS (RFC 8829 §5). */
export function fakeSdp({ owner, version, direction }: FakeSdp): string {
  const mark = Array.from(owner).reduce(
    (sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 0xffff,
    7,
  );
  const fingerprint = Array.from({ length: 32 }, (_, index) =>
    ((mark + index * 37) % 256).toString(16).padStart(2, '0').toUpperCase(),
  ).join(':');
  return [
    'v=0',
    `o=- ${mark} ${version} IN IP4 127.0.0.1`,
    's=-',
    't=0 0',
    'a=group:BUNDLE 0',
    'm=audio 9 UDP/TLS/RTP/SAVPF 111 0 8 110',
    'c=IN IP4 0.0.0.0',
    'a=rtcp-mux',
    `a=ice-ufrag:${mark.toString(36).padStart(4, '0')}`,
    `a=ice-pwd:${`${mark}`.padStart(24, 'p')}`,
    `a=fingerprint:sha-256 ${fingerprint}`,
    'a=setup:actpass',
    'a=mid:0',
    `a=${direction}`,
    'a=rtpmap:111 opus/48000/2',
    'a=rtpmap:110 telephone-event/48000',
    'a=candidate:1 1 udp 2122260223 127.0.0.1 40000 typ host',
    '',
  ].join('\r\n');
}
