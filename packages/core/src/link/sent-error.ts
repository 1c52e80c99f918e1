import { CadranError, toCadranError } from '../kernel/errors.js';
import type { ErrorCode, SipOutcome } from '../kernel/errors.js';
import { isRecord, isText } from './plain-data.js';

/** A CadranError as it travels. What caused it stays where it happened. */
export interface SentError {
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly detail?: string;
  readonly sip?: SipOutcome;
}

const LONGEST_DETAIL = 500;

export function sendError(error: unknown): SentError {
  const { code, retryable, detail, sip } = toCadranError(error, 'link/refused');
  return {
    code,
    retryable,
    ...(detail === undefined ? {} : { detail: detail.slice(0, LONGEST_DETAIL) }),
    ...(sip ? { sip: { ...sip } } : {}),
  };
}

/** What comes back is a CadranError whatever was sent. */
export function receiveError(sent: unknown): CadranError {
  if (!isRecord(sent) || !isText(sent['code'], 64) || !/^[a-z]+\/[a-z-]+$/.test(sent['code'])) {
    return new CadranError('link/refused', { detail: 'an error of no known kind' });
  }
  const { code, detail, sip } = sent as unknown as SentError;
  return new CadranError(code, {
    retryable: sent['retryable'] === true,
    ...(isText(detail, LONGEST_DETAIL) ? { detail } : {}),
    ...(isRecord(sip) ? { sip } : {}),
  });
}
