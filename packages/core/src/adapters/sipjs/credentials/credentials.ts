import type { DigestAuthentication } from 'sip.js/lib/core/messages/digest-authentication.js';
import type { OutgoingRequestMessage } from 'sip.js/lib/core/messages/outgoing-request-message.js';

import type { Clock } from '../../../kernel/clock.js';
import type { CadranError } from '../../../kernel/errors.js';
import type { Credentials, CredentialsSource } from '../../../ports/credentials.js';
import type { AnswerHeader, Challenge } from '../codec/challenge.js';
import { createAuthenticator, type AuthenticationContext } from './authenticator.js';
import { HeldCredentials } from './held-credentials.js';
import { createProtectionSpace, type ProtectionSpace } from './protection-space.js';
import { createRealmRule, type RealmRule } from './realm-rule.js';

export interface SipCredentials {
  /**
   * Resolves when the credentials are here, or when there is nothing to get them from.
   * Rejects with `registration/no-credentials` when their source fails.
   */
  load(): Promise<void>;
  /** As `load`; and waits for the registration under way where the realm of every challenge is learnt from it. */
  ready(): Promise<void>;
  /** To be called with each registration, which settles when the registrar has answered. */
  learnFrom(registration: Promise<unknown>): void;
  /** Asks the source again after a refusal. Resolves with true when it gave others than those refused: then try again. */
  renew(): Promise<boolean>;
  /** For sip.js's `authenticationFactory`, which wants one for each request. */
  authenticator(): DigestAuthentication;
  /** Puts credentials into a request before it is sent, where its server asked for them before. */
  authorize(request: OutgoingRequestMessage): void;
  /** Why a challenge to this request was not answered, or that its answer was refused. */
  failure(request: OutgoingRequestMessage): CadranError | undefined;
  /** To be called when a connection opens. */
  newConnection(): void;
  /** Forgets everything secret. */
  dispose(): void;
}

export interface CredentialsOptions {
  readonly source: CredentialsSource | undefined;
  /** True where the phone registers: then nobody but the registrar teaches us a realm. */
  readonly registers: boolean;
  readonly clock: Clock;
}

export function createCredentials(options: CredentialsOptions): SipCredentials {
  return new SharedCredentials(options);
}

class SharedCredentials implements SipCredentials, AuthenticationContext {
  readonly realms: RealmRule;
  readonly strongest = new Map<string, number>();
  readonly #held: HeldCredentials;
  readonly #spaces = new Map<string, ProtectionSpace>();
  readonly #failures = new WeakMap<OutgoingRequestMessage, CadranError>();
  #lesson: Promise<unknown> | undefined;

  constructor(private readonly options: CredentialsOptions) {
    const held = new HeldCredentials(options.source, options.clock);
    this.#held = held;
    this.realms = createRealmRule({
      configured: () => (held.value && 'realm' in held.value ? held.value.realm : undefined),
      registers: options.registers,
    });
  }

  load(): Promise<void> {
    return this.#held.load();
  }

  async ready(): Promise<void> {
    await this.load();
    if (this.#held.value && !this.realms.knowsOne) await this.#lesson;
  }

  learnFrom(registration: Promise<unknown>): void {
    this.#lesson = registration.catch(() => undefined);
  }

  renew(): Promise<boolean> {
    return this.#held.renew();
  }

  authenticator(): DigestAuthentication {
    return createAuthenticator(this) as unknown as DigestAuthentication;
  }

  authorize(request: OutgoingRequestMessage): void {
    const credentials = this.#held.value;
    // Neither can be challenged, RFC 3261 §22.1.
    if (!credentials || request.method === 'ACK' || request.method === 'CANCEL') return;
    const target = request.ruri.toRaw();
    for (const answer of ['Authorization', 'Proxy-Authorization'] as const) {
      const values = [...this.#spaces.values()]
        .filter((space) => space.answer === answer && space.covers(target))
        .map((space) => space.authorize(request, credentials));
      if (values.length > 0) request.setHeader(answer, values);
    }
  }

  failure(request: OutgoingRequestMessage): CadranError | undefined {
    return this.#failures.get(request);
  }

  newConnection(): void {
    this.realms.newConnection();
    if (!this.options.registers) this.#spaces.clear();
  }

  dispose(): void {
    this.#held.forget();
    this.#spaces.clear();
  }

  credentials(): Credentials | undefined {
    return this.#held.value;
  }

  space(answer: AnswerHeader, realm: string): ProtectionSpace | undefined {
    return this.#spaces.get(`${answer} ${realm}`);
  }

  openSpace(answer: AnswerHeader, challenge: Challenge): ProtectionSpace {
    const space = createProtectionSpace(answer, challenge);
    this.#spaces.set(`${answer} ${challenge.realm}`, space);
    return space;
  }

  fail(request: OutgoingRequestMessage, error: CadranError): void {
    this.#failures.set(request, error);
  }

  refuse(): void {
    this.#spaces.clear();
    this.#held.refuse();
  }
}
