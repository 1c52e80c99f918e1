import { Timers } from 'sip.js/lib/core/timers.js';
import type { Clock } from '../../kernel/clock.js';
import type { LogLevel } from '../../kernel/log.js';
import type { SignalingFact } from '../../ports/signaling.js';
import type { SipCredentials } from './credentials/credentials.js';
import type { SipEngine } from './engine.js';

/** 64*T1, after which RFC 3261 §17 gives a transaction up; in milliseconds. sip.js lets tests shorten its own copy. */
export const transactionTimeout = (): number => 64 * Timers.T1;

/** What the parts of a call need from the adapter around them. */
export interface CallHost {
  readonly engine: SipEngine;
  readonly clock: Clock;
  readonly random: () => number;
  readonly trustIdentity: boolean;
  /** Tells the phone, later and in order. */
  emit(fact: SignalingFact): void;
  note(level: LogLevel, message: string, detail?: unknown): void;
  isConnected(): boolean;
  /** How often the connection was lost so far: tells a silent server from one that we could not hear. */
  outages(): number;
  /** Runs `task` now, or when there is a connection again; `giveUp` instead when there is none for 64*T1. */
  whenConnected(task: () => void, giveUp: () => void): void;
  /** Runs `task` after `delay` unless the adapter is disposed first. Returns what calls it off. */
  schedule(task: () => void, delay: number): () => void;
  readonly credentials: SipCredentials;
  /** Makes the credentials ready, so that a challenge can be answered at once. Never rejects. */
  prepareCredentials(): Promise<void>;
}
