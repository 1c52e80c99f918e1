import { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js';
import type { IncomingRequestMessage } from 'sip.js/lib/core/messages/incoming-request-message.js';
import type { ResponseOptions } from 'sip.js/lib/core/messages/outgoing-response.js';
import { TransactionState } from 'sip.js/lib/core/transactions/transaction-state.js';
import type { UserAgentCore } from 'sip.js/lib/core/user-agent-core/user-agent-core.js';
import type { UserAgentServer } from 'sip.js/lib/core/user-agents/user-agent-server.js';
import { receiveAck, receiveInDialog } from './dialog-requests.js';
import { contactOf } from './dialog-target.js';
import type { FloodGuard } from './flood-guard.js';
import { InviteServer } from './invite-server.js';
import { capabilities, refusal } from './request-screen.js';

/**
 * Brings a request to its transaction or its dialog, or returns it as a new call (RFC 3261 §8.2, §9.2, §12.2.2).
 * sip.js's own way there takes what it should refuse, throws on what it does not expect, and knows no UPDATE.
 */
export function receiveRequest(
  core: UserAgentCore,
  message: IncomingRequestMessage,
  guard?: FloodGuard,
): InviteServer | undefined {
  const { method } = message;
  const server = core.userAgentServers.get(message.viaBranch);
  const dialog = dialogOf(core, message);
  const shed = guard?.(method, dialog ?? server);
  if (shed) core.replyStateless(message, shed);
  if (shed !== undefined) return undefined;
  if (method === 'CANCEL') receiveCancel(core, server, message);
  else if (server) server.transaction.receiveRequest(message);
  else if (method !== 'ACK') return receiveNew(core, dialog, message);
  else if (dialog) receiveAck(dialog, message);
  return undefined;
}

function receiveCancel(
  core: UserAgentCore,
  server: UserAgentServer | undefined,
  message: IncomingRequestMessage,
): void {
  core.replyStateless(message, { statusCode: server ? 200 : 481 });
  // Only an INVITE can be cancelled, and no more once its final response went out.
  const isOpen = server?.transaction.state === TransactionState.Proceeding;
  if (isOpen && server.message.method === 'INVITE') server.receiveCancel(message);
}

function receiveNew(
  core: UserAgentCore,
  dialog: SessionDialog | undefined,
  message: IncomingRequestMessage,
): InviteServer | undefined {
  const refused = refusal(message) ?? (dialog ? undefined : refusedOutside(core, message));
  if (refused) core.replyStateless(message, refused);
  else if (message.method === 'OPTIONS') core.replyStateless(message, capabilities());
  else if (dialog) receiveInDialog(dialog, message);
  else return new InviteServer(core, message);
  return undefined;
}

/** The dialog a request belongs to, when it is a call's. */
function dialogOf(core: UserAgentCore, message: IncomingRequestMessage): SessionDialog | undefined {
  const dialog = core.dialogs.get(message.callId + message.toTag + message.fromTag);
  return dialog instanceof SessionDialog ? dialog : undefined;
}

/** The answer to a request outside our dialogs that is no call for us; undefined for a call, and for OPTIONS. */
function refusedOutside(
  core: UserAgentCore,
  message: IncomingRequestMessage,
): ResponseOptions | undefined {
  // Both sides hung up at once: our dialog is gone, and yet their BYE deserves a 200 (RFC 5407 §3.2.2).
  if (crossesOurBye(core, message)) return { statusCode: 200 };
  if (message.toTag) return { statusCode: 481 };
  if (message.method === 'OPTIONS') return undefined;
  if (message.method !== 'INVITE') return { statusCode: 405 };
  if (message.ruri?.scheme !== 'sip') return { statusCode: 416 };
  if (!isForUs(core, message)) return { statusCode: 404 };
  // Callers of RFC 2543 may lack it; they have no tag either.
  if (message.fromTag && !contactOf(message))
    return { statusCode: 400, reasonPhrase: 'no Contact' };
  return isMerged(core, message) ? { statusCode: 482 } : undefined;
}

function isForUs({ configuration }: UserAgentCore, { ruri }: IncomingRequestMessage): boolean {
  const { aor, contact } = configuration;
  return [aor, contact.uri, contact.pubGruu].some((ours) => ours?.user === ruri?.user);
}

/** The same request over another path, RFC 3261 §8.2.2.2. */
function isMerged(core: UserAgentCore, message: IncomingRequestMessage): boolean {
  const { callId, cseq, fromTag } = message;
  return [...core.userAgentServers.values()].some(
    ({ message: other }) =>
      other.callId === callId && other.cseq === cseq && other.fromTag === fromTag,
  );
}

function crossesOurBye(core: UserAgentCore, message: IncomingRequestMessage): boolean {
  const { method, callId, fromTag, toTag } = message;
  if (method !== 'BYE') return false;
  return [...core.userAgentClients.values()].some(
    ({ message: ours }) =>
      ours.method === 'BYE' &&
      ours.callId === callId &&
      ours.fromTag === toTag &&
      ours.toTag === fromTag,
  );
}
