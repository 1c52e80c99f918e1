/** The part of a request that decides whom it may be answered to. */
interface Asking {
  readonly method: string;
  readonly toTag?: string | undefined;
}

const mostRealms = 8;

/**
 * Whose challenges are answered. Anybody along the way of a request can send a 401, the callee first of all; an answer
 * is a test of the password that can be worked on offline. So only the realm named with the credentials is answered, or
 * those that asked for a REGISTER, which goes to nobody but the configured server.
 */
export interface RealmRule {
  /** False where the first answer of the registrar has yet to say which realm is the server's. */
  readonly knowsOne: boolean;
  /** True when the realm may be answered; learns it where this request is one to learn from. */
  admits(realm: string, request: Asking): boolean;
  /** Without registration, the first realm to ask on a connection is taken for the server's. */
  newConnection(): void;
}

export function createRealmRule(options: {
  /** The realm that came with the credentials. */
  configured(): string | undefined;
  readonly registers: boolean;
}): RealmRule {
  const learnt = new Set<string>();
  const teaches = ({ method, toTag }: Asking): boolean =>
    method === 'REGISTER' || (!options.registers && learnt.size === 0 && !toTag);
  return {
    get knowsOne() {
      return !options.registers || learnt.size > 0 || options.configured() !== undefined;
    },
    admits(realm, request) {
      const configured = options.configured();
      if (configured !== undefined) return realm === configured;
      if (!learnt.has(realm) && teaches(request) && learnt.size < mostRealms) learnt.add(realm);
      return learnt.has(realm);
    },
    newConnection() {
      if (!options.registers) learnt.clear();
    },
  };
}
