import { createAbsentMedia } from './adapters/absent/absent-media.js';
import { createBrowserNetwork } from './adapters/browser/browser-network.js';
import { createIndexedDbStorage } from './adapters/browser/indexed-db-storage.js';
import { createLazyBrowserMedia } from './adapters/browser/lazy-browser-media.js';
import { canSeal, createLazyVault } from './adapters/browser/lazy-vault.js';
import { createMemoryStorage } from './adapters/memory/memory-storage.js';
import { createSipSignaling } from './adapters/sipjs/sip-signaling.js';
import type { SipSignalingOptions } from './adapters/sipjs/sip-signaling.js';
import type { SoundMoves } from './call/call-context.js';
import { checkOptions } from './check-options.js';
import { composePhone } from './compose-phone.js';
import type { ComposedPhone, PhonePorts } from './compose-phone.js';
import { systemClock } from './kernel/clock.js';
import type { Clock } from './kernel/clock.js';
import { present } from './kernel/present.js';
import { loadSound, partsLoadedLater } from './later.js';
import type { Phone } from './phone.js';
import type { PhoneOptions } from './phone-options.js';
import type { StoragePort } from './ports/storage.js';

/**
 * Makes a phone of what this place offers: in a page the browser's sound, network and storage; in a worker or in Node
 * neither, so that a phone without a `media` of its own registers and rings but cannot speak.
 * Throws `config/invalid` or `connection/invalid-url`, and a TypeError for options of the wrong kind.
 */
export function createPhone(options: PhoneOptions): Phone {
  return createPhoneFor(inPage() ? 'tab' : 'site', options);
}

/**
 * The same, for a tab alone or for a whole site, whose calls the next home of its phone goes on with. `moves` is for a
 * phone whose sound lives in pages that come and go.
 */
export function createPhoneFor(
  place: 'tab' | 'site',
  options: PhoneOptions,
  moves?: SoundMoves,
): ComposedPhone {
  checkOptions(options);
  const { uri, displayName } = options;
  const account = present({ uri, displayName });
  return composePhone(
    { ...portsFor(options, place), ...present({ moves }) },
    { ...options, account },
  );
}

function portsFor(options: PhoneOptions, place: 'tab' | 'site'): PhonePorts {
  const { clock = systemClock, log } = options;
  const { storage = defaultStorage(clock) } = options;
  const parts = partsLoadedLater();
  const page =
    options.media || !inPage()
      ? undefined
      : createLazyBrowserMedia(present({ ...options, storage, clock }), loadSound);
  const keepsCalls = (options.resumeCalls ?? true) && canSeal();
  return present({
    signaling: createSipSignaling({
      ...signalingOptions(options, storage, clock),
      keeping: parts.keeping,
      extensions: parts.inCall,
      serversPart: parts.servers,
    }),
    media: options.media ?? page?.media ?? createAbsentMedia(),
    devices: options.devices ?? page?.devices,
    vault: keepsCalls ? createLazyVault(options.uri, place, parts.keeping) : undefined,
    parts,
    clock,
    log,
  });
}

function signalingOptions(
  options: PhoneOptions,
  storage: StoragePort,
  clock: Clock,
): Omit<SipSignalingOptions, 'keeping' | 'extensions' | 'serversPart'> {
  const { servers, uri, displayName, credentials, trustIdentity, register, log } = options;
  const { followTransfers, callRate } = options;
  const network = options.network ?? (inPage() ? createBrowserNetwork({ clock }) : undefined);
  const WebSocket = options.WebSocket as SipSignalingOptions['WebSocket'];
  const given = { servers, uri, displayName, credentials, trustIdentity, log, WebSocket };
  return present({
    ...given,
    followTransfers,
    callRate,
    registers: register,
    storage,
    clock,
    network,
  });
}

function defaultStorage(clock: Clock): StoragePort {
  return 'indexedDB' in globalThis ? createIndexedDbStorage({ clock }) : createMemoryStorage();
}

/** Peer connections exist in pages only, not in workers. */
function inPage(): boolean {
  return 'RTCPeerConnection' in globalThis;
}
