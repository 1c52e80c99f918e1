import type { Body } from 'sip.js/lib/core/messages/body.js';
import type { IncomingRequestMessage } from 'sip.js/lib/core/messages/incoming-request-message.js';
import type { IncomingResponseMessage } from 'sip.js/lib/core/messages/incoming-response-message.js';
import type {
  OutgoingRequestMessage,
  OutgoingRequestMessageOptions,
} from 'sip.js/lib/core/messages/outgoing-request-message.js';
import type {
  OutgoingResponse,
  ResponseOptions,
} from 'sip.js/lib/core/messages/outgoing-response.js';
import type { UserAgentCoreConfiguration } from 'sip.js/lib/core/user-agent-core/user-agent-core-configuration.js';
import { UserAgentCore } from 'sip.js/lib/core/user-agent-core/user-agent-core.js';
import { TransactionState } from 'sip.js/lib/core/transactions/transaction-state.js';
import type { UserAgentClient } from 'sip.js/lib/core/user-agents/user-agent-client.js';
import type { URI } from 'sip.js/lib/grammar/uri.js';
import { alignSequence } from './challenged-sequence.js';
import { contactOf, syntheticContact } from './dialog-target.js';
import type { FloodGuard } from './flood-guard.js';
import { receiveRequest } from './incoming-requests.js';
import type { InviteServer } from './invite-server.js';
import { OutgoingRequest } from './outgoing-request.js';
import { randomToken } from './random-token.js';

export interface EngineHooks {
  /** Puts credentials into a request that will be asked for them. */
  authorize(request: OutgoingRequestMessage): void;
  /** Takes an INVITE that wants to become a call. */
  onCall(request: InviteServer): void;
  /** Receives what a message from the network made sip.js throw. */
  onError(error: unknown): void;
}

/**
 * sip.js's user agent core: its transactions, its session dialog and the bases of its user agents. The way of a message
 * to them is ours, and what they would drop, throw on or answer wrongly is put right on it.
 */
export class SipEngine extends UserAgentCore {
  /** The Allow header of all that we send. */
  readonly allow: string;
  readonly #hooks: EngineHooks;

  constructor(configuration: UserAgentCoreConfiguration, allow: string, hooks: EngineHooks) {
    super(configuration);
    this.allow = allow;
    this.#hooks = hooks;
  }

  /** What a message that makes or refreshes a dialog says of us (RFC 3261 §8.1.1.8, §20.5). */
  get dialogHeaders(): string[] {
    return [`Contact: ${this.configuration.contact.toString()}`, this.allow];
  }

  /** Takes a request off the wire. Whatever it makes sip.js throw stays here, and is answered like any other. */
  takeRequest(message: IncomingRequestMessage, guard?: FloodGuard): void {
    try {
      const call = receiveRequest(this, message, guard);
      if (call) this.#hooks.onCall(call);
    } catch (error) {
      this.#hooks.onError(error);
      if (message.method === 'ACK') return;
      const server = this.userAgentServers.get(message.viaBranch);
      if (!server) this.replyStateless(message, { statusCode: 500 });
      else if (isPending(server.transaction.state)) server.reject({ statusCode: 500 });
    }
  }

  /** Takes a response off the wire; what it makes sip.js throw stays here. */
  takeResponse(message: IncomingResponseMessage): void {
    try {
      this.#receiveResponse(message);
    } catch (error) {
      this.#hooks.onError(error);
    }
  }

  override makeOutgoingRequestMessage(
    method: string,
    requestUri: URI,
    from: URI,
    to: URI,
    options: OutgoingRequestMessageOptions,
    extraHeaders?: string[],
    body?: Body,
  ): OutgoingRequestMessage {
    const { displayName, routeSet, supportedOptionTags, userAgentHeaderFieldValue, viaHost } =
      this.configuration;
    const defaults = {
      fromDisplayName: displayName,
      optionTags: method === 'REGISTER' ? ['path', 'gruu', 'outbound'] : supportedOptionTags,
      // Requests in a dialog bring their own; a REGISTER must not follow the route the registrar gave (RFC 3608 §5).
      routeSet: method === 'REGISTER' ? [] : routeSet,
      userAgentString: userAgentHeaderFieldValue ?? 'Cadran',
      viaHost,
    };
    const all = { ...defaults, ...options };
    const request: unknown = new OutgoingRequest(
      method,
      requestUri,
      from,
      to,
      all,
      extraHeaders,
      body,
    );
    // It is all that sip.js asks of one, whose class has private members as well.
    const message = request as OutgoingRequestMessage;
    this.#hooks.authorize(message);
    return message;
  }

  /** A stateless answer draws its To tag from the platform too, and says what we handle where it was asked or must. */
  override replyStateless(
    message: IncomingRequestMessage,
    options: ResponseOptions,
  ): OutgoingResponse {
    const { statusCode, extraHeaders = [] } = options;
    const listsMethods = statusCode === 405 || message.method === 'OPTIONS';
    return super.replyStateless(message, {
      toTag: randomToken(16),
      ...options,
      extraHeaders: listsMethods ? [...extraHeaders, this.allow] : extraHeaders,
    });
  }

  #receiveResponse(message: IncomingResponseMessage): void {
    const client = this.userAgentClients.get(message.viaBranch + message.method);
    // After a challenge sip.js still finds the client by the old branch, and gives its new transaction the old response.
    if (client?.transaction.id !== message.viaBranch) return;
    // RFC 3261 §8.1.3.3: it was meant for somebody before us.
    if (message.getHeaders('Via').length > 1) return;
    const status = message.statusCode ?? 0;
    if (message.method === 'INVITE' && status > 100 && status < 300) {
      // sip.js drops these unheard: such servers exist, and a 2xx that is not acknowledged is a dead call.
      if (contactOf(message) === undefined) syntheticContact(message, client.message.ruri);
      if (!message.toTag) message.toTag = 'untagged';
    }
    if (message.body && !message.getHeader('Content-Type')) message.body = '';
    const { callId, fromTag, toTag } = client.message;
    const dialog = toTag ? this.dialogs.get(callId + fromTag + toTag) : undefined;
    const isRepeated = status === 401 || status === 407 || status === 422;
    const finish = isRepeated ? alignSequence(client, dialog) : undefined;
    client.transaction.receiveResponse(message);
    finish?.();
  }

  /** Sends again what waits for its first response: after a new connection, as Timer A and E would over UDP (RFC 3261 §17.1). */
  retransmit(): void {
    for (const client of this.userAgentClients.values()) {
      const { state, request } = client.transaction;
      if (!isPending(state) || state === TransactionState.Proceeding) continue;
      // A failure here is the transport's to report; the transaction has its own timer.
      this.transport.send(request.toString()).catch(() => undefined);
    }
  }

  /** True while a request of ours waits for its final response. */
  get isWaiting(): boolean {
    for (const { transaction } of this.userAgentClients.values()) {
      if (isPending(transaction.state)) return true;
    }
    return false;
  }

  /** Forgets a client transaction that will never be answered. sip.js has no way to end one in `Proceeding`. */
  abandon(client: UserAgentClient): void {
    client.dispose();
    for (const [key, value] of this.userAgentClients) {
      if (value === client) this.userAgentClients.delete(key);
    }
  }
}

function isPending(state: TransactionState): boolean {
  return (
    state === TransactionState.Calling ||
    state === TransactionState.Trying ||
    state === TransactionState.Proceeding
  );
}
