import type { Dialog } from 'sip.js/lib/core/dialogs/dialog.js';
import type { UserAgentClient } from 'sip.js/lib/core/user-agents/user-agent-client.js';

/**
 * A challenged request in a dialog goes out again with the next CSeq, but sip.js does not tell the dialog: the request
 * after it would repeat the number and be refused with 500 (RFC 3261 §12.2.1.1). Returns what to do once sip.js has
 * sent it.
 */
export function alignSequence(client: UserAgentClient, dialog: Dialog | undefined): () => void {
  const { message } = client;
  if (!dialog) return () => undefined;
  const last = message.cseq;
  message.cseq = Math.max(last, dialog.localSequenceNumber ?? 0);
  const before = message.cseq;
  return () => {
    if (message.cseq > before) dialog.incrementLocalSequenceNumber();
    else message.cseq = last;
  };
}
