import type { Direction } from './direction.js';

/** How to reach the other end's media (RFC 8839, RFC 8842). */
export interface MediaAddress {
  readonly ufrag: string;
  readonly password: string;
  /** As in SDP: algorithm, space, colon-separated hexadecimal. */
  readonly fingerprint: string;
  /** As in SDP, without `a=`. */
  readonly candidates: readonly string[];
}

/** What a peer reads out of a browser's description. */
export interface RemoteDescription extends MediaAddress {
  readonly setup: string;
  readonly direction: Direction;
  /** Payload types by name and rate, such as `pcmu/8000`, in the other side's order. */
  readonly formats: ReadonlyMap<string, number>;
  /** Every media line in order; the audio line we use is marked. */
  readonly lines: readonly MediaLine[];
}

/** One m= line, as far as an answer must mirror it. */
export interface MediaLine {
  readonly head: string;
  readonly mid: string | undefined;
  readonly used: boolean;
}

/** Reads a description; `undefined` when it has no audio that could flow. */
export function readDescription(sdp: string): RemoteDescription | undefined {
  const [session = '', ...sections] = sdp.split(/\r?\n(?=m=)/);
  const audio = sections.find((section) => /^m=audio [1-9]/.test(section));
  if (audio === undefined) return undefined;
  const find = (name: string): string | undefined =>
    attribute(audio, name) ?? attribute(session, name);
  const [ufrag, password, fingerprint] = ['ice-ufrag', 'ice-pwd', 'fingerprint'].map(find);
  if (ufrag === undefined || password === undefined || fingerprint === undefined) return undefined;
  return {
    ...{ ufrag, password, fingerprint },
    setup: find('setup') ?? 'actpass',
    direction: readDirection(audio) ?? readDirection(session) ?? 'sendrecv',
    formats: readFormats(audio),
    candidates: [...audio.matchAll(/^a=(candidate:.*)$/gm)]
      .map((match) => (match[1] ?? '').trim())
      // Looking a browser's ".local" name up is multicast traffic, and needless: it checks our
      // addresses, and its own is learnt from that (RFC 8445 §7.3.1.3).
      .filter((candidate) => !/\.local /i.test(candidate)),
    lines: sections.map((section) => ({
      head: /^m=(\S+ \d+ \S+ .*)$/m.exec(section)?.[1]?.trim() ?? '',
      mid: attribute(section, 'mid'),
      used: section === audio,
    })),
  };
}

function attribute(section: string, name: string): string | undefined {
  return new RegExp(`^a=${name}:(.*)$`, 'm').exec(section)?.[1]?.trim();
}

function readDirection(section: string): Direction | undefined {
  const match = /^a=(sendrecv|sendonly|recvonly|inactive)\s*$/m.exec(section);
  return match?.[1] as Direction | undefined;
}

/** G.711 may come without a=rtpmap: its numbers are fixed (RFC 3551 §6). */
const FIXED: Readonly<Record<string, string>> = { 0: 'pcmu/8000', 8: 'pcma/8000' };

function readFormats(audio: string): Map<string, number> {
  const names = new Map(
    [...audio.matchAll(/^a=rtpmap:(\d{1,3}) ([A-Za-z0-9-]+\/\d+)/gm)].map((match) => [
      match[1] ?? '',
      (match[2] ?? '').toLowerCase(),
    ]),
  );
  const formats = new Map<string, number>();
  for (const type of /^m=audio \d+ \S+ (.*)$/m.exec(audio)?.[1]?.trim().split(' ') ?? []) {
    const name = names.get(type) ?? FIXED[type];
    if (name !== undefined && !formats.has(name)) formats.set(name, Number(type));
  }
  return formats;
}

/** What a peer says about itself. */
export interface LocalDescription extends MediaAddress {
  readonly sessionId: string;
  readonly version: number;
  readonly setup: 'active' | 'passive' | 'actpass';
  readonly direction: Direction;
  /** Payload types by name and rate, preferred first. */
  readonly formats: ReadonlyMap<string, number>;
  readonly ssrc: number;
  /** The other side's media lines: all but the audio we use are refused (RFC 3264 §6). */
  readonly lines: readonly MediaLine[];
}

/** Writes an answer, or an offer within the call: both have the same lines. */
export function writeDescription(local: LocalDescription): string {
  const mid = local.lines.find((line) => line.used)?.mid;
  const head = [
    'v=0',
    `o=- ${local.sessionId} ${local.version} IN IP4 127.0.0.1`,
    's=-',
    't=0 0',
    ...(mid === undefined ? [] : [`a=group:BUNDLE ${mid}`]),
  ];
  const media = local.lines.flatMap((line) =>
    line.used ? audioLines(local, line.mid) : refusedLines(line),
  );
  return [...head, ...media, ''].join('\r\n');
}

function audioLines(local: LocalDescription, mid: string | undefined): string[] {
  const formats = [...local.formats];
  return [
    `m=audio 9 UDP/TLS/RTP/SAVPF ${formats.map(([, type]) => type).join(' ')}`,
    'c=IN IP4 0.0.0.0',
    ...(mid === undefined ? [] : [`a=mid:${mid}`]),
    `a=${local.direction}`,
    'a=rtcp-mux',
    `a=ice-ufrag:${local.ufrag}`,
    `a=ice-pwd:${local.password}`,
    `a=fingerprint:${local.fingerprint}`,
    `a=setup:${local.setup}`,
    ...formats.flatMap(([name, type]) => formatLines(name, type)),
    'a=msid:switchboard audio',
    `a=ssrc:${local.ssrc} cname:switchboard`,
    ...local.candidates.map((candidate) => `a=${candidate}`),
    'a=end-of-candidates',
  ];
}

function formatLines(name: string, type: number): string[] {
  const map = `a=rtpmap:${type} ${name === 'opus/48000' ? 'opus/48000/2' : name}`;
  if (name === 'opus/48000') return [map, `a=fmtp:${type} minptime=10;useinbandfec=1`];
  return name.startsWith('telephone-event/') ? [map, `a=fmtp:${type} 0-15`] : [map];
}

function refusedLines({ head, mid }: MediaLine): string[] {
  const refused = head.replace(/^(\S+) \d+/, '$1 0');
  const rest = mid === undefined ? [] : [`a=mid:${mid}`];
  return [`m=${refused}`, 'c=IN IP4 0.0.0.0', 'a=inactive', ...rest];
}
