import type { Clock } from '../clock.js';
import type { Flow } from '../connection/flow.js';
import type { SipRequest, SipResponse } from '../message/message.js';
import { methodOf } from '../message/message.js';
import { parseVia } from '../message/via.js';
import type { Branch } from './branch.js';
import { ServerTransaction, transactionKey } from './server-transaction.js';

/** Every transaction that is alive, found by what its messages carry. */
export class Transactions {
  readonly #clock: Clock;
  /** Milliseconds a finished transaction is remembered, to absorb repeats (64*T1). */
  readonly #linger: number;
  readonly #servers = new Map<string, ServerTransaction>();
  readonly #branches = new Map<string, Branch>();
  readonly #pending = new WeakMap<Flow, number>();
  readonly #timers = new Set<() => void>();

  constructor(clock: Clock, linger: number) {
    this.#clock = clock;
    this.#linger = linger;
  }

  /** Requests of a flow that still wait for their final answer. */
  pendingOf(flow: Flow): number {
    return this.#pending.get(flow) ?? 0;
  }

  open(request: SipRequest, flow: Flow, send: (response: SipResponse) => void): ServerTransaction {
    const key = transactionKey(request);
    this.#pending.set(flow, this.pendingOf(flow) + 1);
    const transaction = new ServerTransaction(request, flow, send, () => {
      this.#pending.set(flow, this.pendingOf(flow) - 1);
      this.#later(() => this.#servers.delete(key));
    });
    this.#servers.set(key, transaction);
    return transaction;
  }

  /** The transaction a request repeats, acknowledges or (with `method`) cancels. */
  server(request: SipRequest, method = request.method): ServerTransaction | undefined {
    return this.#servers.get(transactionKey(request, method));
  }

  addBranch(branch: Branch): void {
    this.#branches.set(branchOf(branch.request), branch);
  }

  /** The branch a response answers; none for the answer to our CANCEL. */
  branch(response: SipResponse): Branch | undefined {
    const branch = this.#branches.get(branchOf(response));
    return branch?.request.method === methodOf(response) ? branch : undefined;
  }

  /** A branch has its final answer: remembered a while, for its repeats. */
  retire(branch: Branch): void {
    this.#later(() => this.#branches.delete(branchOf(branch.request)));
  }

  dispose(): void {
    for (const cancel of this.#timers) cancel();
    for (const branch of this.#branches.values()) branch.dispose();
    this.#timers.clear();
    this.#branches.clear();
    this.#servers.clear();
  }

  #later(task: () => void): void {
    const cancel = this.#clock.schedule(() => {
      this.#timers.delete(cancel);
      task();
    }, this.#linger);
    this.#timers.add(cancel);
  }
}

function branchOf({ headers }: SipRequest | SipResponse): string {
  return parseVia(headers.get('Via') ?? '')?.branch ?? '';
}
