import type { SipOutcome } from '../../kernel/errors.js';
import { present } from '../../kernel/present.js';
import type { EndReason } from '../../ports/signaling.js';
import { cleanText } from './clean-text.js';
import { parseParameters, splitOutside, unquote } from './codec/parameters.js';
import { quote } from './codec/sanitize.js';

/** What a message says of its own outcome; the part of sip.js's message objects that is read here. */
export interface OutcomeSource {
  readonly statusCode?: number | undefined;
  readonly reasonPhrase?: string | undefined;
  getHeader(name: string): string | undefined;
  getHeaders(name: string): string[];
}

/** One value of a Reason header, RFC 3326 §2. */
export interface ReasonValue {
  readonly protocol: string;
  readonly cause?: number;
  readonly text?: string;
}

type Numbers = Readonly<Partial<Record<EndReason, readonly number[]>>>;

/** Statuses that say by themselves why; those that stand for several things are decided in `reasonForStatus`. */
const statuses: Numbers = {
  'not-found': [301, 404, 410, 416, 484, 485, 604],
  forbidden: [401, 402, 403, 407, 433],
  'media-failed': [415, 488, 606],
  // The far side's flow is broken (RFC 5626 §5.3).
  unreachable: [430],
  busy: [486, 600],
  cancelled: [487],
  declined: [603, 607, 608],
};

/** ITU-T Q.850 causes that gateways report beside a vague status. */
const causes: Numbers = {
  'not-found': [1, 22, 28],
  unreachable: [2, 3, 20, 27, 34, 38, 41, 42],
  busy: [17],
  'no-answer': [18, 19],
  declined: [21],
  'answered-elsewhere': [26],
  forbidden: [55, 57],
};

function reasonAmong(numbers: Numbers, wanted: number): EndReason | undefined {
  const found = Object.entries(numbers).find(([, each]) => each.includes(wanted));
  return found?.[0] as EndReason | undefined;
}

/** Statuses a gateway also uses where it knows better and says so in a Q.850 Reason. */
const isVague = (status: number): boolean => status === 408 || status === 480 || status >= 500;

/**
 * Why an INVITE failed. `rang` tells apart nobody answered from nobody there, which 408 and 480 leave open.
 */
export function reasonForStatus(status: number, rang: boolean, cause?: number): EndReason {
  const known = reasonAmong(statuses, status);
  if (known !== undefined) return known;
  const refined = cause === undefined || !isVague(status) ? undefined : reasonAmong(causes, cause);
  if (refined !== undefined) return refined;
  if (status === 408 || status === 480) return rang ? 'no-answer' : 'unreachable';
  if (status >= 300 && status < 400) return 'unreachable';
  if (status >= 500 && status < 600) return 'unreachable';
  return 'unknown';
}

/** Why a caller took an invitation back: a proxy says with the CANCEL what became of the other branches (RFC 3326 §3). */
export function reasonForCancel(reasons: readonly ReasonValue[]): EndReason {
  const sip = reasons.find((reason) => reason.protocol === 'SIP')?.cause;
  if (sip !== undefined && sip >= 200 && sip < 300) return 'answered-elsewhere';
  if (sip === 486 || sip === 600) return 'busy';
  if (sip === 603) return 'declined';
  const q850 = reasons.find((reason) => reason.protocol === 'Q.850')?.cause;
  return q850 === 26 ? 'answered-elsewhere' : 'cancelled';
}

/** Reads Reason headers, RFC 3326 §2: `protocol ;cause=n ;text="..."`, several to a line or on several lines. */
export function parseReasons(headers: readonly string[]): ReasonValue[] {
  return headers.flatMap((header) => (splitOutside(header, ',') ?? []).map(parseReason));
}

function parseReason(value: string): ReasonValue {
  const [protocol = '', ...rest] = value.split(';');
  const parameters = parseParameters(rest.join(';').trim()) ?? {};
  const cause = parameters['cause'];
  const text = cleanText(unquote(parameters['text'] ?? ''));
  return {
    protocol: protocol.trim().toUpperCase(),
    ...(cause && /^\d{1,3}$/.test(cause) ? { cause: Number(cause) } : {}),
    ...(text === '' ? {} : { text }),
  };
}

/** True for a response that sip.js made itself, 408 for silence and 503 for a failed send: nobody sent it. */
export function isLocal(message: OutcomeSource): boolean {
  return message.getHeader('Via') === undefined;
}

/** The outcome of a message as plain data. */
export function outcomeOf(message: OutcomeSource): SipOutcome {
  const reasons = parseReasons(message.getHeaders('Reason'));
  const cause = reasons.find((reason) => reason.protocol === 'Q.850')?.cause;
  const text = reasons.find((reason) => reason.text !== undefined)?.text;
  const retryAfter = /^\s*(\d{1,9})/.exec(message.getHeader('Retry-After') ?? '')?.[1];
  const phrase = cleanText(message.reasonPhrase ?? '');
  return present({
    status: message.statusCode,
    phrase: phrase || undefined,
    cause,
    text,
    retryAfter: retryAfter === undefined ? undefined : Number(retryAfter),
  });
}

/** The outcome for an `ended` fact; absent when the message said nothing beyond itself. */
export function outcomeFact(message: OutcomeSource): { sip?: SipOutcome } {
  const sip = outcomeOf(message);
  return Object.keys(sip).length === 0 ? {} : { sip };
}

/** The value of a Reason header of ours. Control characters in `text` become blanks. */
export function reasonValue(status: number, text?: string): string {
  const clean = cleanText(text ?? '');
  return `SIP;cause=${status}${clean === '' ? '' : `;text=${quote(clean)}`}`;
}
