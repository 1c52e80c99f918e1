import type { Authenticator } from '../auth/authenticator.js';
import type { Flow } from '../connection/flow.js';
import { parseAddress } from '../message/address.js';
import type { SipRequest, SipResponse } from '../message/message.js';
import { respond } from '../message/respond.js';
import { parseUri } from '../message/uri.js';
import { isInDialog } from './forward.js';
import type { Home } from './home.js';

/** Who sent a request, or the answer that turns it away. */
export type Admission =
  | { readonly ok: true; readonly user: string | undefined }
  | { readonly ok: false; readonly response: SipResponse };

/** Decides whether a request may be forwarded, and in whose name. */
export class Gate {
  readonly #authenticator: Authenticator;
  readonly #challenge: ReadonlySet<string>;
  readonly #home: Home;
  /** The user a flow proved to be. */
  readonly #proven = new WeakMap<Flow, string>();

  constructor(authenticator: Authenticator, challenge: readonly string[], home: Home) {
    this.#authenticator = authenticator;
    this.#challenge = new Set(challenge.map((method) => method.toUpperCase()));
    this.#home = home;
  }

  /** The user a flow has proved to be, by REGISTER or by an answered challenge. */
  provenUser(flow: Flow): string | undefined {
    return this.#proven.get(flow);
  }

  prove(flow: Flow, user: string): void {
    this.#proven.set(flow, user);
  }

  admit(request: SipRequest, flow: Flow): Admission {
    if (flow.trusted) return { ok: true, user: undefined };
    const proven = this.#proven.get(flow);
    // Asking again inside a dialog would cost a round trip on every hold; the flow is known.
    const known = isInDialog(request) && proven !== undefined;
    if (known || !this.#challenge.has(request.method)) return { ok: true, user: proven };
    const asked = this.#authenticator.authenticate(request, 407);
    if (!asked.ok) return asked;
    this.#proven.set(flow, asked.user);
    const from = parseUri(parseAddress(request.headers.get('From') ?? '')?.uri ?? '');
    if (from === undefined) return { ok: true, user: asked.user };
    if (!isInDialog(request) && (from.user !== asked.user || !this.#home.isOurs(from.host))) {
      return { ok: false, response: respond(request, 403, { phrase: 'From Is Not You' }) };
    }
    return { ok: true, user: asked.user };
  }
}
