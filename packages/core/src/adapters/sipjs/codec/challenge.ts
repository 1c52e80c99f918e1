import { isToken, splitOutside, trim, unquote } from './parameters.js';

/** One challenge of a 401 or 407, RFC 7616 §3.3 and RFC 8898 §4.2. Text is unquoted. */
export interface Challenge {
  /** In lower case: `digest`, `bearer`, or one that nobody here answers. */
  readonly scheme: string;
  readonly realm: string;
  readonly nonce: string | undefined;
  readonly opaque: string | undefined;
  /** In upper case, as sent. */
  readonly algorithm: string | undefined;
  /** In lower case; empty for the form of RFC 2069 without any. */
  readonly qop: readonly string[];
  readonly stale: boolean;
  /** The server wants the user's name hashed, RFC 7616 §3.4.4. */
  readonly userhash: boolean;
}

export type AnswerHeader = 'Authorization' | 'Proxy-Authorization';

/**
 * What sip.js takes for the one challenge of a message: all challenges of that message.
 * `stale` is only the gate of sip.js's own loop guard, see README.
 */
export interface ChallengeSet {
  stale: boolean;
  /** The header that answers them: a proxy's 407 and a server's 401 have one each, RFC 3261 §22.3. */
  readonly answer: AnswerHeader;
  readonly challenges: readonly Challenge[];
}

/**
 * Reads the challenges of one header line, of which there may be several: `Digest a="b", c=d, Digest a="e"`.
 * Leaves out those that are malformed; what remains is what can be answered.
 */
export function parseChallenges(text: string): Challenge[] {
  const groups: { scheme: string; parameters: Map<string, string> }[] = [];
  for (const part of splitOutside(text, ',') ?? []) {
    const [, scheme, rest = ''] = /^([^\s=,"]+)(?:[ \t]+([^]*))?$/.exec(part) ?? [];
    const starts = scheme !== undefined && !rest.startsWith('=');
    if (starts) groups.push({ scheme: scheme.toLowerCase(), parameters: new Map() });
    readParameter(starts ? rest : part, groups.at(-1)?.parameters);
  }
  return groups.flatMap(({ scheme, parameters }) => {
    const realm = parameters.get('realm');
    return realm === undefined ? [] : [toChallenge(scheme, realm, parameters)];
  });
}

function readParameter(text: string, parameters: Map<string, string> | undefined): void {
  const equals = text.indexOf('=');
  const name = trim(text.slice(0, Math.max(equals, 0))).toLowerCase();
  const value = unquote(trim(text.slice(equals + 1)));
  // Of a name given twice the first counts, so that nobody along the way can add a second. A control character could
  // not be sent back.
  if (!isToken(name) || /[\0-\x1f\x7f]/.test(value) || parameters?.has(name)) return;
  parameters?.set(name, value);
}

function toChallenge(scheme: string, realm: string, given: Map<string, string>): Challenge {
  return {
    scheme,
    realm,
    nonce: given.get('nonce'),
    opaque: given.get('opaque'),
    algorithm: given.get('algorithm')?.toUpperCase(),
    qop:
      given
        .get('qop')
        ?.toLowerCase()
        .split(',')
        .map((option) => option.trim()) ?? [],
    stale: given.get('stale')?.toLowerCase() === 'true',
    userhash: given.get('userhash')?.toLowerCase() === 'true',
  };
}
