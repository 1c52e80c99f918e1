import type { RemoteParty } from './call-state.js';
import { numberOf } from './target.js';

/** What fits on a screen and no more: a display name is whatever a stranger sent. */
const LONGEST_NAME = 128;
const LONGEST_URI = 512;

/**
 * Makes what the network said of the far side fit to show: bounded, without control characters and without marks
 * that turn the direction of text around (a name could make its neighbours read backwards, UTR 36 §2.5).
 */
export function cleanRemote(remote: RemoteParty): RemoteParty {
  const uri = clean(remote.uri, LONGEST_URI);
  const number = clean(remote.number ?? numberOf(uri) ?? '', LONGEST_NAME);
  const displayName = clean(remote.displayName ?? '', LONGEST_NAME);
  return {
    uri,
    ...(number === '' ? {} : { number }),
    ...(displayName === '' ? {} : { displayName }),
    verified: remote.verified,
  };
}

export function sameRemote(one: RemoteParty, other: RemoteParty): boolean {
  return (
    one.uri === other.uri &&
    one.number === other.number &&
    one.displayName === other.displayName &&
    one.verified === other.verified
  );
}

function clean(text: string, longest: number): string {
  return text
    .slice(0, longest * 4)

    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
    .replace(/[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]/gu, '')
    .trim()
    .slice(0, longest)
    .replace(/[\ud800-\udbff]$/, '');
}
