import type { SipRequest, SipResponse } from '../message/message.js';
import { respond } from '../message/respond.js';
import { challenge, parseCredentials, verifies, type DigestAlgorithm } from './digest.js';
import type { Nonces } from './nonces.js';
import type { Users } from './users.js';

/** What a look at a request's credentials gave. */
export type Authentication =
  | { readonly ok: true; readonly user: string }
  | { readonly ok: false; readonly response: SipResponse };

/** How the switchboard asks who somebody is. */
export interface AuthenticatorOptions {
  readonly realm: string;
  readonly users: Users;
  readonly nonces: Nonces;
  /** Offered in this order, the first preferred (RFC 8760 §2.4). */
  readonly algorithms: readonly DigestAlgorithm[];
  /** The answer to a wrong password: a new challenge, or a plain 403. */
  readonly wrongPassword: 401 | 403;
}

/** Digest authentication, as registrar (401) and as proxy (407). */
export class Authenticator {
  readonly #options: AuthenticatorOptions;

  constructor(options: AuthenticatorOptions) {
    this.#options = options;
  }

  authenticate(request: SipRequest, status: 401 | 407): Authentication {
    const { realm, users, nonces, algorithms, wrongPassword } = this.#options;
    const name = status === 401 ? 'Authorization' : 'Proxy-Authorization';
    const credentials = request.headers
      .getAll(name)
      .map(parseCredentials)
      .find((one) => one?.realm === realm && algorithms.includes(one.algorithm));
    if (credentials === undefined) return this.#challenge(request, status, false);
    if (credentials.uri !== request.uri) {
      return refusal(request, 400, 'Digest URI is not the Request-URI');
    }
    const user = users.get(credentials.username);
    // The password is checked before the nonce: only who knows it may hear "stale".
    if (user === undefined || !verifies(credentials, user.password, request.method)) {
      return wrongPassword === 403
        ? refusal(request, 403)
        : this.#challenge(request, status, false);
    }
    if (!nonces.spend(credentials.nonce, credentials.nc)) {
      return this.#challenge(request, status, true);
    }
    return { ok: true, user: user.name };
  }

  #challenge(request: SipRequest, status: 401 | 407, stale: boolean): Authentication {
    const { realm, nonces, algorithms } = this.#options;
    const name = status === 401 ? 'WWW-Authenticate' : 'Proxy-Authenticate';
    const headers = algorithms.map(
      (algorithm) => [name, challenge(realm, nonces.issue(), algorithm, stale)] as const,
    );
    return { ok: false, response: respond(request, status, { headers }) };
  }
}

function refusal(request: SipRequest, status: number, phrase?: string): Authentication {
  return { ok: false, response: respond(request, status, phrase === undefined ? {} : { phrase }) };
}
