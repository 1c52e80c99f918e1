import type { IncomingResponseMessage } from 'sip.js/lib/core/messages/incoming-response-message.js';
import type { OutgoingRequestMessage } from 'sip.js/lib/core/messages/outgoing-request-message.js';
import type { URI } from 'sip.js/lib/grammar/uri.js';
import type { NameAddress } from './codec/name-address.js';
import type { SipUri } from './codec/uri.js';

/** How often one call is sent on, and over how many servers in a row (RFC 3261 §8.1.3.4, §16.7). */
const mostTargets = 5;
const mostHops = 2;

/** Where the calls of a person who is not here go; the alternative service of a 380 and the proxy of a 305 are no place to call. */
const moved: readonly unknown[] = [300, 301, 302];

/** A name, or the few digits of an extension. */
const extension = /^[1-9]\d{1,4}$/;
const name = /^[a-z_][\w.~-]*$/i;

/** The INVITE that was sent first. */
type Invitation = Pick<OutgoingRequestMessage, 'from' | 'ruri'>;

/** Where a call goes next when it is told to go elsewhere, until there is nowhere left (RFC 3261 §8.1.3.4). */
export class RedirectTargets {
  readonly #dialled: string;
  /** Our own domain, and the one that was called. */
  readonly #hosts: readonly string[];
  readonly #tried = new Set<string>();
  #waiting: { readonly contact: NameAddress; readonly hop: number }[] = [];
  #hop = 0;

  constructor({ ruri, from }: Invitation) {
    this.#dialled = ruri.user ?? '';
    this.#hosts = [from.uri.host, ruri.host];
    this.#tried.add(keyOf(ruri));
  }

  /** The next address after this final response to the last one. */
  next(message: IncomingResponseMessage): NameAddress | undefined {
    const status = message.statusCode ?? 0;
    // 6xx speaks for all of them (RFC 3261 §21.6).
    if (status >= 600) return undefined;
    if (moved.includes(status) && this.#hop < mostHops) this.#add(message);
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      const key = keyOf(next.contact.uri);
      if (this.#tried.has(key) || this.#tried.size > mostTargets) continue;
      this.#tried.add(key);
      this.#hop = next.hop;
      return next.contact;
    }
    return undefined;
  }

  #add(message: IncomingResponseMessage): void {
    const contacts = (message.headers['Contact'] ?? []).map(({ parsed }) => parsed as NameAddress);
    const found = contacts
      .filter(({ uri }) => this.#isFollowed(uri))
      .sort((one, other) => preference(other) - preference(one));
    const hop = this.#hop + 1;
    this.#waiting.unshift(...found.map((contact) => ({ contact: bare(contact), hop })));
  }

  /**
   * Whoever we call may answer 302, and it is our account that pays for where we go: to people of our domain or of the one
   * that was called, and to a number only where it is an extension like the one that was dialled.
   */
  #isFollowed({ scheme, host, user }: SipUri): boolean {
    if (!/^sips?$/.test(scheme) || !this.#hosts.includes(host)) return false;
    const dialled = this.#dialled;
    const alike = extension.test(dialled) && dialled.length === user.length;
    return name.test(user) || (alike && extension.test(user));
  }
}

/** The address only: no name that nobody vouches for, and nothing that a Contact could write into our INVITE (RFC 3261 §19.1.5). */
function bare(contact: NameAddress): NameAddress {
  const address = contact.clone();
  address.displayName = '';
  address.uri.clearHeaders();
  address.uri.deleteParam('method');
  return address;
}

function keyOf({ scheme, user, host, port }: URI): string {
  return [scheme, user, host, port].join();
}

function preference(contact: NameAddress): number {
  const q = Number(contact.getParam('q') ?? 1);
  return q >= 0 && q <= 1 ? q : 0;
}
