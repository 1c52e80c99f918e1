import { CadranError } from '../../kernel/errors.js';

/** What a session description may weigh before a browser gets to parse it. */
const longestSdp = 32 * 1024;
const strongHashes = new Set(['sha-256', 'sha-384', 'sha-512']);
const securedTransport = /^(UDP|TCP)\/(TLS|DTLS)\/|^RTP\/SAVPF?$/i;

interface Section {
  readonly transport: string;
  readonly active: boolean;
  readonly lines: readonly string[];
}

/**
 * Refuses a remote description that asks for less than DTLS-SRTP: no fingerprint or a weak one (RFC 8122 §5), keys in
 * the clear (`a=crypto`, RFC 4568), plain RTP, or one too big to be honest. Throws `media/failed`.
 */
export function checkRemoteSdp(sdp: string): void {
  if (sdp.length > longestSdp) refuse('session description too large');
  const [session = [], ...media] = splitSections(sdp);
  if (media.length === 0) refuse('session description without media');
  const shared = fingerprints(session);
  for (const section of media.map(describeSection)) {
    if (section.lines.some((line) => line.startsWith('a=crypto:'))) refuse('keys in the clear');
    if (!section.active) continue;
    if (!securedTransport.test(section.transport)) refuse('media that is not encrypted');
    const own = fingerprints(section.lines);
    checkFingerprints(own.length > 0 ? own : shared);
  }
}

/** What ties a description to one far end: its certificates and its ICE credentials. */
export function identityOf(sdp: string): { certificates: string; credentials: string } {
  const lines = sdp.split(/\r?\n/);
  const unique = (prefix: string): string =>
    [...new Set(lines.filter((line) => line.startsWith(prefix)))].sort().join('\n');
  return {
    certificates: unique('a=fingerprint:').toLowerCase(),
    credentials: unique('a=ice-ufrag:'),
  };
}

/**
 * Tells whether a new description of theirs comes from the same far end as the present one. A new certificate is a new
 * far end, which must then also bring new ICE credentials (RFC 8842 §4); throws `media/failed` where it does not.
 */
export function isSameEnd(present: string, next: string): boolean {
  const before = identityOf(present);
  const after = identityOf(next);
  if (before.certificates === after.certificates) return true;
  if (before.credentials === after.credentials) refuse('certificate changed in place');
  return false;
}

function checkFingerprints(values: readonly string[]): void {
  if (values.length === 0) refuse('no certificate fingerprint');
  for (const value of values) {
    const [hash = ''] = value.split(' ');
    if (!strongHashes.has(hash.toLowerCase())) refuse('weak certificate fingerprint');
  }
}

function splitSections(sdp: string): string[][] {
  const sections: string[][] = [[]];
  for (const line of sdp.split(/\r?\n/)) {
    if (line.startsWith('m=')) sections.push([]);
    sections.at(-1)?.push(line);
  }
  return sections;
}

function describeSection(lines: readonly string[]): Section {
  const [, port = '0', transport = ''] = (lines[0] ?? '').split(' ');
  const active = port !== '0' || lines.includes('a=bundle-only');
  return { transport, active, lines };
}

function fingerprints(lines: readonly string[]): string[] {
  const prefix = 'a=fingerprint:';
  return lines
    .filter((line) => line.startsWith(prefix))
    .map((line) => line.slice(prefix.length).trim());
}

function refuse(detail: string): never {
  throw new CadranError('media/failed', { detail });
}
