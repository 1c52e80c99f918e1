import type { Scope } from '../kernel/scope.js';
import type { LinkPort } from './link-port.js';
import { isRecord, isText } from './plain-data.js';

/**
 * What pages and homes of one account call out to each other before they have a port. Every page of the origin hears it,
 * so it holds no secret; no page of another origin does.
 */
export type Cry =
  /** A home is here now. */
  | { readonly cry: 'home' }
  /** A page waits at this door. */
  | { readonly cry: 'knock'; readonly door: string }
  /** A home that started later asks for the phone. */
  | { readonly cry: 'wanted' };

export interface Neighbours {
  cry(cry: Cry): void;
}

/** True where pages can call out to each other. */
export function hasNeighbours(): boolean {
  return 'BroadcastChannel' in globalThis;
}

/** Calls out to the neighbours of an account and hears them, until the scope ends. What is no cry is not heard. */
export function meetNeighbours(
  account: string,
  scope: Scope,
  hear: (cry: Cry) => void,
): Neighbours {
  const street = openChannel(account);
  street?.addEventListener(
    'message',
    ({ data }) => {
      const cry = readCry(data);
      if (cry) hear(cry);
    },
    { signal: scope.signal },
  );
  scope.add(() => street?.close());
  return {
    cry(cry) {
      if (!scope.signal.aborted) street?.postMessage(cry);
    },
  };
}

/** A way between the two that know the name of the door. */
export function openDoor(door: string): LinkPort | undefined {
  return openChannel(door);
}

function openChannel(name: string): LinkPort | undefined {
  const { BroadcastChannel } = globalThis as { BroadcastChannel?: new (name: string) => LinkPort };
  return BroadcastChannel && new BroadcastChannel(`cadran ${name}`);
}

function readCry(sent: unknown): Cry | undefined {
  if (!isRecord(sent)) return undefined;
  const { cry, door } = sent;
  if (cry === 'home' || cry === 'wanted') return { cry };
  return cry === 'knock' && isText(door, 64) ? { cry, door } : undefined;
}
