import type { Dialog } from 'sip.js/lib/core/dialogs/dialog.js';
import type { DialogState } from 'sip.js/lib/core/dialogs/dialog-state.js';
import type { IncomingMessage } from 'sip.js/lib/core/messages/incoming-message.js';
import { NameAddrHeader } from 'sip.js/lib/grammar/name-addr-header.js';
import type { URI } from 'sip.js/lib/grammar/uri.js';

/** The address of a message's Contact, where it has one. */
export function contactOf(message: IncomingMessage): URI | undefined {
  if (!message.hasHeader('Contact')) return undefined;
  const parsed: unknown = message.parseHeader('Contact');
  return parsed instanceof NameAddrHeader ? parsed.uri : undefined;
}

/** Gives a message the Contact that it lacks and sip.js insists on. */
export function syntheticContact(message: IncomingMessage, uri: URI): void {
  const parsed = new NameAddrHeader(uri.clone(), '', {});
  message.headers['Contact'] = [{ raw: parsed.toString(), parsed }];
}

/** Moves the remote target, RFC 3261 §12.2.1.2. sip.js does so for an incoming re-INVITE only, and keeps the field protected. */
export function retarget(dialog: Dialog, uri: URI): void {
  (dialog as unknown as { dialogState: DialogState }).dialogState.remoteTarget = uri;
}
