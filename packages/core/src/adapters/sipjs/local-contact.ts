import type { URI } from 'sip.js/lib/grammar/uri.js';
import type { Contact } from 'sip.js/lib/core/user-agent-core/user-agent-core-configuration.js';

/**
 * Where we can be reached: an address nobody can resolve, which the server reaches by the connection it came on
 * (RFC 7118 §5), or the GRUU that the registrar lent us in its place (RFC 5627 §4.1).
 */
export class LocalContact implements Contact {
  uri: URI;
  pubGruu: URI | undefined;
  tempGruu: URI | undefined;

  constructor(uri: URI) {
    this.uri = uri;
  }

  /** For requests and responses that make or refresh a dialog. `ob` asks for the same connection, RFC 5626 §4.3. */
  toString(): string {
    return this.pubGruu ? `<${this.pubGruu.toString()}>` : `<${this.uri.toString()};ob>`;
  }
}
