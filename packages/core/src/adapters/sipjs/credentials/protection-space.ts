import type { OutgoingRequestMessage } from 'sip.js/lib/core/messages/outgoing-request-message.js';

import type { Credentials } from '../../../ports/credentials.js';
import type { AnswerHeader, Challenge } from '../codec/challenge.js';
import { quote } from '../codec/sanitize.js';
import { randomToken } from '../random-token.js';
import { algorithmOf, qopOf } from './choose-challenge.js';
import { digestResponse, hash } from './digest.js';

const mostTargets = 64;

/** The last challenge of one realm by one header: good for every further request there, until the server says otherwise. */
export interface ProtectionSpace {
  readonly answer: AnswerHeader;
  readonly realm: string;
  /** Takes a newer challenge. The count goes on when the nonce is the same. */
  renew(challenge: Challenge, target: string): void;
  /** True when credentials may go to this target before anybody asked, RFC 3261 §22.2 and §22.3. */
  covers(target: string): boolean;
  /** The header's value for this request; each call counts as one use of the nonce. */
  authorize(request: OutgoingRequestMessage, credentials: Credentials): string;
}

export function createProtectionSpace(answer: AnswerHeader, first: Challenge): ProtectionSpace {
  let challenge = first;
  let count = 0;
  let cnonce = randomToken(26);
  const targets = new Set<string>();
  return {
    answer,
    realm: first.realm,
    renew(next, target) {
      if (targets.size >= mostTargets) targets.clear();
      targets.add(target);
      if (next.nonce !== challenge.nonce) {
        count = 0;
        // One per nonce: the key of a `-sess` algorithm is made of the first, RFC 7616 §3.4.2.
        cnonce = randomToken(26);
      }
      challenge = next;
    },
    // A proxy takes its credentials out. A server's would travel on to whoever is called: they go where they were asked for.
    covers: (target) => answer === 'Proxy-Authorization' || targets.has(target),
    authorize(request, credentials) {
      if ('token' in credentials) return `Bearer ${credentials.token}`;
      count += 1;
      const nc = count.toString(16).padStart(8, '0');
      return digestHeader(challenge, { count: nc, cnonce, request, credentials });
    },
  };
}

interface DigestUse {
  readonly count: string;
  readonly cnonce: string;
  readonly request: OutgoingRequestMessage;
  readonly credentials: Exclude<Credentials, { token: string }>;
}

function digestHeader(challenge: Challenge, use: DigestUse): string {
  const { count, cnonce, request, credentials } = use;
  const { realm, nonce = '', opaque, userhash } = challenge;
  const { name, session } = algorithmOf(challenge) ?? { name: 'MD5' as const, session: false };
  const qop = qopOf(challenge) ?? undefined;
  const user = credentials.username;
  const uri = request.ruri.toRaw();
  const response = digestResponse({
    algorithm: name,
    session,
    ha1:
      'ha1' in credentials
        ? credentials.ha1
        : hash(name, `${user}:${realm}:${credentials.password}`),
    nonce,
    ...(qop && { qop }),
    count,
    cnonce,
    method: request.method,
    uri,
    body: bodyOf(request),
  });
  const parts: (readonly [name: string, value: string] | undefined | false)[] = [
    ['username', quote(userhash ? hash(name, `${user}:${realm}`) : user)],
    ['realm', quote(realm)],
    ['nonce', quote(nonce)],
    ['uri', quote(uri)],
    ['response', quote(response)],
    challenge.algorithm !== undefined && ['algorithm', session ? `${name}-sess` : name],
    (qop !== undefined || session) && ['cnonce', quote(cnonce)],
    opaque !== undefined && ['opaque', quote(opaque)],
    qop && ['qop', qop],
    qop && ['nc', count],
    userhash && ['userhash', 'true'],
  ];
  const given = parts.filter((part) => part !== undefined && part !== false);
  return `Digest ${given.map(([key, value]) => `${key}=${value}`).join(', ')}`;
}

function bodyOf(request: OutgoingRequestMessage): string {
  // Declared as an object always; sip.js itself handles text there too.
  const body = request.body as { body: string } | string | undefined;
  return typeof body === 'string' ? body : (body?.body ?? '');
}
