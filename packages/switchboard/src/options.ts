import type { Server } from 'node:http';
import type { DigestAlgorithm } from './auth/digest.js';
import { defaultUsers, type UserOptions } from './auth/users.js';
import { systemClock, type Clock } from './clock.js';
import { defaultConnectionLimits, type ConnectionLimits } from './connection/limits.js';
import { defaultLimits, type MessageLimits } from './message/limits.js';
import { peersFrom } from './peers/extensions.js';
import type { PeerScript } from './peers/scripted-call.js';
import type { ProxyTimers } from './proxy/branch.js';

/** Everything about a switchboard that can be chosen. Each has a default that suits a test. */
export interface SwitchboardOptions {
  /** The SIP domain; default `cadran.test`. */
  readonly domain?: string;
  /** The digest realm; default the domain. */
  readonly realm?: string;
  /** Who may register; default alice, bob, carol and dave, each with the password `secret`. */
  readonly users?: UserOptions;
  /** The address to bind; default 127.0.0.1. Nothing here is made for an open network. */
  readonly host?: string;
  /** The port to bind; default 0, any free one. */
  readonly port?: number;
  /** An HTTP server to answer upgrades on, in place of a port of our own. Its owner closes it. */
  readonly server?: Server;
  /** The path of the WebSocket; default `/sip` on a given server, any path on our own. */
  readonly path?: string;
  /** Allowed values of `Origin`; default any, for a server on a loopback address. */
  readonly origins?: readonly string[];
  /** Digest algorithms in order of preference; default SHA-256, then MD5. */
  readonly algorithms?: readonly DigestAlgorithm[];
  /** Seconds a nonce is good for, after which it is `stale`; default 300. */
  readonly nonceLifetime?: number;
  /** Methods that need a proxy credential; default INVITE, MESSAGE and REFER. */
  readonly challenge?: readonly string[];
  /** The answer to a wrong password: another challenge (default), or 403. */
  readonly wrongPassword?: 401 | 403;
  /** Registration times in seconds; default 3600 unless asked, at least 10, at most 3600. */
  readonly expires?: { readonly default?: number; readonly min?: number; readonly max?: number };
  /** Answer CRLFCRLF with CRLF; default true. */
  readonly keepAlive?: boolean;
  /** Write P-Asserted-Identity for users who proved who they are; default true. */
  readonly assertIdentity?: boolean;
  /** Milliseconds; default 32,000 for an answer, 180,000 of ringing, 5,000 to come back. */
  readonly timers?: Partial<ProxyTimers>;
  /**
   * Scripted peers by extension, beside the built-in 600 to 605; `undefined` takes one away.
   */
  readonly peers?: Readonly<Record<string, PeerScript | undefined>>;
  readonly limits?: Partial<MessageLimits & ConnectionLimits>;
  /** Messages the transcript keeps; default 2,000. */
  readonly transcript?: number;
  readonly clock?: Clock;
}

/** The options with every gap filled. */
export interface Settings {
  readonly domain: string;
  readonly realm: string;
  readonly users: UserOptions;
  readonly host: string;
  readonly port: number;
  readonly server: Server | undefined;
  readonly path: string | undefined;
  readonly origins: readonly string[] | undefined;
  readonly algorithms: readonly DigestAlgorithm[];
  readonly nonceLifetime: number;
  readonly challenge: readonly string[];
  readonly wrongPassword: 401 | 403;
  readonly expires: { readonly default: number; readonly min: number; readonly max: number };
  readonly keepAlive: boolean;
  readonly assertIdentity: boolean;
  readonly timers: ProxyTimers;
  readonly peers: ReadonlyMap<string, PeerScript>;
  readonly limits: MessageLimits & ConnectionLimits;
  readonly transcript: number;
  readonly clock: Clock;
}

/** Fills the gaps; throws a TypeError for what can only be a mistake. */
export function settingsFrom(options: SwitchboardOptions): Settings {
  const domain = options.domain ?? 'cadran.test';
  if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(domain)) {
    throw new TypeError(`Not a domain name: ${domain}`);
  }
  const algorithms = options.algorithms ?? ['SHA-256', 'MD5'];
  if (algorithms.length === 0) throw new TypeError('algorithms must name at least one');
  return {
    domain,
    realm: options.realm ?? domain,
    users: options.users ?? defaultUsers,
    host: options.host ?? '127.0.0.1',
    port: options.port ?? 0,
    server: options.server,
    path: options.path ?? (options.server === undefined ? undefined : '/sip'),
    origins: options.origins,
    algorithms,
    nonceLifetime: options.nonceLifetime ?? 300,
    challenge: options.challenge ?? ['INVITE', 'MESSAGE', 'REFER'],
    wrongPassword: options.wrongPassword ?? 401,
    expires: { default: 3600, min: 10, max: 3600, ...options.expires },
    keepAlive: options.keepAlive ?? true,
    assertIdentity: options.assertIdentity ?? true,
    timers: { requestTimeout: 32_000, ringTimeout: 180_000, flowGrace: 5000, ...options.timers },
    peers: peersFrom(options.peers ?? {}),
    limits: { ...defaultLimits, ...defaultConnectionLimits, ...options.limits },
    transcript: options.transcript ?? 2000,
    clock: options.clock ?? systemClock,
  };
}
