import type { SipResponse } from '../message/message.js';
import { respond } from '../message/respond.js';
import { bestResponse } from './best-response.js';
import type { Branch } from './branch.js';
import type { ServerTransaction } from './server-transaction.js';

/** A request on its way to one or more targets: the response context of RFC 3261 §16.7. */
export class Fork {
  readonly #server: ServerTransaction;
  #branches: readonly Branch[] = [];
  readonly #refusals: SipResponse[] = [];
  #decided = false;

  constructor(server: ServerTransaction) {
    this.#server = server;
    server.onCancel = (reason) => {
      this.cancel(reason);
    };
  }

  start(branches: readonly Branch[]): void {
    this.#branches = branches;
    for (const branch of branches) branch.start();
  }

  /** The caller gave up, or is gone. */
  cancel(reason: string | undefined): void {
    for (const branch of this.#branches) branch.cancel(reason);
  }

  /** A response of a branch, its topmost Via already taken off. */
  receive(response: SipResponse): void {
    if (response.status < 200) {
      if (!this.#decided) this.#server.respond(response);
    } else if (response.status < 300) {
      this.#accept(response);
    } else {
      this.#refuse(response);
    }
  }

  #accept(response: SipResponse): void {
    this.#decided = true;
    this.#server.respond(response);
    this.cancel('SIP;cause=200;text="Call completed elsewhere"');
  }

  #refuse(response: SipResponse): void {
    this.#refusals.push(response);
    if (response.status >= 600) {
      this.cancel(`SIP;cause=${response.status};text="${response.phrase.replace(/["\\]/g, '')}"`);
    }
    if (this.#decided || !this.#branches.every((branch) => branch.finished)) return;
    this.#decided = true;
    this.#server.respond(bestResponse(this.#refusals) ?? respond(this.#server.request, 500));
  }
}
