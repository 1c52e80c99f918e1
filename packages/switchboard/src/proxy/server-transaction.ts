import type { Flow } from '../connection/flow.js';
import type { SipRequest, SipResponse } from '../message/message.js';
import { parseVia } from '../message/via.js';

/** What makes a request belong to a transaction (RFC 3261 §17.2.3). */
export function transactionKey(request: SipRequest, method = request.method): string {
  const via = parseVia(request.headers.get('Via') ?? '');
  return `${via?.branch ?? ''} ${via?.sentBy ?? ''} ${method === 'ACK' ? 'INVITE' : method}`;
}

/** One request that came in and the answers it got (RFC 3261 §17.2, on a reliable transport). */
export class ServerTransaction {
  readonly request: SipRequest;
  readonly flow: Flow;
  readonly #send: (response: SipResponse) => void;
  readonly #onFinal: () => void;
  #last: SipResponse | undefined;
  #final: number | undefined;
  readonly #answered = new AbortController();
  #acknowledged = false;
  /** Set by whoever works on an INVITE. Called at most once, and only before the final answer. */
  onCancel: ((reason: string | undefined) => void) | undefined;

  constructor(
    request: SipRequest,
    flow: Flow,
    send: (response: SipResponse) => void,
    onFinal: () => void,
  ) {
    this.request = request;
    this.flow = flow;
    this.#send = send;
    this.#onFinal = onFinal;
  }

  /** The status of the final answer, once there is one. */
  get final(): number | undefined {
    return this.#final;
  }

  /** Aborts with the final answer: nothing needs to watch this request any more. */
  get answered(): AbortSignal {
    return this.#answered.signal;
  }

  respond(response: SipResponse): void {
    const another2xx =
      this.request.method === 'INVITE' && is2xx(this.#final) && is2xx(response.status);
    if (this.#final !== undefined && !another2xx) return;
    this.#last = response;
    if (response.status >= 200 && this.#final === undefined) {
      this.#final = response.status;
      this.onCancel = undefined;
      this.#answered.abort();
      this.#send(response);
      this.#onFinal();
      return;
    }
    this.#send(response);
  }

  /** The same request again: the same answer again. A 2xx to INVITE is the callee's to repeat. */
  retransmitted(): void {
    if (this.#last === undefined || this.#acknowledged) return;
    if (this.request.method === 'INVITE' && is2xx(this.#final)) return;
    this.#send(this.#last);
  }

  /** Takes an ACK; true when it was for a refusal and so ends here (RFC 3261 §17.1.1.3). */
  acknowledge(): boolean {
    if (this.#final === undefined || is2xx(this.#final)) return false;
    this.#acknowledged = true;
    return true;
  }

  cancel(reason: string | undefined): void {
    const onCancel = this.onCancel;
    this.onCancel = undefined;
    onCancel?.(reason);
  }
}

function is2xx(status: number | undefined): boolean {
  return status !== undefined && status >= 200 && status < 300;
}
