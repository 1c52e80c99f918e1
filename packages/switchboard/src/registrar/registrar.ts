import type { Authenticator } from '../auth/authenticator.js';
import type { Users } from '../auth/users.js';
import type { Clock } from '../clock.js';
import type { Flow } from '../connection/flow.js';
import { parseAddress, type Address } from '../message/address.js';
import { sequenceOf, type SipRequest, type SipResponse } from '../message/message.js';
import { quote } from '../message/parameters.js';
import { respond } from '../message/respond.js';
import { contactKey, parseUri } from '../message/uri.js';
import type { Contacts } from './contacts.js';
import { isSameDevice, type Binding, type Location } from './location.js';

/** How long bindings live, in seconds, and how many a user may have. */
export interface RegistrarOptions {
  readonly defaultExpires: number;
  readonly minExpires: number;
  readonly maxExpires: number;
  readonly maxBindings: number;
}

/** What a registrar needs around it. */
export interface RegistrarParts {
  readonly clock: Clock;
  readonly users: Users;
  readonly location: Location;
  readonly contacts: Contacts;
  readonly authenticator: Authenticator;
  isOurs(host: string): boolean;
}

/** A registrar (RFC 3261 §10.3) with instances (RFC 5626). */
export class Registrar {
  readonly #options: RegistrarOptions;
  readonly #parts: RegistrarParts;

  constructor(options: RegistrarOptions, parts: RegistrarParts) {
    this.#options = options;
    this.#parts = parts;
  }

  /** The answer to a REGISTER that came over `flow`. */
  register(request: SipRequest, flow: Flow): SipResponse {
    const to = parseUri(parseAddress(request.headers.get('To') ?? '')?.uri ?? '');
    const user = to?.user ?? '';
    if (to === undefined || !this.#parts.isOurs(to.host) || !this.#parts.users.has(user)) {
      return respond(request, 404);
    }
    const asked = this.#parts.authenticator.authenticate(request, 401);
    if (!asked.ok) return asked.response;
    if (asked.user !== user) return respond(request, 403, { phrase: 'Not Your Address' });
    const fault = this.#update(request, flow, user);
    return fault ?? this.#list(request, user);
  }

  #update(request: SipRequest, flow: Flow, user: string): SipResponse | undefined {
    const values = request.headers.getAll('Contact');
    const header = request.headers.get('Expires');
    if (values.includes('*')) {
      // Step 6: "*" goes alone, and only with "Expires: 0".
      if (values.length > 1 || header !== '0') return respond(request, 400);
      this.#parts.location.unbind(user, () => true);
      this.#parts.location.farewell(flow);
      return undefined;
    }
    const changes: { binding: Binding; seconds: number }[] = [];
    for (const value of values) {
      const change = this.#change(request, flow, user, value, header);
      if ('kind' in change) return change;
      changes.push(change);
    }
    const known = this.#parts.location.of(user);
    const added = changes.filter(
      ({ binding, seconds }) => seconds > 0 && !known.some((one) => isSameDevice(one, binding)),
    );
    if (known.length + added.length > this.#options.maxBindings) {
      return respond(request, 503, { phrase: 'Too Many Contacts' });
    }
    // All or nothing (step 7): every contact was checked before the first is changed.
    for (const { binding, seconds } of changes) this.#apply(binding, seconds);
    this.#parts.contacts.learn(values, flow);
    return undefined;
  }

  #change(
    request: SipRequest,
    flow: Flow,
    user: string,
    value: string,
    header: string | undefined,
  ): { binding: Binding; seconds: number } | SipResponse {
    const contact = parseAddress(value);
    const uri = parseUri(contact?.uri ?? '');
    if (contact === undefined || uri === undefined) return respond(request, 400);
    const seconds = this.#expires(contact, header);
    if (seconds > 0 && seconds < this.#options.minExpires) {
      const headers = [['Min-Expires', String(this.#options.minExpires)]] as const;
      return respond(request, 423, { headers });
    }
    const key = contactKey(uri);
    const callId = request.headers.get('Call-ID') ?? '';
    const sequence = sequenceOf(request);
    const older = this.#parts.location.of(user).find((one) => one.key === key);
    if (older?.callId === callId && older.sequence >= sequence) {
      return respond(request, 500, { phrase: 'Out of Order' });
    }
    const q = Number(contact.parameters.get('q') ?? 1);
    const instance = contact.parameters.get('+sip.instance');
    const expiresAt = this.#parts.clock.now() + seconds * 1000;
    const address = contact.uri;
    const found = { user, contact: address, key, instance, flow, callId, sequence, expiresAt };
    return { binding: { ...found, q: Number.isNaN(q) ? 1 : q }, seconds };
  }

  /** The contact's own wish first, then the header, then ours (step 7). */
  #expires(contact: Address, header: string | undefined): number {
    const wish = contact.parameters.get('expires') ?? header;
    const seconds = wish === undefined || !/^\d{1,10}$/.test(wish) ? Number.NaN : Number(wish);
    return Math.min(
      Number.isNaN(seconds) ? this.#options.defaultExpires : seconds,
      this.#options.maxExpires,
    );
  }

  #apply(binding: Binding, seconds: number): void {
    const { location } = this.#parts;
    if (seconds > 0) {
      location.bind(binding);
      return;
    }
    location.unbind(binding.user, (other) => isSameDevice(other, binding));
    location.farewell(binding.flow);
  }

  #list(request: SipRequest, user: string): SipResponse {
    const now = this.#parts.clock.now();
    const headers = this.#parts.location.of(user).map((binding) => {
      const seconds = Math.max(0, Math.round((binding.expiresAt - now) / 1000));
      const instance =
        binding.instance === undefined ? '' : `;+sip.instance=${quote(binding.instance)}`;
      return ['Contact', `<${binding.contact}>;expires=${seconds}${instance}`] as const;
    });
    return respond(request, 200, { headers });
  }
}
