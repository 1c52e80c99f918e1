import type { OutgoingRequestMessage } from 'sip.js/lib/core/messages/outgoing-request-message.js';

import { CadranError, type ErrorCode } from '../../../kernel/errors.js';
import type { Credentials } from '../../../ports/credentials.js';
import type { AnswerHeader, Challenge, ChallengeSet } from '../codec/challenge.js';
import { chooseChallenge, strengthOf } from './choose-challenge.js';
import type { ProtectionSpace } from './protection-space.js';
import type { RealmRule } from './realm-rule.js';

/** How often one request may be challenged: a proxy, the registrar, and a stale nonce of each. */
const mostRounds = 4;
const mostRealms = 4;

/** What the authenticators of all requests share. */
export interface AuthenticationContext {
  credentials(): Credentials | undefined;
  readonly realms: RealmRule;
  /** The strongest challenge each realm ever offered. */
  readonly strongest: Map<string, number>;
  space(answer: AnswerHeader, realm: string): ProtectionSpace | undefined;
  openSpace(answer: AnswerHeader, challenge: Challenge): ProtectionSpace;
  fail(request: OutgoingRequestMessage, error: CadranError): void;
  /** The server did not take what we have. */
  refuse(): void;
}

/** What sip.js asks of its DigestAuthentication, one for each request. */
export interface Authenticator {
  /** True when the request may go out again, with `toString()` as the header that answers the challenge. */
  authenticate(request: OutgoingRequestMessage, set: ChallengeSet): boolean;
  toString(): string;
}

export function createAuthenticator(context: AuthenticationContext): Authenticator {
  const answered = new Set<ProtectionSpace>();
  let value = '';
  let rounds = 0;

  function answer(request: OutgoingRequestMessage, set: ChallengeSet): void {
    const credentials = context.credentials();
    if (!credentials) throw failure('registration/no-credentials');
    if ((rounds += 1) > mostRounds)
      throw failure('signaling/rejected', 'challenged again and again');
    for (const challenge of chooseAll(context, credentials, request, set)) {
      const known = context.space(set.answer, challenge.realm);
      if (known && answered.has(known) && !challenge.stale) {
        context.refuse();
        throw failure('registration/wrong-password');
      }
      const space = known ?? context.openSpace(set.answer, challenge);
      space.renew(challenge, request.ruri.toRaw());
      answered.add(space);
    }
    value = writeAnswers(request, credentials, answered, set.answer);
  }

  return {
    authenticate(request, set) {
      // Opened by the codec, closed here: whether this is a loop is decided above, by realm, and not by sip.js.
      set.stale = false;
      try {
        answer(request, set);
        return true;
      } catch (error) {
        context.fail(request, error instanceof CadranError ? error : failure('signaling/rejected'));
        return false;
      }
    },
    toString: () => value,
  };
}

/** One challenge for each realm that we answer to; throws when there is none. */
function chooseAll(
  { realms, strongest }: AuthenticationContext,
  credentials: Credentials,
  request: OutgoingRequestMessage,
  { answer, challenges }: ChallengeSet,
): Challenge[] {
  // A token is the secret itself. A 401 to anything but a REGISTER may come from whoever was called.
  const exposed =
    'token' in credentials && answer === 'Authorization' && request.method !== 'REGISTER';
  const names = [...new Set(challenges.map(({ realm }) => realm))].slice(0, mostRealms);
  const ours = exposed ? [] : names.filter((realm) => realms.admits(realm, request));
  if (ours.length === 0) throw failure('signaling/foreign-realm');
  const chosen = ours.flatMap((realm) => {
    const offered = challenges.filter((challenge) => challenge.realm === realm);
    const strength = Math.max(...offered.map(strengthOf));
    if (!('token' in credentials) && strength < (strongest.get(realm) ?? -1)) {
      throw failure('signaling/rejected', 'the realm offered a stronger digest before');
    }
    strongest.set(realm, strength);
    return chooseChallenge(offered, credentials) ?? [];
  });
  if (chosen.length === 0) throw failure('signaling/rejected', 'no challenge that can be answered');
  return chosen;
}

/**
 * Answers everybody who asked so far: a nonce may be used once per count, so the answer to the proxy is made anew when the
 * registrar asks too. Returns the value that sip.js itself will put into `current`; it has room for one, the others are set here.
 */
function writeAnswers(
  request: OutgoingRequestMessage,
  credentials: Credentials,
  spaces: ReadonlySet<ProtectionSpace>,
  current: AnswerHeader,
): string {
  const values: Record<AnswerHeader, string[]> = { Authorization: [], 'Proxy-Authorization': [] };
  for (const space of spaces) values[space.answer].push(space.authorize(request, credentials));
  const [first = '', ...others] = values[current];
  const other = current === 'Authorization' ? 'Proxy-Authorization' : 'Authorization';
  if (values[other].length > 0) request.setHeader(other, values[other]);
  request.extraHeaders = request.extraHeaders
    .filter((line) => !/^(?:Proxy-)?Authorization:/.test(line))
    .concat(others.map((value) => `${current}: ${value}`));
  return first;
}

function failure(code: ErrorCode, detail?: string): CadranError {
  return new CadranError(code, detail === undefined ? {} : { detail });
}
