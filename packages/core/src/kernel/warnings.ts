import type { ErrorCode } from './errors.js';

/** Where a feature says that something is degraded but going, and when it is over. */
export interface WarningBoard {
  /** Raising what stands already changes nothing. */
  raise(code: ErrorCode, callId?: string): void;
  clear(code: ErrorCode, callId?: string): void;
  /** Clears all that stands for one call. */
  clearCall(callId: string): void;
}
