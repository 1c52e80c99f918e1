import type { IncomingResponse } from 'sip.js/lib/core/messages/incoming-response.js';
import type { IncomingResponseMessage } from 'sip.js/lib/core/messages/incoming-response-message.js';
import type { RequestOptions } from 'sip.js/lib/core/messages/outgoing-request.js';
import type { UserAgentClient } from 'sip.js/lib/core/user-agents/user-agent-client.js';
import { createDeferred } from '../../kernel/deferred.js';
import { CadranError } from '../../kernel/errors.js';
import { present } from '../../kernel/present.js';
import type { ExtensionSession } from './extension-session.js';

/** Hears of a request as the messages come, before whoever waits for its outcome. */
export interface RequestListener {
  onProgress?(message: IncomingResponseMessage): void;
  onAccept?(message: IncomingResponseMessage): void;
  onFailure?(): void;
}

/** The statuses that say of a request that the session is gone with it (RFC 5057 §5.1, RFC 3261 §14.1, RFC 4028 §10). */
const fatal: Readonly<Record<string, readonly number[]>> = {
  INFO: [481],
  INVITE: [408, 481],
  REFER: [481],
  UPDATE: [408, 481],
};

/** Sends a request in a session as soon as the credentials are there; resolves with the 2xx. */
export async function sendInDialog(
  session: ExtensionSession,
  method: 'INFO' | 'NOTIFY' | 'REFER' | 'UPDATE',
  options: RequestOptions,
): Promise<IncomingResponseMessage> {
  await session.ready();
  if (session.call.ended) {
    throw new CadranError('signaling/wrong-state', { detail: 'the call ended' });
  }
  return sendNow(session, method, options).accepted;
}

/** Sends a request; `accepted` settles within 64*T1 whatever the server does. */
export function sendNow(
  session: ExtensionSession,
  method: string,
  options: RequestOptions,
  listener: RequestListener = {},
): { readonly client: UserAgentClient; readonly accepted: Promise<IncomingResponseMessage> } {
  const { host, call } = session;
  const { outages } = host.connection;
  const done = createDeferred<IncomingResponseMessage>();
  const fail = (message?: IncomingResponseMessage): void => {
    listener.onFailure?.();
    const error = refused(session, message, outages);
    done.reject(error);
    if (error.code === 'connection/lost') return;
    if (!fatal[method]?.includes(message?.statusCode ?? 408)) return;
    call.finish({ by: 'system', reason: 'connection-lost', ...present({ sip: error.sip }) });
    giveUp(session);
  };
  const refuse = ({ message }: IncomingResponse): void => fail(message);
  const client = session.request(method, options, {
    onProgress: ({ message }) => listener.onProgress?.(message),
    onAccept: ({ message }) => {
      listener.onAccept?.(message);
      done.resolve(message);
    },
    onReject: refuse,
    onRedirect: refuse,
  });
  // A server that answers 100 and nothing more stops sip.js's own timer for good.
  const cancel = host.schedule(() => {
    host.engine.abandon(client);
    fail();
  }, session.shared.transactionTimeout());
  return { client, accepted: call.whileUp(done).finally(cancel) };
}

/** Lets go of a dialog that is lost to us. */
function giveUp({ dialog, hangUp, negotiation }: ExtensionSession): void {
  // Where nothing was agreed, a BYE might still reach a far side that is there, and take away what a new call could replace.
  if (negotiation.agreed === undefined) dialog.dispose();
  else hangUp({ status: 408 });
}

/** The error that a refused request rejects with; without a message nobody answered. */
function refused(
  { host, shared }: ExtensionSession,
  message: IncomingResponseMessage | undefined,
  outages: number,
): CadranError {
  const { connection } = host;
  const status = message?.statusCode ?? 408;
  // What sip.js makes itself, for silence and for a failed send, passed nobody.
  if (message?.getHeader('Via') !== undefined) {
    const retryable = status >= 500 && status < 600;
    return new CadranError('signaling/rejected', { sip: shared.outcomeOf(message), retryable });
  }
  const isLost = status === 503 || !connection.isUp || connection.outages !== outages;
  return new CadranError(isLost ? 'connection/lost' : 'signaling/timeout', { retryable: true });
}
