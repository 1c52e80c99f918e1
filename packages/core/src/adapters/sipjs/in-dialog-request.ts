import type { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js';
import type { IncomingResponse } from 'sip.js/lib/core/messages/incoming-response.js';
import type { IncomingResponseMessage } from 'sip.js/lib/core/messages/incoming-response-message.js';
import type {
  OutgoingRequestDelegate,
  RequestOptions,
} from 'sip.js/lib/core/messages/outgoing-request.js';
import { InviteClientTransaction } from 'sip.js/lib/core/transactions/invite-client-transaction.js';
import { NonInviteClientTransaction } from 'sip.js/lib/core/transactions/non-invite-client-transaction.js';
import { UserAgentClient } from 'sip.js/lib/core/user-agents/user-agent-client.js';
import { createDeferred } from '../../kernel/deferred.js';
import { CadranError } from '../../kernel/errors.js';
import { prepareCredentials, transactionTimeout, type CallHost } from './call-host.js';
import { isLocal, outcomeOf } from './end-reason.js';
import { endedError, type CallLife } from './call-life.js';

/** Sends a request in a dialog, RFC 3261 §12.2.1. */
export function requestInDialog(
  dialog: SessionDialog,
  method: string,
  options: RequestOptions,
  delegate?: OutgoingRequestDelegate,
): UserAgentClient {
  const message = dialog.createOutgoingRequestMessage(method, options);
  const Transaction = method === 'INVITE' ? InviteClientTransaction : NonInviteClientTransaction;
  return new UserAgentClient(Transaction, dialog.userAgentCore, message, delegate);
}

/** Sends INFO, NOTIFY or REFER in a dialog; resolves on 2xx, and settles within 64*T1 whatever the server does. */
export async function sendInDialog(
  host: CallHost,
  call: CallLife,
  dialog: SessionDialog,
  method: 'INFO' | 'NOTIFY' | 'REFER',
  options: RequestOptions,
): Promise<void> {
  await prepareCredentials(host);
  if (call.ended) throw endedError();
  const outages = host.connection.outages;
  const done = createDeferred<undefined>();
  const refuse = ({ message }: IncomingResponse): void => {
    // A NOTIFY that nobody waits for any more ends its subscription, not the call (RFC 5057 §5.2).
    if (message.statusCode === 481 && method !== 'NOTIFY') {
      call.finish({ by: 'system', reason: 'connection-lost', sip: outcomeOf(message) });
    }
    done.reject(refusedRequest(message, host, outages));
  };
  const client = requestInDialog(dialog, method, options, {
    onAccept: () => done.resolve(undefined),
    onReject: refuse,
    onRedirect: refuse,
  });
  // A server that answers 100 and nothing more stops sip.js's own timer for good.
  const cancel = host.schedule(() => {
    host.engine.abandon(client);
    done.reject(new CadranError('signaling/timeout', { retryable: true }));
  }, transactionTimeout());
  return call.whileUp(done).finally(cancel);
}

/** The error that a refused request rejects with. */
export function refusedRequest(
  message: IncomingResponseMessage,
  host: CallHost,
  outages: number,
): CadranError {
  if (!isLocal(message)) {
    const retryable = (message.statusCode ?? 0) >= 500 && (message.statusCode ?? 0) < 600;
    return new CadranError('signaling/rejected', { sip: outcomeOf(message), retryable });
  }
  const lost =
    message.statusCode === 503 || !host.connection.isUp || host.connection.outages !== outages;
  return new CadranError(lost ? 'connection/lost' : 'signaling/timeout', { retryable: true });
}
