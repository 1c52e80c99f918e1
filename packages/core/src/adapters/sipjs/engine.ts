import { Dialog } from 'sip.js/lib/core/dialogs/dialog.js';
import { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js';
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
import { NonInviteServerTransaction } from 'sip.js/lib/core/transactions/non-invite-server-transaction.js';
import type { UserAgentCoreConfiguration } from 'sip.js/lib/core/user-agent-core/user-agent-core-configuration.js';
import type { UserAgentCoreDelegate } from 'sip.js/lib/core/user-agent-core/user-agent-core-delegate.js';
import { UserAgentCore } from 'sip.js/lib/core/user-agent-core/user-agent-core.js';
import { TransactionState } from 'sip.js/lib/core/transactions/transaction-state.js';
import type { UserAgentClient } from 'sip.js/lib/core/user-agents/user-agent-client.js';
import { UserAgentServer } from 'sip.js/lib/core/user-agents/user-agent-server.js';
import type { URI } from 'sip.js/lib/grammar/uri.js';
import { alignSequence } from './challenged-sequence.js';
import { contactOf, retarget, syntheticContact } from './dialog-target.js';
import type { DialogDelegate } from './dialog-delegate.js';
import { OutgoingRequest } from './outgoing-request.js';
import { randomToken } from './random-token.js';
import { capabilities, refusal } from './request-screen.js';

export interface EngineHooks {
  /** Puts credentials into a request that will be asked for them. */
  authorize(request: OutgoingRequestMessage): void;
  /** Receives what a message from the network made sip.js throw. */
  onError(error: unknown): void;
}

/**
 * sip.js's user agent core with its gaps filled from outside: its transactions, dialogs and user agents work as they
 * are, and what they would drop, throw on or answer wrongly is put right before they see it.
 */
export class SipEngine extends UserAgentCore {
  readonly #hooks: EngineHooks;

  constructor(
    configuration: UserAgentCoreConfiguration,
    delegate: UserAgentCoreDelegate,
    hooks: EngineHooks,
  ) {
    super(configuration, delegate);
    this.#hooks = hooks;
  }

  /** Takes a request off the wire. Whatever it makes sip.js throw stays here, and is answered like any other. */
  takeRequest(message: IncomingRequestMessage): void {
    try {
      this.receiveIncomingRequestFromTransport(message);
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
      this.receiveIncomingResponseFromTransport(message);
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
    const request = new OutgoingRequest(method, requestUri, from, to, all, extraHeaders, body);
    this.#hooks.authorize(request);
    return request;
  }

  /** A stateless answer draws its To tag from the platform too. */
  override replyStateless(
    message: IncomingRequestMessage,
    options: ResponseOptions,
  ): OutgoingResponse {
    return super.replyStateless(message, { toTag: randomToken(16), ...options });
  }

  override receiveIncomingRequestFromTransport(message: IncomingRequestMessage): void {
    // An ACK is never answered, and sip.js throws on a body of no type before it takes the ACK for one.
    if (message.method === 'ACK' && !message.getHeader('Content-Type')) message.body = '';
    const known = this.userAgentServers.has(message.viaBranch) && message.method !== 'ACK';
    const refused = known ? undefined : refusal(message);
    if (refused) this.replyStateless(message, refused);
    else if (known) super.receiveIncomingRequestFromTransport(message);
    else if (message.method === 'OPTIONS') this.#receiveOptions(message);
    else if (message.method === 'UPDATE') this.#receiveUpdate(message);
    else if (message.method === 'REFER') this.#receiveRefer(message);
    else if (message.method === 'BYE' && this.#crossesOurBye(message))
      this.replyStateless(message, { statusCode: 200 });
    else {
      const dialog = this.sessionDialog(message);
      // A re-INVITE without Contact makes sip.js throw; it then leaves the target as it is.
      if (message.method === 'INVITE' && dialog && contactOf(message) === undefined) {
        syntheticContact(message, dialog.remoteTarget);
      }
      super.receiveIncomingRequestFromTransport(message);
    }
  }

  override receiveIncomingResponseFromTransport(message: IncomingResponseMessage): void {
    const client = this.userAgentClients.get(message.viaBranch + message.method);
    // After a challenge sip.js still finds the client by the old branch, and gives its new transaction the old response.
    if (client && client.transaction.id !== message.viaBranch) return;
    const status = message.statusCode ?? 0;
    if (client && message.method === 'INVITE' && status > 100 && status < 300) {
      // sip.js drops these unheard: such servers exist, and a 2xx that is not acknowledged is a dead call.
      if (contactOf(message) === undefined) syntheticContact(message, client.message.ruri);
      if (!message.toTag) message.toTag = 'untagged';
    }
    if (message.body && !message.getHeader('Content-Type')) message.body = '';
    if (!client || (status !== 401 && status !== 407)) {
      super.receiveIncomingResponseFromTransport(message);
      return;
    }
    const { callId, fromTag, toTag } = client.message;
    const finish = alignSequence(
      client,
      toTag ? this.dialogs.get(callId + fromTag + toTag) : undefined,
    );
    super.receiveIncomingResponseFromTransport(message);
    finish();
  }

  /** The dialog a request belongs to, when it is a call's. */
  sessionDialog(message: IncomingRequestMessage): SessionDialog | undefined {
    if (!message.toTag) return undefined;
    const dialog = this.dialogs.get(message.callId + message.toTag + message.fromTag);
    return dialog instanceof SessionDialog ? dialog : undefined;
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

  #receiveOptions(message: IncomingRequestMessage): void {
    const inside = Boolean(message.toTag);
    this.replyStateless(
      message,
      inside && !this.sessionDialog(message) ? { statusCode: 481 } : capabilities(),
    );
  }

  /** UPDATE (RFC 3311) is unknown to sip.js: this does what its SessionDialog does for the methods that it knows. */
  #receiveUpdate(message: IncomingRequestMessage): void {
    const dialog = this.sessionDialog(message);
    if (!dialog) {
      this.replyStateless(message, { statusCode: 481 });
      return;
    }
    if (dialog.remoteSequenceNumber && message.cseq <= dialog.remoteSequenceNumber) {
      this.replyStateless(message, { statusCode: 500 });
      return;
    }
    Dialog.prototype.receiveRequest.call(dialog, message);
    const contact = contactOf(message);
    if (contact) retarget(dialog, contact);
    const server = new UserAgentServer(NonInviteServerTransaction, this, message);
    const delegate = dialog.delegate as DialogDelegate | undefined;
    if (delegate?.onUpdate) delegate.onUpdate(server);
    else server.reject({ statusCode: 481 });
  }

  /** Whether Allow lists REFER is one decision for all engines of a program (`statics.ts`); sip.js would go by it. */
  #receiveRefer(message: IncomingRequestMessage): void {
    const dialog = this.sessionDialog(message);
    if (dialog) dialog.receiveRequest(message);
    else this.replyStateless(message, { statusCode: 481 });
  }

  /** Both sides hung up at once: our dialog is gone, and yet their BYE deserves a 200 (RFC 5407 §3.2.2). */
  #crossesOurBye(message: IncomingRequestMessage): boolean {
    for (const { message: ours } of this.userAgentClients.values()) {
      if (ours.method !== 'BYE' || ours.callId !== message.callId) continue;
      if (ours.fromTag === message.toTag && ours.toTag === message.fromTag) return true;
    }
    return false;
  }
}

function isPending(state: TransactionState): boolean {
  return (
    state === TransactionState.Calling ||
    state === TransactionState.Trying ||
    state === TransactionState.Proceeding
  );
}
