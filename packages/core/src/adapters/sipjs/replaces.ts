import type { Dialog } from 'sip.js/lib/core/dialogs/dialog.js';
import type { IncomingMessage } from 'sip.js/lib/core/messages/incoming-message.js';
import type { DialogName } from '../../ports/signaling.js';
import { headerValue } from './codec/sanitize.js';
import type { Replaces } from './codec/header-values.js';

/** What a Replaces header asks for; a malformed one never gets here (RFC 3891 §3 has it answered with 400). */
export function replacesOf(message: IncomingMessage): Replaces | undefined {
  return message.parseHeader('Replaces') as Replaces | undefined;
}

/** True for the dialog it names: its `to-tag` is ours, its `from-tag` theirs. */
export function names(replaces: Replaces, dialog: Dialog): boolean {
  return (
    dialog.callId === replaces.call_id &&
    dialog.localTag === replaces.replaces_to_tag &&
    dialog.remoteTag === replaces.replaces_from_tag
  );
}

/** The Replaces value that names a dialog of ours to its far side: their tag is `to`, ours is `from`. Escaped for a URI header. */
export function namingUriHeader({ callId, remoteTag, localTag }: Dialog): string {
  return encodeURIComponent(`${callId};to-tag=${remoteTag};from-tag=${localTag}`);
}

/** Headers of an INVITE that takes a dialog's place: who does not know how must not ring as if somebody new called. */
export function replacesHeaders({ callId, localTag, remoteTag }: DialogName): string[] {
  const value = headerValue(`${callId};to-tag=${remoteTag};from-tag=${localTag}`);
  return [`Replaces: ${value}`, 'Require: replaces'];
}
