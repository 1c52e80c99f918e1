import type { Flow } from '../connection/flow.js';
import { parseAddress } from '../message/address.js';
import { contactKey, parseUri } from '../message/uri.js';

/** Contacts remembered at once; the one unused for longest is forgotten first. */
const CAPACITY = 10_000;

/**
 * Which flow a contact URI was seen on. A browser's contact (`sip:x@y.invalid`) cannot be resolved,
 * so in-dialog requests find their way by this memory (RFC 7118 §5.2).
 */
export class Contacts {
  readonly #flows = new Map<string, Flow>();

  /** Remembers the contacts of a message that came in over `flow`. */
  learn(values: readonly string[], flow: Flow): void {
    for (const value of values) {
      const uri = parseUri(parseAddress(value)?.uri ?? '');
      if (uri === undefined) continue;
      const key = contactKey(uri);
      this.#flows.delete(key);
      this.#flows.set(key, flow);
      const oldest = this.#flows.keys().next();
      if (this.#flows.size > CAPACITY && !oldest.done) this.#flows.delete(oldest.value);
    }
  }

  find(requestUri: string): Flow | undefined {
    const uri = parseUri(requestUri);
    return uri === undefined ? undefined : this.#flows.get(contactKey(uri));
  }

  clear(): void {
    this.#flows.clear();
  }
}
