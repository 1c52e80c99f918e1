import type { RemoteParty } from '@cadran/core';

import { displayText } from './display-text.js';

/** What to call the other side: its name, else its number, else the user of its address. */
export function remoteName({ displayName, number, uri }: RemoteParty, home = ''): string {
  return (
    displayText(displayName ?? '') || displayText(number ?? '') || remoteAddress({ uri }, home)
  );
}

/**
 * What identifies the other side whatever it calls itself: its number, else its address, of which the user alone will
 * do in our own domain, `home`. Shown beside every name.
 */
export function remoteAddress(
  { number, uri }: Pick<RemoteParty, 'number' | 'uri'>,
  home = '',
): string {
  const address = displayText(number ?? bareAddress(uri));
  const [user = '', domain, ...more] = address.split('@');
  const isAtHome = user !== '' && domain?.toLowerCase() === home && more.length === 0;
  return isAtHome ? user : address;
}

/** The domain of an account's address, in lower case. */
export function domainOf(uri: string): string {
  return bareAddress(uri).split('@')[1]?.toLowerCase() ?? '';
}

function bareAddress(uri: string): string {
  return uri.replace(/^(sips?|tel):/i, '').replace(/;.*/, '');
}
