import type { IncomingResponse } from 'sip.js/lib/core/messages/incoming-response.js';
import type { IncomingResponseMessage } from 'sip.js/lib/core/messages/incoming-response-message.js';
import type { UserAgentClient } from 'sip.js/lib/core/user-agents/user-agent-client.js';
import { createDeferred, type Deferred } from '../../kernel/deferred.js';
import { CadranError, type ErrorCode } from '../../kernel/errors.js';
import { createQueue } from '../../kernel/queue.js';
import type { RegistrationGrant } from '../../ports/signaling.js';
import type { CallHost } from './call-host.js';
import { parseUri } from './codec/uri.js';
import { isLocal, outcomeOf } from './end-reason.js';
import type { LocalContact } from './local-contact.js';
import { randomToken } from './random-token.js';
import {
  grantedExpires,
  ownContact,
  serviceRoute,
  shortestExpires,
} from './registration-response.js';

export interface RegistrarOptions {
  readonly host: CallHost;
  readonly contact: LocalContact;
  /** The `+sip.instance` of this device, a URN (RFC 5626 §4.1). */
  readonly instance: () => Promise<string>;
}

/**
 * Keeps one binding at the registrar: one REGISTER at a time (RFC 3261 §10.2), one dialog-like identity for all of them.
 * When to refresh is the phone's to decide.
 */
export class Registrar {
  readonly #options: RegistrarOptions;
  readonly #queue = createQueue();
  readonly #callId = randomToken(24);
  readonly #fromTag = randomToken(16);
  readonly #pending = new Set<{
    client: UserAgentClient;
    done: Deferred<IncomingResponseMessage>;
  }>();
  #sequence = 0;
  #bound = false;
  /** False once it was said that nobody on the way keeps flows. */
  #hasFlow = true;

  constructor(options: RegistrarOptions) {
    this.#options = options;
  }

  /** True while the server keeps a binding of ours, as far as we know. */
  get isBound(): boolean {
    return this.#bound;
  }

  register(expires: number): Promise<RegistrationGrant> {
    const registration = this.#queue.run(async () => {
      const instance = await this.#options.instance();
      let asked = Math.max(1, Math.round(expires));
      let response = await this.#authorized(asked, instance, true);
      // RFC 3261 §10.2.8, RFC 5626 §4.2.1, once: a registrar that repeats itself would be asked for ever.
      if (Number(response.statusCode) >= 300) {
        this.#hasFlow &&= response.statusCode !== 439;
        asked = Math.max(asked, shortestExpires(response) ?? asked);
        response = await this.#authorized(asked, instance);
      }
      const own = ownContact(response, this.#options.contact.uri.user ?? '', instance);
      const gruu = own?.parameters['pub-gruu'];
      this.#options.contact.pubGruu = gruu ? parseUri(gruu.replace(/^"|"$/g, '')) : undefined;
      // RFC 3608 §5: requests outside dialogs go this way from now on.
      this.#options.host.engine.configuration.routeSet = serviceRoute(response);
      this.#bound = true;
      return { expires: grantedExpires(response, own, asked) };
    });
    this.#options.host.credentials.learnFrom(registration);
    return registration;
  }

  unregister(): Promise<void> {
    return this.#queue.run(async () => {
      const { host, contact, instance } = this.#options;
      if (!host.connection.isUp) return;
      const urn = await instance();
      await this.#exchange(0, urn);
      this.#bound = false;
      contact.pubGruu = undefined;
      host.engine.configuration.routeSet = [];
    });
  }

  /** Rejects what waits for an answer that can no longer come. */
  fail(error: CadranError): void {
    for (const { client, done } of [...this.#pending]) {
      done.reject(error);
      this.#options.host.engine.abandon(client);
    }
  }

  /** Credentials that are fetched when needed may have been renewed where they come from: then once more. */
  async #authorized(
    expires: number,
    instance: string,
    isFirst = false,
  ): Promise<IncomingResponseMessage> {
    try {
      return await this.#exchange(expires, instance, isFirst);
    } catch (error) {
      const refused = error instanceof CadranError && error.code === 'registration/wrong-password';
      if (!refused || !(await this.#options.host.credentials.renew())) throw error;
      return this.#exchange(expires, instance, isFirst);
    }
  }

  /** Sends one REGISTER; resolves with 2xx, or with 423 and 439 where it `isFirst`, and rejects for all others. */
  async #exchange(
    expires: number,
    instance: string,
    isFirst = false,
  ): Promise<IncomingResponseMessage> {
    const { host } = this.#options;
    await host.credentials.load();
    if (!host.connection.isUp) throw new CadranError('connection/offline', { retryable: true });
    const done = createDeferred<IncomingResponseMessage>();
    const answer = ({ message }: IncomingResponse): void => done.resolve(message);
    const client = host.engine.request(this.#message(expires, instance), {
      onAccept: answer,
      onReject: answer,
      onRedirect: answer,
    }) as unknown as UserAgentClient;
    const entry = { client, done };
    this.#pending.add(entry);
    // A registrar that says 100 and then nothing stops no timer of sip.js: timer F runs on.
    const message = await done.promise.finally(() => {
      this.#pending.delete(entry);
      this.#sequence = client.message.cseq;
    });
    const status = message.statusCode ?? 0;
    if ((status >= 200 && status < 300) || (isFirst && (status === 423 || status === 439)))
      return message;
    throw registrationError(message, host.credentials.failure(client.message));
  }

  #message(expires: number, instance: string) {
    const { engine } = this.#options.host;
    const { aor } = engine.configuration;
    const registrar = aor.clone();
    registrar.user = '';
    registrar.clearParams();
    const { uri } = this.#options.contact;
    // One flow has one number (RFC 5626 §4.2): two pages of one device, which share the instance, have two addresses.
    const flow = this.#hasFlow ? `;reg-id=${parseInt(`${uri.user}`.slice(0, 5), 36)}` : '';
    const contact = `<${uri.toString()}>;+sip.instance="<${instance}>"${flow}`;
    const headers = [`Contact: ${contact};expires=${expires}`, `Expires: ${expires}`, engine.allow];
    const identity = { callId: this.#callId, fromTag: this.#fromTag, cseq: this.#sequence + 1 };
    return engine.makeOutgoingRequestMessage('REGISTER', registrar, aor, aor, identity, headers);
  }
}

const refusals: Readonly<Record<number, ErrorCode>> = {
  403: 'registration/forbidden',
  404: 'registration/unknown-user',
  408: 'registration/timeout',
  604: 'registration/unknown-user',
};

/** What a person can act on, from what the registrar said. */
function registrationError(
  message: IncomingResponseMessage,
  unanswered: CadranError | undefined,
): CadranError {
  const status = message.statusCode ?? 0;
  if (isLocal(message)) {
    return new CadranError(status === 503 ? 'connection/lost' : 'registration/timeout', {
      retryable: true,
    });
  }
  const isAsked = status === 401 || status === 407;
  const code = isAsked ? (unanswered?.code ?? 'registration/no-credentials') : refusals[status];
  return new CadranError(code ?? 'registration/rejected', {
    sip: outcomeOf(message),
    retryable: status === 408 || (status >= 500 && status < 600),
  });
}
