import type { Dialog } from 'sip.js/lib/core/dialogs/dialog.js';
import type { DialogState } from 'sip.js/lib/core/dialogs/dialog-state.js';
import type { IncomingMessage } from 'sip.js/lib/core/messages/incoming-message.js';
import type { URI } from 'sip.js/lib/grammar/uri.js';
import { parseNameAddress, type NameAddress } from './codec/name-address.js';
import type { SipUri } from './codec/uri.js';

/** The address of a message's Contact, where it has one. */
export function contactOf(message: IncomingMessage): SipUri | undefined {
  return (message.parseHeader('Contact') as NameAddress | undefined)?.uri;
}

/** Gives a message the Contact that it lacks and sip.js insists on. */
export function syntheticContact(message: IncomingMessage, uri: URI): void {
  const raw = `<${uri.toString()}>`;
  message.headers['Contact'] = [{ raw, parsed: parseNameAddress(raw) }];
}

/** Moves the remote target, RFC 3261 §12.2.1.2. sip.js does so for an incoming re-INVITE only, and keeps the field protected. */
export function retarget(dialog: Dialog, uri: URI): void {
  (dialog as unknown as { dialogState: DialogState }).dialogState.remoteTarget = uri;
}
