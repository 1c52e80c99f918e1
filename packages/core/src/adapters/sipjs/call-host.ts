import { Timers } from 'sip.js/lib/core/timers.js';
import type { LazyPart } from '../../kernel/lazy-part.js';
import type { LogLevel } from '../../kernel/log.js';
import type { Random } from '../../kernel/random.js';
import type { SignalingFact } from '../../ports/signaling.js';
import type { ConnectionWatch } from './connection-watch.js';
import type { SipCredentials } from './credentials/credentials.js';
import type { SipEngine } from './engine.js';
import type { SipExtensionsPart } from './extension-session.js';

/** 64*T1, after which RFC 3261 §17 gives a transaction up; in milliseconds. sip.js lets tests shorten its own copy. */
export const transactionTimeout = (): number => 64 * Timers.T1;

/** What calls and the registrar need from the adapter around them. */
export interface CallHost {
  readonly engine: SipEngine;
  readonly connection: ConnectionWatch;
  readonly credentials: SipCredentials;
  readonly random: Random;
  readonly trustIdentity: boolean;
  /** Whether a REFER is told to the phone; else it is refused. */
  readonly takesTransfers: boolean;
  /** What few sessions need; loaded when a call is up. */
  readonly extensions: LazyPart<SipExtensionsPart>;
  /** Tells the phone, later and in order. */
  emit(fact: SignalingFact): void;
  note(level: LogLevel, message: string, detail?: unknown): void;
  /** Runs `task` after `delay` milliseconds unless the adapter is disposed first. Returns what calls it off. */
  schedule(task: () => void, delay: number): () => void;
}

/** Makes the credentials ready, so that a challenge can be answered at once. Never rejects: then it goes unanswered. */
export async function prepareCredentials(host: CallHost): Promise<void> {
  try {
    await host.credentials.ready();
  } catch (error) {
    host.note('warn', 'no credentials', error);
  }
}
