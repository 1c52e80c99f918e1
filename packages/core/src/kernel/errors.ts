/**
 * Every way a request to the phone can fail, `area/what`.
 * `error-registry.ts` says of each what it means, its likely cause and what to do.
 */
export type ErrorCode =
  | 'call/answer-failed'
  | 'call/dial-failed'
  | 'call/dtmf-failed'
  | 'call/hold-failed'
  | 'call/invalid-digits'
  | 'call/invalid-target'
  | 'call/limit-reached'
  | 'call/not-found'
  | 'call/resume-failed'
  | 'call/transfer-failed'
  | 'call/wrong-state'
  | 'config/invalid'
  | 'config/unreachable'
  | 'connection/insecure'
  | 'connection/invalid-url'
  | 'connection/lost'
  | 'connection/not-sip'
  | 'connection/offline'
  | 'connection/unreachable'
  | 'devices/not-found'
  | 'link/lost'
  | 'link/other-options'
  | 'link/other-version'
  | 'link/refused'
  | 'link/worker-failed'
  | 'media/device-busy'
  | 'media/elsewhere'
  | 'media/failed'
  | 'media/insecure-context'
  | 'media/no-microphone'
  | 'media/not-loaded'
  | 'media/no-page'
  | 'media/permission-denied'
  | 'media/playback-blocked'
  | 'media/unsupported'
  | 'phone/disposed'
  | 'phone/not-loaded'
  | 'registration/forbidden'
  | 'registration/no-credentials'
  | 'registration/rejected'
  | 'registration/timeout'
  | 'registration/unknown-user'
  | 'registration/wrong-password'
  | 'signaling/flooded'
  | 'signaling/foreign-realm'
  | 'signaling/glare'
  | 'signaling/malformed'
  | 'signaling/rejected'
  | 'signaling/timeout'
  | 'signaling/wrong-state'
  | 'storage/degraded'
  | 'storage/unavailable';

/** What a SIP response or request said, as plain data. */
export interface SipOutcome {
  /** Status code of the final response, RFC 3261 §21. */
  readonly status?: number;
  /** Reason phrase as the server wrote it; text from the network. */
  readonly phrase?: string;
  /** Q.850 cause of a Reason header, RFC 3326. */
  readonly cause?: number;
  /** Text of the Reason header; text from the network. */
  readonly text?: string;
  /** Seconds of a Retry-After header, RFC 3261 §20.33. */
  readonly retryAfter?: number;
}

export interface CadranErrorOptions {
  readonly cause?: unknown;
  readonly detail?: string;
  readonly retryable?: boolean;
  readonly sip?: SipOutcome;
}

/** The one error class of Cadran: what failed is in `code`, never in the message. */
export class CadranError extends Error {
  override readonly name = 'CadranError';
  readonly code: ErrorCode;
  /** True when the same request may succeed later without anybody changing anything. */
  readonly retryable: boolean;
  /** A short technical addition for logs; never shown to people and never secret. */
  readonly detail: string | undefined;
  readonly sip: SipOutcome | undefined;

  constructor(code: ErrorCode, options: CadranErrorOptions = {}) {
    super(options.detail === undefined ? code : `${code}: ${options.detail}`, {
      cause: options.cause,
    });
    this.code = code;
    this.retryable = options.retryable ?? false;
    this.detail = options.detail;
    this.sip = options.sip;
  }

  /** By name: the parts that are loaded by themselves stand alone, each with a copy of this class. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'CadranError';
  }
}

/** Keeps a CadranError as it is and wraps anything else, so that callers see one class only. */
export function toCadranError(error: unknown, code: ErrorCode): CadranError {
  if (error instanceof CadranError) return error;
  return new CadranError(code, {
    cause: error,
    detail: error instanceof Error ? error.message : String(error),
  });
}
