import type { Dialog } from 'sip.js/lib/core/dialogs/dialog.js';
import type { IncomingMessage } from 'sip.js/lib/core/messages/incoming-message.js';

/** What a Replaces header asks for, RFC 3891 §6.1. */
export interface Replaces {
  readonly earlyOnly: boolean;
  /** True for the dialog it names: its `to-tag` is ours, its `from-tag` theirs. */
  names(dialog: Dialog): boolean;
}

export function parseReplaces(message: IncomingMessage): Replaces | undefined {
  const header = message.getHeader('Replaces');
  if (header === undefined) return undefined;
  const [callId = '', ...parameters] = header.split(';').map((part) => part.trim());
  const value = (name: string): string | undefined =>
    parameters.find((part) => part.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1);
  const [toTag, fromTag] = [value('to-tag'), value('from-tag')];
  return {
    earlyOnly: parameters.some((part) => part.toLowerCase() === 'early-only'),
    names: (dialog) =>
      dialog.callId === callId && dialog.localTag === toTag && dialog.remoteTag === fromTag,
  };
}
