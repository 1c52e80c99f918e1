import type { RemoteParty } from '@cadran/core';

import { groupTarget } from '../dialpad/dialpad-logic.js';
import { displayText } from './display-text.js';
import type { Strings } from './locale/strings.js';
import { remoteAddress } from './remote-name.js';

/** The other side of a call, as it is shown. */
export interface Caller {
  /** Display name, else number, else address. */
  readonly name: string;
  /** Number or address beside a display name: anyone can choose a name, even that of somebody else. */
  readonly detail: string | undefined;
  /** One or two letters for an avatar; empty where there is no name to take them from. */
  readonly initials: string;
}

/** `home` is the domain of our own line. */
export function callerOf(remote: RemoteParty, words: Strings, home?: string): Caller {
  const name = displayText(remote.displayName ?? '');
  const address = remoteAddress(remote, home);
  // `anonymous.invalid` is how SIP withholds a number (RFC 3323 §4.1.1.3).
  const shown = /[@.]invalid$/.test(address) ? '' : groupTarget(address);
  const isNamed = name !== '' && name !== address;
  return {
    name: name || shown || words.unknownCaller,
    detail: (isNamed && shown) || undefined,
    initials: isNamed ? initialsOf(name) : '',
  };
}

function initialsOf(name: string): string {
  const letters = name.split(/[\s.,_-]+/).flatMap((word) => /^\p{L}\p{M}*/u.exec(word)?.[0] ?? []);
  const last = letters.length > 1 ? letters.at(-1) : '';
  return `${letters[0] ?? ''}${last ?? ''}`.toLocaleUpperCase();
}
