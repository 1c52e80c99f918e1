import type { Dialog } from 'sip.js/lib/core/dialogs/dialog.js';
import type { IncomingMessage } from 'sip.js/lib/core/messages/incoming-message.js';
import type { DialogName } from '../../ports/signaling.js';
import { parseReplaces, type Replaces } from './codec/header-values.js';
import { isToken } from './codec/parameters.js';
import { headerValue } from './codec/sanitize.js';

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

/** A Replaces value as a header of ours: read and written anew, so that nothing else comes along. */
export function replacesValue(text: string): string | undefined {
  const replaces = parseReplaces(text);
  if (!replaces) return undefined;
  const { call_id: callId, replaces_to_tag: to, replaces_from_tag: from, early_only } = replaces;
  const value = `${callId};to-tag=${to};from-tag=${from}${early_only ? ';early-only' : ''}`;
  return /^[!-~]{1,768}$/.test(value) && isToken(to) && isToken(from) ? value : undefined;
}

/** Headers of an INVITE that takes a dialog's place: who does not know how must not ring as if somebody new called. */
export function replacesHeaders({ callId, localTag, remoteTag }: DialogName): string[] {
  const value = headerValue(`${callId};to-tag=${remoteTag};from-tag=${localTag}`);
  return [`Replaces: ${value}`, 'Require: replaces'];
}
