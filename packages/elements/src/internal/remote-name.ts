import type { RemoteParty } from '@cadran/core';

import { displayText } from './display-text.js';

/** What to call the other side: its name, else its number, else the user of its address. */
export function remoteName({ displayName, number, uri }: RemoteParty): string {
  return displayText(displayName ?? '') || displayText(number ?? '') || remoteAddress({ uri });
}

/** What identifies the other side whatever it calls itself: its number, else its address. Shown beside every name. */
export function remoteAddress({ number, uri }: Pick<RemoteParty, 'number' | 'uri'>): string {
  return displayText(number ?? uri.replace(/^(sips?|tel):/i, '').replace(/;.*/, ''));
}
