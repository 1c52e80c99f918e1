import { Dialog } from 'sip.js/lib/core/dialogs/dialog.js';
import type { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js';
import type { IncomingRequestMessage } from 'sip.js/lib/core/messages/incoming-request-message.js';
import type { ResponseOptions } from 'sip.js/lib/core/messages/outgoing-response.js';
import type { InviteServerTransaction } from 'sip.js/lib/core/transactions/invite-server-transaction.js';
import { NonInviteServerTransaction } from 'sip.js/lib/core/transactions/non-invite-server-transaction.js';
import { UserAgentServer } from 'sip.js/lib/core/user-agents/user-agent-server.js';
import { systemRandom } from '../../kernel/random.js';
import { closedDialog } from './dialog-delegate.js';
import { contactOf, retarget } from './dialog-target.js';
import { ReInviteServer } from './re-invite-server.js';
import { exchangeOpen } from './request-screen.js';

/** Which member of a dialog's delegate hears of which request. */
const listeners = new Map([
  ['BYE', 'onBye'],
  ['INFO', 'onInfo'],
  ['INVITE', 'onInvite'],
  ['NOTIFY', 'onNotify'],
  ['PRACK', 'onPrack'],
  ['REFER', 'onRefer'],
  ['UPDATE', 'onUpdate'],
]);

/** Takes a request, no ACK, that belongs to a dialog (RFC 3261 §12.2.2) to whoever the dialog belongs to. */
export function receiveInDialog(dialog: SessionDialog, message: IncomingRequestMessage): void {
  const listener = listeners.get(message.method);
  if (!listener) {
    dialog.userAgentCore.replyStateless(message, { statusCode: 405 });
    return;
  }
  const refused = refusedInDialog(dialog, message);
  if (refused) dialog.userAgentCore.replyStateless(message, refused);
  else tell(dialog, message, listener);
}

function tell(dialog: SessionDialog, message: IncomingRequestMessage, listener: string): void {
  const { method } = message;
  const isInvite = method === 'INVITE';
  // Both refresh the target; without a Contact it stays as it is (RFC 3261 §12.2.2, RFC 3311 §5.2).
  const contact = isInvite || method === 'UPDATE' ? contactOf(message) : undefined;
  if (contact) retarget(dialog, contact);
  const request = isInvite
    ? new ReInviteServer(dialog, message)
    : new UserAgentServer(NonInviteServerTransaction, dialog.userAgentCore, message);
  const delegate = { ...closedDialog, ...dialog.delegate } as unknown as Listeners;
  delegate[listener]?.(request);
  // An early one may still be answered: its INVITE says how it ends.
  if (method === 'BYE' && !dialog.early) dialog.dispose();
}

type Listeners = Partial<Record<string, (request: UserAgentServer) => void>>;

/** Looks at the order of requests (RFC 3261 §12.2.2), and at what is open already (§14.2). */
function refusedInDialog(
  dialog: SessionDialog,
  message: IncomingRequestMessage,
): ResponseOptions | undefined {
  if (dialog.remoteSequenceNumber && message.cseq <= dialog.remoteSequenceNumber)
    return { statusCode: 500 };
  Dialog.prototype.receiveRequest.call(dialog, message);
  if (message.method !== 'INVITE') return undefined;
  if (dialog.reinviteUserAgentServer) return exchangeOpen(systemRandom);
  return dialog.reinviteUserAgentClient ? { statusCode: 491 } : undefined;
}

/** Takes an ACK: of the INVITE that made the dialog, or of the re-INVITE that is open. */
export function receiveAck(dialog: SessionDialog, message: IncomingRequestMessage): void {
  const first = dialog as unknown as FirstInvite;
  const awaited = first.ackWait
    ? first.initialTransaction
    : dialog.reinviteUserAgentServer?.transaction;
  if (awaited?.request.cseq !== message.cseq) return;
  if (first.ackWait) first.ackWait = false;
  else dialog.reinviteUserAgentServer = undefined;
  void dialog.delegate?.onAck?.({ message });
}

interface FirstInvite {
  /** True until the ACK to our 200 is there. */
  ackWait: boolean;
  readonly initialTransaction: InviteServerTransaction;
}
