import type { DigestAuthentication } from 'sip.js/lib/core/messages/digest-authentication.js';
import type { OutgoingRequestMessage } from 'sip.js/lib/core/messages/outgoing-request-message.js';

import { CadranError } from '../../../kernel/errors.js';
import type { Credentials, CredentialsSource } from '../../../ports/credentials.js';
import type { AnswerHeader } from '../codec/challenge.js';
import { headerValue } from '../codec/sanitize.js';
import { createAuthenticator } from './authenticator.js';
import { createProtectionSpace, type ProtectionSpace } from './protection-space.js';
import { createRealmRule } from './realm-rule.js';

export interface SipCredentials {
  /**
   * Resolves when a challenge can be answered at once, or when there is nothing to answer with.
   * Rejects with `registration/no-credentials` when the source of the credentials fails.
   */
  ready(): Promise<void>;
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
}

export function createCredentials({ source, registers }: CredentialsOptions): SipCredentials {
  let held = typeof source === 'object' ? checked(source) : undefined;
  let refused: string | undefined;
  let loading: Promise<void> | undefined;
  let disposed = false;
  const spaces = new Map<string, ProtectionSpace>();
  const failures = new WeakMap<OutgoingRequestMessage, CadranError>();
  const realms = createRealmRule({
    configured: () => (held && 'realm' in held ? held.realm : undefined),
    registers,
  });

  async function load(ask: () => Promise<Credentials>): Promise<void> {
    const loaded = checked(await ask());
    if (!disposed) held = loaded;
  }

  async function ready(): Promise<void> {
    if (held || disposed || typeof source !== 'function') return;
    loading ??= load(source).finally(() => (loading = undefined));
    try {
      await loading;
    } catch (cause) {
      throw new CadranError('registration/no-credentials', { cause, retryable: true });
    }
  }

  const context = {
    credentials: () => held,
    realms,
    strongest: new Map<string, number>(),
    space(answer: AnswerHeader, realm: string) {
      return spaces.get(`${answer} ${realm}`);
    },
    openSpace(...[answer, challenge]: Parameters<typeof createProtectionSpace>) {
      const space = createProtectionSpace(answer, challenge);
      spaces.set(`${answer} ${challenge.realm}`, space);
      return space;
    },
    fail(request: OutgoingRequestMessage, error: CadranError) {
      failures.set(request, error);
    },
    refuse() {
      refused = JSON.stringify(held);
      spaces.clear();
      if (typeof source === 'function') held = undefined;
    },
  };

  return {
    ready,
    async renew() {
      if (typeof source !== 'function' || disposed) return false;
      held = undefined;
      await ready();
      return JSON.stringify(held) !== refused;
    },
    authenticator: () => createAuthenticator(context) as unknown as DigestAuthentication,
    authorize(request) {
      // Neither can be challenged, RFC 3261 §22.1.
      if (!held || request.method === 'ACK' || request.method === 'CANCEL') return;
      for (const answer of ['Authorization', 'Proxy-Authorization'] as const) {
        const target = request.ruri.toRaw();
        const values = [...spaces.values()]
          .filter((space) => space.answer === answer && space.covers(target))
          .map((space) => space.authorize(request, held as Credentials));
        if (values.length > 0) request.setHeader(answer, values);
      }
    },
    failure: (request) => failures.get(request),
    newConnection() {
      realms.newConnection();
      if (!registers) spaces.clear();
    },
    dispose() {
      disposed = true;
      held = refused = undefined;
      spaces.clear();
    },
  };
}

/** Throws for what could never go into a header, before anything waits for an answer made of it. */
function checked(credentials: Credentials): Credentials {
  if ('token' in credentials) {
    // RFC 6750 §2.1.
    if (/^[\w\-.~+/]+=*$/.test(credentials.token)) return credentials;
    throw new CadranError('config/invalid', { detail: 'the token is not a bearer token' });
  }
  headerValue(credentials.username);
  return credentials;
}
