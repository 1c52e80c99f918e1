import type { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js';
import type { IncomingPrackRequest } from 'sip.js/lib/core/messages/methods/prack.js';
import { Timers } from 'sip.js/lib/core/timers.js';
import type { InviteServer } from './invite-server.js';
import { transactionTimeout, type CallHost } from './call-host.js';

/**
 * A 180 that is repeated until a PRACK comes, as a caller with `Require: 100rel` insists (RFC 3262 §3). sip.js can send
 * a provisional response but neither numbers nor repeats it.
 */
export class ReliableRinging {
  readonly #host: CallHost;
  readonly #request: InviteServer;
  readonly #onUnacknowledged: () => void;
  readonly #sequence: number;
  #elapsed = 0;
  #cancel: () => void = () => undefined;

  constructor(host: CallHost, request: InviteServer, onUnacknowledged: () => void) {
    this.#host = host;
    this.#request = request;
    this.#onUnacknowledged = onUnacknowledged;
    this.#sequence = 1 + Math.floor(host.random() * 2 ** 30);
  }

  start(): SessionDialog {
    return this.#send(Timers.T1);
  }

  /** Takes the PRACK; RFC 3262 §3: one for another response is refused with 481. */
  acknowledge(request: IncomingPrackRequest): void {
    const acknowledged = Number(/^\s*(\d+)/.exec(request.message.getHeader('RAck') ?? '')?.[1]);
    if (acknowledged !== this.#sequence) {
      request.reject({ statusCode: 481 });
      return;
    }
    this.stop();
    request.accept();
  }

  stop(): void {
    this.#cancel();
  }

  #send(interval: number): SessionDialog {
    const dialog = this.#request.ring(['Require: 100rel', `RSeq: ${this.#sequence}`]);
    this.#cancel();
    this.#cancel = this.#host.schedule(() => {
      this.#elapsed += interval;
      if (this.#elapsed < transactionTimeout()) this.#send(interval * 2);
      else this.#onUnacknowledged();
    }, interval);
    return dialog;
  }
}
