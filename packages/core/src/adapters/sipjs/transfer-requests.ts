import type { IncomingReferRequest } from 'sip.js/lib/core/messages/methods/refer.js';
import { readRefer } from './refer-request.js';
import { sendInDialog } from './send-in-dialog.js';
import type { ExtensionSession } from './extension-session.js';

/** Seconds that a subscription to our reports lasts: as long as a telephone may ring (RFC 3261 §16.6, Timer C). */
const reporting = 180;

/** One REFER of the far side, from its arrival to our last report. */
interface Request {
  readonly exchange: string;
  readonly refer: IncomingReferRequest;
  /** `;id=...`, which tells reports on a later REFER from those on the first (RFC 3515 §2.4.6). */
  readonly id: string;
  /** They want no reports (RFC 4488 §4). */
  readonly silent: boolean;
  answered: boolean;
}

/**
 * What the far side of a call asks us to call: told to the phone, answered when the phone has decided, and reported on
 * (RFC 3515). One at a time; nothing is dialled here.
 */
export class TransferRequests {
  readonly #session: ExtensionSession;
  #open: Request | undefined;
  #isFirst = true;
  /** Reports leave one after the other, in their order. */
  #reports = Promise.resolve();

  constructor(session: ExtensionSession) {
    this.#session = session;
  }

  onRefer(refer: IncomingReferRequest): void {
    const { call, host, shared } = this.#session;
    const asked = host.takesTransfers ? readRefer(refer.message, shared) : 603;
    if (typeof asked === 'number' || this.#open) {
      refer.reject({ statusCode: typeof asked === 'number' ? asked : 491 });
      return;
    }
    const { silent, ...request } = asked;
    const id = this.#isFirst ? '' : `;id=${refer.message.cseq}`;
    const exchange = shared.randomToken(16);
    this.#isFirst = false;
    this.#open = { exchange, refer, id, silent, answered: false };
    call.tell({ type: 'transfer-request', id: call.id, exchange, ...request });
  }

  /** Never 202 before this: it would say yes for somebody who was not asked. */
  answer(exchange: string, status: number): void {
    const request = this.#open;
    if (request?.exchange !== exchange || request.answered) return;
    request.answered = true;
    if (status >= 300) {
      this.#open = undefined;
      request.refer.reject({ statusCode: status });
      return;
    }
    const contact = this.#session.host.engine.configuration.contact.toString();
    const extraHeaders = [`Contact: ${contact}`, ...(request.silent ? ['Refer-Sub: false'] : [])];
    request.refer.accept({ statusCode: 202, extraHeaders });
    this.#notify(request, 100);
  }

  report(exchange: string, status: number): void {
    const request = this.#open;
    if (request?.exchange !== exchange || !request.answered) return;
    if (status >= 200) this.#open = undefined;
    this.#notify(request, status);
  }

  /** The call is over: a request that waits is answered, reports have nobody to go to. */
  close(): void {
    if (this.#open && !this.#open.answered) this.#open.refer.reject({ statusCode: 481 });
    this.#open = undefined;
  }

  #notify({ id, silent }: Request, status: number): void {
    if (silent) return;
    const session = this.#session;
    const { host, shared } = session;
    const extraHeaders = [
      `Event: refer${id}`,
      `Subscription-State: ${status < 200 ? `active;expires=${reporting}` : 'terminated;reason=noresource'}`,
      `Contact: ${host.engine.configuration.contact.toString()}`,
    ];
    const body = {
      contentDisposition: 'render',
      contentType: 'message/sipfrag;version=2.0',
      content: `SIP/2.0 ${status} ${shared.getReasonPhrase(status)}\r\n`,
    };
    this.#reports = this.#reports
      .then(() => new Promise<void>((resolve) => host.connection.whenUp(resolve, resolve)))
      .then(async () => {
        await sendInDialog(session, 'NOTIFY', { extraHeaders, body });
      })
      .catch((error: unknown) => host.note('info', 'a transfer could not be reported on', error));
  }
}
