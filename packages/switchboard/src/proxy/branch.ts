import type { Clock } from '../clock.js';
import { Headers } from '../message/headers.js';
import { randomToken } from '../message/identifier.js';
import type { SipRequest, SipResponse } from '../message/message.js';
import { respond } from '../message/respond.js';

/** How long the proxy waits, in milliseconds. */
export interface ProxyTimers {
  /** For any answer at all (timers B and F, RFC 3261 §17.1). */
  readonly requestTimeout: number;
  /** From the last sign of life of a ringing phone (timer C, §16.6 step 11). */
  readonly ringTimeout: number;
  /** For a device to register again after its socket was lost, before it counts as gone. */
  readonly flowGrace: number;
}

/** What a branch needs around it. */
export interface BranchParts {
  readonly clock: Clock;
  readonly timers: ProxyTimers;
  /** Sends towards the target, wherever its device is by now. */
  send(request: SipRequest): void;
  /** Hears every response but 100. A branch gives exactly one non-2xx final answer, or 2xx. */
  onResponse(response: SipResponse): void;
}

/** One forwarded request: a client transaction (RFC 3261 §17.1, on a reliable transport). */
export class Branch {
  readonly request: SipRequest;
  readonly #parts: BranchParts;
  #state: 'calling' | 'proceeding' | 'accepted' | 'refused' = 'calling';
  #cancel: { sent: boolean; reason: string | undefined } | undefined;
  #stopTimer: () => void = () => undefined;

  constructor(request: SipRequest, parts: BranchParts) {
    this.request = request;
    this.#parts = parts;
  }

  get finished(): boolean {
    return this.#state === 'accepted' || this.#state === 'refused';
  }

  start(): void {
    this.#parts.send(this.request);
    this.#arm(this.#parts.timers.requestTimeout, () => {
      this.fail(408);
    });
  }

  receive(response: SipResponse): void {
    if (response.status < 200) this.#provisional(response);
    else if (response.status < 300) this.#accepted(response);
    else this.#refused(response);
  }

  /** Ends an INVITE that is not answered yet; waits for a sign of life first (§9.1). */
  cancel(reason: string | undefined): void {
    if (this.finished || this.#cancel !== undefined || this.request.method !== 'INVITE') return;
    this.#cancel = { sent: false, reason };
    if (this.#state === 'proceeding') this.#sendCancel();
  }

  /** Ends the branch as if the target had answered so: it timed out, or its flow is gone. */
  fail(status: number): void {
    if (this.finished) return;
    this.#state = 'refused';
    this.#stopTimer();
    this.#parts.onResponse(respond(this.request, status, { toTag: randomToken() }));
  }

  dispose(): void {
    this.#stopTimer();
  }

  #provisional(response: SipResponse): void {
    if (this.finished) return;
    this.#state = 'proceeding';
    if (this.#cancel !== undefined && !this.#cancel.sent) this.#sendCancel();
    if (this.request.method === 'INVITE' && this.#cancel === undefined) {
      this.#arm(this.#parts.timers.ringTimeout, () => {
        this.cancel('SIP;cause=408;text="No answer"');
      });
    }
    if (response.status > 100) this.#parts.onResponse(response);
  }

  #accepted(response: SipResponse): void {
    // A refused branch may still say yes when the answer crossed our CANCEL or our timeout.
    const first = !this.finished;
    this.#state = 'accepted';
    this.#stopTimer();
    if (first || this.request.method === 'INVITE') this.#parts.onResponse(response);
  }

  #refused(response: SipResponse): void {
    if (this.request.method === 'INVITE') this.#acknowledge(response);
    if (this.finished) return;
    this.#state = 'refused';
    this.#stopTimer();
    this.#parts.onResponse(response);
  }

  #arm(delay: number, task: () => void): void {
    this.#stopTimer();
    this.#stopTimer = this.#parts.clock.schedule(task, delay);
  }

  #sendCancel(): void {
    if (this.#cancel === undefined) return;
    this.#cancel.sent = true;
    const cancel = this.#hopByHop('CANCEL', this.request.headers.get('To'));
    if (this.#cancel.reason !== undefined) cancel.headers.add('Reason', this.#cancel.reason);
    this.#parts.send(cancel);
    // §9.1: a target that does not answer a CANCEL is treated as cancelled after 64*T1.
    this.#arm(this.#parts.timers.requestTimeout, () => {
      this.fail(487);
    });
  }

  #acknowledge(response: SipResponse): void {
    this.#parts.send(this.#hopByHop('ACK', response.headers.get('To')));
  }

  /** ACK and CANCEL share the request's Via, Route, URI and number (§9.1, §17.1.1.3). */
  #hopByHop(method: 'ACK' | 'CANCEL', to: string | undefined): SipRequest {
    const from = this.request.headers;
    const headers = new Headers();
    headers.add('Via', from.get('Via') ?? '');
    for (const route of from.getAll('Route')) headers.add('Route', route);
    headers.add('Max-Forwards', '70');
    headers.add('From', from.get('From') ?? '').add('To', to ?? '');
    headers.add('Call-ID', from.get('Call-ID') ?? '');
    headers.add('CSeq', `${Number.parseInt(from.get('CSeq') ?? '', 10)} ${method}`);
    return { kind: 'request', method, uri: this.request.uri, headers, body: '' };
  }
}
