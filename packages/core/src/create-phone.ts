import { createAbsentMedia } from './adapters/absent/absent-media.js';
import { createBrowserMedia } from './adapters/browser/browser-media.js';
import { createBrowserNetwork } from './adapters/browser/browser-network.js';
import { createIndexedDbStorage } from './adapters/browser/indexed-db-storage.js';
import { createMemoryStorage } from './adapters/memory/memory-storage.js';
import { createSipSignaling } from './adapters/sipjs/sip-signaling.js';
import type { SipSignalingOptions } from './adapters/sipjs/sip-signaling.js';
import { checkOptions } from './check-options.js';
import { composePhone } from './compose-phone.js';
import type { CompositionOptions } from './compose-phone.js';
import { systemClock } from './kernel/clock.js';
import type { Clock } from './kernel/clock.js';
import type { Phone } from './phone.js';
import type { PhoneOptions } from './phone-options.js';
import type { DevicesPort } from './ports/devices.js';
import type { MediaPort } from './ports/media.js';
import type { StoragePort } from './ports/storage.js';

/**
 * Makes a phone of what this place offers: in a page the browser's sound, network and storage; in a worker or in Node
 * neither, so that a phone without a `media` of its own registers and rings but cannot speak.
 * Throws `config/invalid` or `connection/invalid-url`, and a TypeError for options of the wrong kind.
 */
export function createPhone(options: PhoneOptions): Phone {
  checkOptions(options);
  const clock = options.clock ?? systemClock;
  const storage = options.storage ?? defaultStorage(clock);
  const signaling = createSipSignaling(signalingOptions(options, storage, clock));
  const { media, devices } = mediaFor(options, storage, clock);
  const ports = {
    signaling,
    media,
    clock,
    ...(devices ? { devices } : {}),
    ...(options.log ? { log: options.log } : {}),
  };
  return composePhone(ports, compositionOptions(options));
}

function signalingOptions(
  options: PhoneOptions,
  storage: StoragePort,
  clock: Clock,
): SipSignalingOptions {
  const { servers, uri, displayName, credentials, trustIdentity, register, log, WebSocket } =
    options;
  const network = options.network ?? (inPage() ? createBrowserNetwork({ clock }) : undefined);
  return {
    servers,
    uri,
    storage,
    clock,
    ...(displayName === undefined ? {} : { displayName }),
    ...(credentials ? { credentials } : {}),
    ...(trustIdentity === undefined ? {} : { trustIdentity }),
    ...(register === undefined ? {} : { registers: register }),
    ...(network ? { network } : {}),
    ...(log ? { log } : {}),
    ...(WebSocket ? { WebSocket: WebSocket as Required<SipSignalingOptions>['WebSocket'] } : {}),
  };
}

function mediaFor(
  { media, devices, iceServers = [], log }: PhoneOptions,
  storage: StoragePort,
  clock: Clock,
): { media: MediaPort; devices?: DevicesPort | undefined } {
  if (media) return { media, devices };
  if (!inPage()) return { media: createAbsentMedia(), devices };
  const page = createBrowserMedia({ iceServers, storage, clock, ...(log ? { log } : {}) });
  return { media: page.media, devices: devices ?? page.devices };
}

function compositionOptions(options: PhoneOptions): CompositionOptions {
  const { uri, displayName, register, expires, maxCalls, callWaiting } = options;
  const { ringTimeout, endedCallLinger, dtmf, tones } = options;
  const given = {
    register,
    expires,
    maxCalls,
    callWaiting,
    ringTimeout,
    endedCallLinger,
    dtmf,
    tones,
  };
  const chosen = Object.entries(given).filter(([, value]) => value !== undefined);
  return {
    account: { uri, ...(displayName === undefined ? {} : { displayName }) },
    ...(Object.fromEntries(chosen) as Omit<CompositionOptions, 'account'>),
  };
}

function defaultStorage(clock: Clock): StoragePort {
  return 'indexedDB' in globalThis ? createIndexedDbStorage({ clock }) : createMemoryStorage();
}

/** Peer connections exist in pages only, not in workers. */
function inPage(): boolean {
  return 'RTCPeerConnection' in globalThis;
}
