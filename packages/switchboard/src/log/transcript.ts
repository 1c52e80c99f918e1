import type { Clock } from '../clock.js';
import { methodOf, type SipMessage } from '../message/message.js';
import { serialize } from '../message/serialize.js';
import { redact } from './redact.js';

/** One message that passed, as it was on the wire at the client's end, secrets redacted. */
export interface TranscriptEntry {
  /** Epoch milliseconds. */
  readonly at: number;
  /** `in` is towards the switchboard. */
  readonly direction: 'in' | 'out';
  /** The connection, such as `ws-3` or `peer-600`. */
  readonly flow: string;
  /** Who is at the other end: a user, an extension, or the connection while nobody is known. */
  readonly party: string;
  readonly method: string;
  /** Undefined for a request. */
  readonly status?: number;
  readonly callId: string;
  readonly cseq: string;
  /** The whole message. */
  readonly text: string;
  /** What a fault hook or a check did to it. */
  readonly note?: string;
}

/** What has passed, bounded: the oldest entries go first. */
export class Transcript {
  readonly #clock: Clock;
  readonly #capacity: number;
  readonly #entries: TranscriptEntry[] = [];
  readonly #listeners = new Set<(entry: TranscriptEntry) => void>();

  constructor(clock: Clock, capacity: number) {
    this.#clock = clock;
    this.#capacity = capacity;
  }

  get entries(): readonly TranscriptEntry[] {
    return this.#entries;
  }

  record(
    direction: 'in' | 'out',
    flow: string,
    party: string,
    message: SipMessage,
    note?: string,
  ): void {
    const entry: TranscriptEntry = Object.freeze({
      at: this.#clock.now(),
      direction,
      flow,
      party,
      method: methodOf(message),
      ...(message.kind === 'response' ? { status: message.status } : {}),
      callId: message.headers.get('Call-ID') ?? '',
      cseq: message.headers.get('CSeq') ?? '',
      text: serialize(redact(message)),
      ...(note === undefined ? {} : { note }),
    });
    this.#entries.push(entry);
    if (this.#entries.length > this.#capacity) this.#entries.shift();
    for (const listener of this.#listeners) listener(entry);
  }

  /** Calls the listener for every entry from now on; the returned function ends that. */
  listen(listener: (entry: TranscriptEntry) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  clear(): void {
    this.#entries.length = 0;
  }
}
