import type { Users } from '../auth/users.js';
import type { Clock } from '../clock.js';
import type { Flow } from '../connection/flow.js';
import { randomToken } from '../message/identifier.js';
import type { SipMessage, SipRequest, SipResponse } from '../message/message.js';
import { respond } from '../message/respond.js';
import { withReceived } from '../message/via.js';
import type { Registrar } from '../registrar/registrar.js';
import { Branch, type ProxyTimers } from './branch.js';
import { Fork } from './fork.js';
import { forwarded, isInDialog, withoutOurRoutes } from './forward.js';
import type { Gate } from './gate.js';
import { assertIdentity } from './identity.js';
import { routeFor, type RouteParts, type Target } from './route.js';
import type { ServerTransaction } from './server-transaction.js';
import { serveRequest } from './server-request.js';
import type { Transactions } from './transactions.js';

/** Methods that carry a Contact the other side will use. */
const TARGET_REFRESH = new Set(['INVITE', 'SUBSCRIBE', 'UPDATE', 'REFER', 'NOTIFY']);

/** What the proxy needs around it. */
export interface ProxyParts extends RouteParts {
  readonly clock: Clock;
  readonly timers: ProxyTimers;
  readonly users: Users;
  readonly registrar: Registrar;
  readonly gate: Gate;
  readonly transactions: Transactions;
  readonly assertIdentity: boolean;
  readonly maxPending: number;
  send(flow: Flow, message: SipMessage): void;
}

/** A stateful, forking, record-routing proxy (RFC 3261 §16) for flows that cannot be dialled. */
export class Proxy {
  readonly #parts: ProxyParts;

  constructor(parts: ProxyParts) {
    this.#parts = parts;
  }

  /** Takes a well-formed message that came in over `flow`. */
  handle(flow: Flow, message: SipMessage): void {
    if (message.kind === 'response') this.#response(flow, message);
    else this.#request(flow, message);
  }

  #request(flow: Flow, request: SipRequest): void {
    const via = request.headers.shift('Via') ?? '';
    request.headers.prepend('Via', withReceived(via, flow.remote));
    const { transactions } = this.#parts;
    const known = transactions.server(request);
    if (request.method === 'ACK') {
      if (known?.acknowledge() !== true) this.#forwardAck(flow, request);
    } else if (known !== undefined) {
      known.retransmitted();
    } else if (request.method === 'CANCEL') {
      this.#cancel(flow, request);
    } else {
      this.#fresh(flow, request);
    }
  }

  #cancel(flow: Flow, request: SipRequest): void {
    const invite = this.#parts.transactions.server(request, 'INVITE');
    const status = invite === undefined ? 481 : 200;
    this.#open(flow, request).respond(respond(request, status, { toTag: randomToken() }));
    invite?.cancel(request.headers.get('Reason'));
  }

  #fresh(flow: Flow, request: SipRequest): void {
    const busy = this.#parts.transactions.pendingOf(flow) >= this.#parts.maxPending;
    const transaction = this.#open(flow, request);
    const refuse = (status: number, headers: [string, string][] = []): void => {
      transaction.respond(respond(request, status, { toTag: randomToken(), headers }));
    };
    if (busy) {
      refuse(503, [['Retry-After', '1']]);
      return;
    }
    if (request.headers.get('Max-Forwards') === '0') {
      refuse(483);
      return;
    }
    const unsupported = request.headers.get('Proxy-Require');
    if (unsupported !== undefined) {
      refuse(420, [['Unsupported', unsupported]]);
      return;
    }
    withoutOurRoutes(request, this.#parts.home);
    if (request.method === 'REGISTER') {
      this.#register(flow, request, transaction);
      return;
    }
    this.#dispatch(flow, request, transaction, refuse);
  }

  #dispatch(
    flow: Flow,
    request: SipRequest,
    transaction: ServerTransaction,
    refuse: (status: number) => void,
  ): void {
    const route = routeFor(request, this.#parts);
    if (route.kind === 'server') {
      transaction.respond(withToTag(serveRequest(request)));
      return;
    }
    const admission = this.#parts.gate.admit(request, flow);
    if (!admission.ok) {
      transaction.respond(withToTag(admission.response));
      return;
    }
    if (route.kind === 'refuse') {
      refuse(route.status);
      return;
    }
    // We are the event agent of our users (RFC 6665 §4.4), and serve no event package.
    if (route.kind === 'user' && ['SUBSCRIBE', 'PUBLISH'].includes(request.method)) {
      refuse(489);
      return;
    }
    this.#identify(flow, request, admission.user);
    this.#learn(flow, request);
    if (request.method === 'INVITE') transaction.respond(respond(request, 100));
    this.#forward(transaction, route.targets);
  }

  #register(flow: Flow, request: SipRequest, transaction: ServerTransaction): void {
    const response = this.#parts.registrar.register(request, flow);
    const user = this.#parts.location.userOf(flow);
    if (response.status === 200 && user !== undefined) this.#parts.gate.prove(flow, user);
    transaction.respond(withToTag(response));
  }

  #forward(transaction: ServerTransaction, targets: readonly Target[]): void {
    const fork = new Fork(transaction);
    const branches = targets.map((target) => this.#branch(transaction.request, target, fork));
    if (transaction.request.method === 'INVITE') this.#cancelWhenLost(transaction);
    fork.start(branches);
  }

  #branch(request: SipRequest, target: Target, fork: Fork): Branch {
    const { clock, timers, transactions } = this.#parts;
    const finished = new AbortController();
    const lost = (): void => {
      branch.fail(480);
    };
    const branch: Branch = new Branch(forwarded(request, target, this.#parts.home), {
      clock,
      timers,
      send: (message) => {
        this.#deliver(target.flow, message, lost);
      },
      onResponse: (response) => {
        const upwards = { ...response, headers: response.headers.clone() };
        upwards.headers.shift('Via');
        if (branch.finished && !finished.signal.aborted) {
          finished.abort();
          transactions.retire(branch);
        }
        fork.receive(upwards);
      },
    });
    const onClosed = (): void => {
      void this.#parts.location.whenReachable(target.flow, timers.flowGrace).then((flow) => {
        if (flow === undefined) lost();
      });
    };
    const options = { once: true, signal: finished.signal };
    target.flow.closed.addEventListener('abort', onClosed, options);
    transactions.addBranch(branch);
    return branch;
  }

  /** A caller that is gone and does not come back must not leave phones ringing. */
  #cancelWhenLost(transaction: ServerTransaction): void {
    const { location, timers } = this.#parts;
    const onClosed = (): void => {
      void location.whenReachable(transaction.flow, timers.flowGrace).then((flow) => {
        if (flow === undefined) transaction.cancel('SIP;cause=487;text="Caller is gone"');
      });
    };
    const options = { once: true, signal: transaction.answered };
    transaction.flow.closed.addEventListener('abort', onClosed, options);
  }

  /** An ACK for a 2xx is a request without an answer: forwarded, and forgotten. */
  #forwardAck(flow: Flow, request: SipRequest): void {
    withoutOurRoutes(request, this.#parts.home);
    if (!isInDialog(request) || request.headers.get('Max-Forwards') === '0') return;
    const route = routeFor(request, this.#parts);
    if (route.kind !== 'contact' && route.kind !== 'user') return;
    this.#identify(flow, request, this.#parts.gate.provenUser(flow));
    for (const target of route.targets) {
      this.#deliver(target.flow, forwarded(request, target, this.#parts.home), () => undefined);
    }
  }

  #response(flow: Flow, response: SipResponse): void {
    const branch = this.#parts.transactions.branch(response);
    if (branch === undefined) return;
    if (response.status > 100 && response.status < 300) this.#learn(flow, response);
    this.#identify(flow, response, this.#parts.gate.provenUser(flow));
    branch.receive(response);
  }

  #identify(flow: Flow, message: SipMessage, user: string | undefined): void {
    const { users, home } = this.#parts;
    if (this.#parts.assertIdentity && !flow.trusted)
      assertIdentity(message, user, users, home.domain);
  }

  #learn(flow: Flow, message: SipMessage): void {
    const method = message.kind === 'request' ? message.method : undefined;
    if (method !== undefined && !TARGET_REFRESH.has(method)) return;
    this.#parts.contacts.learn(message.headers.getAll('Contact'), flow);
  }

  #open(flow: Flow, request: SipRequest): ServerTransaction {
    return this.#parts.transactions.open(request, flow, (response) => {
      this.#deliver(flow, response, () => undefined);
    });
  }

  /** Sends to a device, by its newest flow if this one was lost meanwhile. */
  #deliver(flow: Flow, message: SipMessage, lost: () => void): void {
    const { location, timers } = this.#parts;
    const now = location.successor(flow);
    if (now !== undefined) {
      this.#parts.send(now, message);
      return;
    }
    void location.whenReachable(flow, timers.flowGrace).then((found) => {
      if (found === undefined) lost();
      else this.#parts.send(found, message);
    });
  }
}

/** Every final answer of ours has a To tag (RFC 3261 §8.2.6.2). */
function withToTag(response: SipResponse): SipResponse {
  const to = response.headers.get('To') ?? '';
  if (!/;\s*tag\s*=/i.test(to.replace(/<[^>]*>/g, ''))) {
    response.headers.set('To', `${to};tag=${randomToken()}`);
  }
  return response;
}
