import type { Clock } from './clock.js';

/** `error`: a defect or a lost call; `warn`: degraded but going; `info`: what an operator asks about; `debug`: everything else. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface LogEntry {
  readonly level: LogLevel;
  /** The part of the phone that speaks: `call`, `registration`, `transport` and so on. */
  readonly area: string;
  /** One line without secrets, numbers, names or message bodies. */
  readonly message: string;
  readonly at: number;
  readonly detail?: unknown;
}

/** Receives what the phone notes about its work. None is given by default and then nothing is written anywhere. */
export type Log = (entry: LogEntry) => void;

/** Writes notes of one area; does nothing when nobody listens. A log that throws is the application's own fault and stays there. */
export type Note = (level: LogLevel, message: string, detail?: unknown) => void;

export function createNote(log: Log | undefined, clock: Clock, area: string): Note {
  return (level, message, detail) => {
    try {
      log?.({ level, area, message, at: clock.now(), ...(detail === undefined ? {} : { detail }) });
    } catch {
      // Nowhere is left to tell it.
    }
  };
}
