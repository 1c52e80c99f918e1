import { isToken, parseParameters, trim, type Parameters } from './parameters.js';

/** The top Via, as far as somebody reads it. */
export interface Via {
  readonly host: string;
  readonly port: number | undefined;
  readonly branch: string | null | undefined;
}

const via =
  /^SIP[ \t]*\/[ \t]*2\.0[ \t]*\/[ \t]*[\w!%*.`'~+-]+[ \t]+([\w.-]+|\[[0-9a-f:.]+\])[ \t]*(?::[ \t]*(\d{1,5})[ \t]*)?(?:;([^]*))?$/i;

export function parseVia(text: string): Via | undefined {
  const [, host, port, rest] = via.exec(text) ?? [];
  const parameters = rest === undefined ? {} : parseParameters(rest);
  if (host === undefined || !parameters) return undefined;
  const { branch } = parameters;
  return { host, port: port === undefined ? undefined : Number(port), branch };
}

export interface CSeq {
  readonly value: number;
  readonly method: string;
}

/** RFC 3261 §8.1.1.5: below 2^31. */
export function parseCSeq(text: string): CSeq | undefined {
  const [, digits = '', method = ''] = /^(\d{1,10})[ \t]+(\S+)$/.exec(text) ?? [];
  const value = Number(digits);
  return isToken(method) && value < 2 ** 31 ? { value, method } : undefined;
}

/** A number that is there to be believed: no sign, no fraction, not above `most`. */
export function parseCount(most: number): (text: string) => { value: number } | undefined {
  return (text) => {
    const value = /^\d{1,10}$/.test(text) ? Number(text) : Infinity;
    // An object, because sip.js takes a parsed 0 for a header that was not parsed.
    return value <= most ? { value } : undefined;
  };
}

/** RFC 3261 §25.1: callid is one or two words; sip.js keeps the text. */
export function parseCallId(text: string): string | undefined {
  return /^[^\s,;]{1,512}$/.test(text) ? text : undefined;
}

/** The bare type, in lower case: sip.js compares it with `application/sdp` and takes anything else for no offer. */
export function parseMediaType(text: string): string | undefined {
  const [, type, rest] =
    /^([\w!%*.`'~+-]+[ \t]*\/[ \t]*[\w!%*.`'~+-]+)[ \t]*(?:;([^]*))?$/.exec(text) ?? [];
  if (type === undefined || (rest !== undefined && !parseParameters(rest))) return undefined;
  return type.replace(/\s/g, '').toLowerCase();
}

/** A token with parameters: Event, Subscription-State, Content-Disposition. */
function parseWord(text: string): { word: string; parameters: Parameters } | undefined {
  const [, word = '', rest] = /^([^\s;]+)[ \t]*(?:;([^]*))?$/.exec(text) ?? [];
  const parameters = rest === undefined ? {} : parseParameters(rest);
  return isToken(word) && parameters ? { word: word.toLowerCase(), parameters } : undefined;
}

export function parseEvent(text: string): { event: string; params: Parameters } | undefined {
  const parsed = parseWord(text);
  return parsed && { event: parsed.word, params: parsed.parameters };
}

export function parseDisposition(text: string): { type: string } | undefined {
  const parsed = parseWord(text);
  return parsed && { type: parsed.word };
}

export interface SubscriptionState {
  readonly state: string;
  readonly reason: string | undefined;
  /** Seconds. */
  readonly expires: number | undefined;
  /** Seconds; sip.js's name for it. */
  readonly retry_after: number | undefined;
}

export function parseSubscriptionState(text: string): SubscriptionState | undefined {
  const parsed = parseWord(text);
  if (!parsed) return undefined;
  const { reason, expires, 'retry-after': retryAfter } = parsed.parameters;
  return {
    state: parsed.word,
    reason: reason?.toLowerCase(),
    expires: seconds(expires),
    retry_after: seconds(retryAfter),
  };
}

function seconds(text: string | null | undefined): number | undefined {
  return text != null && /^\d{1,10}$/.test(text) ? Number(text) : undefined;
}

export interface Replaces {
  readonly call_id: string;
  readonly replaces_to_tag: string;
  readonly replaces_from_tag: string;
  readonly early_only: boolean;
}

/** RFC 3891 §6.1, with the names of sip.js's grammar. */
export function parseReplaces(text: string): Replaces | undefined {
  const semicolon = text.indexOf(';');
  const callId = parseCallId(trim(text.slice(0, Math.max(semicolon, 0))));
  const parameters = parseParameters(text.slice(semicolon + 1));
  const to = parameters?.['to-tag'];
  const from = parameters?.['from-tag'];
  if (callId === undefined || to == null || from == null) return undefined;
  const early = parameters?.['early-only'] !== undefined;
  return { call_id: callId, replaces_to_tag: to, replaces_from_tag: from, early_only: early };
}

/** A list of option tags, RFC 3261 §20.32; empty lists are legal for Supported, harmless for Require. */
export function parseTokens(text: string): string[] | undefined {
  const tokens = text === '' ? [] : text.split(',').map(trim);
  return tokens.every(isToken) ? tokens : undefined;
}
