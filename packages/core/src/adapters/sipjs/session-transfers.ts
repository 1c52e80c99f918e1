import type { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js';
import type { IncomingNotifyRequest } from 'sip.js/lib/core/messages/methods/notify.js';
import type { IncomingReferRequest } from 'sip.js/lib/core/messages/methods/refer.js';
import { getReasonPhrase } from 'sip.js/lib/core/messages/utils.js';
import type { CallHost } from './call-host.js';
import type { CallLife } from './call-life.js';
import { cleanText } from './clean-text.js';
import { parseNameAddress } from './codec/name-address.js';
import { isCallable, parseUri } from './codec/uri.js';
import { sendInDialog } from './in-dialog-request.js';
import { randomToken } from './random-token.js';
import { namingUriHeader, replacesValue } from './replaces.js';
import { eventPackage } from './request-screen.js';
import type { OpenTransfers, SharedByTransfers, TransferSession } from './transfer-session.js';

const shared: SharedByTransfers = {
  ...{ cleanText, getReasonPhrase, isCallable, namingUriHeader },
  ...{ parseNameAddress, parseUri, randomToken, replacesValue },
};

/** Milliseconds that a REFER waits for the part which reads it. */
const loadingTime = 10_000;

/** Transfers of one call. Most calls have none: it is a part that is asked for when the call is up, and again when it is needed. */
export class SessionTransfers {
  readonly #host: CallHost;
  readonly #session: TransferSession;
  #open: OpenTransfers | undefined;
  /** Requests of the far side that came before the part. */
  readonly #waiting = new Set<IncomingReferRequest>();

  constructor(host: CallHost, call: CallLife, dialog: SessionDialog) {
    const send: TransferSession['send'] = (...how) => sendInDialog(host, call, dialog, ...how);
    this.#host = host;
    this.#session = { host, call, dialog, shared, send };
    this.#opened().catch((error: unknown) => {
      host.note('warn', 'the part that transfers could not be loaded', error);
    });
  }

  async refer(target: string, replaced: SessionDialog | undefined): Promise<void> {
    return (await this.#opened()).refer(target, replaced);
  }

  onNotify(request: IncomingNotifyRequest): void {
    if (eventPackage(request.message) !== 'refer') request.reject({ statusCode: 489 });
    else if (this.#open) this.#open.onNotify(request);
    // Nothing was ever asked of them.
    else request.reject({ statusCode: 481 });
  }

  onRefer(request: IncomingReferRequest): void {
    const host = this.#host;
    if (!host.takesTransfers) {
      request.reject({ statusCode: 603 });
      return;
    }
    if (this.#open) {
      this.#open.onRefer(request);
      return;
    }
    this.#waiting.add(request);
    const cancel = host.schedule(() => this.#refuse(request, 480), loadingTime);
    this.#opened()
      .then(
        (open) => {
          if (this.#waiting.delete(request)) open.onRefer(request);
        },
        () => this.#refuse(request, 480),
      )
      .finally(cancel);
  }

  answer(exchange: string, status: number): void {
    this.#open?.answer(exchange, status);
  }

  report(exchange: string, status: number): void {
    this.#open?.report(exchange, status);
  }

  /** The call is over: what they still ask is answered. */
  close(): void {
    for (const request of this.#waiting) this.#refuse(request, 481);
    this.#open?.close();
  }

  #refuse(request: IncomingReferRequest, statusCode: number): void {
    if (this.#waiting.delete(request)) request.reject({ statusCode });
  }

  async #opened(): Promise<OpenTransfers> {
    const { transfers } = this.#host;
    const { openTransfers } = transfers.now ?? (await transfers.load());
    return (this.#open ??= openTransfers(this.#session));
  }
}
