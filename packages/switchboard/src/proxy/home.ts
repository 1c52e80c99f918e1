import { parseUri, type SipUri } from '../message/uri.js';

/** What this switchboard calls itself, and which names it answers to. */
export class Home {
  readonly domain: string;
  readonly #address: () => string;

  /** `address` gives host and port, known only once the port is bound. */
  constructor(domain: string, address: () => string) {
    this.domain = domain.toLowerCase();
    this.#address = address;
  }

  /** Host and port, for Via. */
  get address(): string {
    return this.#address();
  }

  /** Whether a host in a URI means us: our domain, or the address we listen at. */
  isOurs(host: string): boolean {
    return host === this.domain || host === this.address.replace(/:\d+$/, '') || isLoopback(host);
  }

  /** The Record-Route value that keeps us in a dialog (RFC 3261 §16.6 step 4). */
  get recordRoute(): string {
    return `<sip:${this.address};transport=ws;lr>`;
  }

  /** Whether a Route names us, and so is ours to take off (§16.4). */
  isOurRoute(uri: string): boolean {
    const parsed: SipUri | undefined = parseUri(uri);
    return parsed !== undefined && this.isOurs(parsed.host);
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '127.0.0.1' || host === '[::1]';
}
