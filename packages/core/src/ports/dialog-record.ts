import { CadranError } from '../kernel/errors.js';

/**
 * A confirmed dialog as plain data: what another engine needs to speak in it (RFC 3261 §12). It holds no credentials,
 * nothing of a digest and no SDP, for it may be kept where other scripts of the page can reach it.
 */
export interface DialogRecord {
  readonly version: 1;
  /** Who sent the INVITE: it decides who waits longer after a glare (RFC 3261 §14.1). */
  readonly role: 'caller' | 'callee';
  readonly callId: string;
  readonly localTag: string;
  readonly remoteTag: string;
  /** CSeq of our last request; 0 before the first. */
  readonly localSequence: number;
  /** CSeq of their last request; absent before the first. */
  readonly remoteSequence?: number;
  readonly localUri: string;
  readonly remoteUri: string;
  readonly remoteTarget: string;
  /** Record-Route values in the order requests of ours go. */
  readonly routeSet: readonly string[];
  /** Our own address in the dialog, by which the server finds us; its host is the host of our Via. */
  readonly contact: string;
}

/** The largest CSeq, RFC 3261 §8.1.1.5, less what resuming skips. */
const LARGEST_SEQUENCE = 2 ** 31 - 2 ** 20;
const MOST_ROUTES = 32;

const identifier = /^[^\0- ;,<>"\x7f]{1,512}$/;
const address = /^sips?:[^\0- <>"\x7f]{1,1024}$/i;
const anyAddress = /^[a-z][a-z0-9+.-]{0,31}:[^\0- <>"\x7f]{1,1024}$/i;
const route = /^[^\0-\x1f\x7f]{1,1024}$/;

/**
 * Reads a record that may come from anywhere, corrupt storage included: what it returns is complete, bounded, and holds
 * nothing else. Throws `signaling/malformed`.
 */
export function readDialogRecord(value: unknown): DialogRecord {
  if (typeof value !== 'object' || value === null) throw malformed('no object');
  const given = value as Readonly<Record<string, unknown>>;
  if (given['version'] !== 1) throw malformed('version');
  const { role, remoteSequence, routeSet } = given;
  if (role !== 'caller' && role !== 'callee') throw malformed('role');
  if (!Array.isArray(routeSet) || routeSet.length > MOST_ROUTES) throw malformed('routeSet');
  const routes: readonly unknown[] = routeSet;
  return {
    version: 1,
    role,
    callId: text(given, 'callId', identifier),
    localTag: text(given, 'localTag', identifier),
    remoteTag: text(given, 'remoteTag', identifier),
    localSequence: sequence(given['localSequence']),
    ...(remoteSequence === undefined ? {} : { remoteSequence: sequence(remoteSequence) }),
    localUri: text(given, 'localUri', anyAddress),
    remoteUri: text(given, 'remoteUri', anyAddress),
    remoteTarget: text(given, 'remoteTarget', address),
    routeSet: routes.map((each) => matching(each, route, 'routeSet')),
    contact: text(given, 'contact', address),
  };
}

function text(given: Readonly<Record<string, unknown>>, key: string, pattern: RegExp): string {
  return matching(given[key], pattern, key);
}

function matching(value: unknown, pattern: RegExp, what: string): string {
  if (typeof value !== 'string' || !pattern.test(value)) throw malformed(what);
  return value;
}

function sequence(value: unknown): number {
  if (!Number.isInteger(value) || (value as number) < 0 || (value as number) > LARGEST_SEQUENCE) {
    throw malformed('CSeq');
  }
  return value as number;
}

function malformed(detail: string): CadranError {
  return new CadranError('signaling/malformed', { detail: `dialog record: ${detail}` });
}
