import type { MediaDirection } from '../ports/media.js';

/** SDP larger than this is not looked into; a session with three media lines has some 6 kB. */
const LONGEST_SDP = 65_536;

/**
 * True when the far side, by this SDP, does not want to hear us: every live media line of it is `sendonly` or
 * `inactive` (RFC 3264 §8.4), or has the address 0.0.0.0 of old telephones (RFC 2543 §B.5).
 */
export function holdsUs(sdp: string): boolean {
  const live = audioLines(sdp);
  return live.length > 0 && live.every(({ direction }) => !receives(direction));
}

/** How we answer their offer, line by line the widest our own hold allows (RFC 3264 §6.1). */
export function answerDirection(offer: string, heldByUs: boolean): MediaDirection {
  const live = audioLines(offer);
  const theyReceive = live.some(({ direction }) => receives(direction));
  const theySend = live.some(({ direction }) => sends(direction));
  const weReceive = theySend && !heldByUs;
  if (theyReceive) return weReceive ? 'sendrecv' : 'sendonly';
  return weReceive ? 'recvonly' : 'inactive';
}

/** How we offer: a hold keeps sending unless they hold us too (RFC 3264 §8.4). */
export function offerDirection(heldByUs: boolean, heldByThem: boolean): MediaDirection {
  if (!heldByUs) return 'sendrecv';
  return heldByThem ? 'inactive' : 'sendonly';
}

interface AudioLine {
  readonly direction: MediaDirection;
}

function audioLines(sdp: string): readonly AudioLine[] {
  const [session = '', ...media] = sdp.slice(0, LONGEST_SDP).split(/^m=/m);
  const general = directionIn(session) ?? 'sendrecv';
  return media
    .filter((section) => /^audio [1-9]/.test(section))
    .map((section) => ({
      direction: hasNoAddress(session, section) ? 'inactive' : (directionIn(section) ?? general),
    }));
}

function directionIn(section: string): MediaDirection | undefined {
  return /^a=(sendrecv|sendonly|recvonly|inactive)\s*$/m.exec(section)?.[1] as
    MediaDirection | undefined;
}

/** With ICE the address of the c= line means nothing: 0.0.0.0 is what stands there before the first candidate (RFC 8840 §4.1.1). */
function hasNoAddress(session: string, section: string): boolean {
  if (/^a=ice-ufrag:/m.test(section) || /^a=ice-ufrag:/m.test(session)) return false;
  const line = /^c=.*$/m.exec(section) ?? /^c=.*$/m.exec(session);
  return line !== null && /^c=IN IP4 0\.0\.0\.0\s*$/.test(line[0]);
}

const receives = (direction: MediaDirection): boolean =>
  direction === 'sendrecv' || direction === 'recvonly';
const sends = (direction: MediaDirection): boolean =>
  direction === 'sendrecv' || direction === 'sendonly';
