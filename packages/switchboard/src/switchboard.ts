import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import { Authenticator } from './auth/authenticator.js';
import { Nonces } from './auth/nonces.js';
import { usersFrom, type Users } from './auth/users.js';
import type { Flow } from './connection/flow.js';
import { listen, type Listener } from './connection/listener.js';
import { WebSocketFlow } from './connection/websocket-flow.js';
import { Interceptors, type Interceptor } from './faults/interceptors.js';
import { socketsOf, type Sockets } from './faults/sockets.js';
import { drawLadder } from './log/ladder.js';
import { Transcript, type TranscriptEntry } from './log/transcript.js';
import { settingsFrom, type Settings, type SwitchboardOptions } from './options.js';
import { Peers } from './peers/peers.js';
import { Exchange } from './proxy/exchange.js';
import { Gate } from './proxy/gate.js';
import { Home } from './proxy/home.js';
import { Proxy } from './proxy/proxy.js';
import { Transactions } from './proxy/transactions.js';
import { Contacts } from './registrar/contacts.js';
import { Location, type Binding } from './registrar/location.js';
import { Registrar } from './registrar/registrar.js';

/** `Symbol.asyncDispose` where the platform has it, and the symbol compilers fall back to. */
const asyncDispose: typeof Symbol.asyncDispose =
  (Symbol as Partial<typeof Symbol>).asyncDispose ??
  (Symbol.for('Symbol.asyncDispose') as typeof Symbol.asyncDispose);

/** A running SIP-over-WebSocket server, for development and tests. */
export class Switchboard {
  readonly #settings: Settings;
  readonly #users: Users;
  readonly #location: Location;
  readonly #contacts = new Contacts();
  readonly #nonces: Nonces;
  readonly #transactions: Transactions;
  readonly #interceptors: Interceptors;
  readonly #transcript: Transcript;
  readonly #flows = new Set<WebSocketFlow>();
  readonly #gate: Gate;
  /** The scripted peers and their calls. */
  readonly peers: Peers;
  readonly #exchange: Exchange;
  #listener: Listener | undefined;
  #connections = 0;
  #closing: Promise<void> | undefined;

  private constructor(settings: Settings) {
    this.#settings = settings;
    const { clock, domain, realm, limits, timers } = settings;
    this.#users = usersFrom(settings.users);
    this.#location = new Location(clock);
    this.#nonces = new Nonces(clock, settings.nonceLifetime * 1000);
    this.#transactions = new Transactions(clock, timers.requestTimeout);
    this.#interceptors = new Interceptors(clock);
    this.#transcript = new Transcript(clock, settings.transcript);
    const home = new Home(domain, () => `${settings.host}:${this.port}`);
    const authenticator = new Authenticator({
      realm,
      users: this.#users,
      nonces: this.#nonces,
      algorithms: settings.algorithms,
      wrongPassword: settings.wrongPassword,
    });
    this.#gate = new Gate(authenticator, settings.challenge, home);
    this.peers = new Peers(settings.peers, clock, (flow, message) => {
      this.#exchange.accept(flow, message);
    });
    const proxy = this.#makeProxy(home, authenticator);
    this.#exchange = new Exchange({
      limits,
      interceptors: this.#interceptors,
      transcript: this.#transcript,
      partyOf: (flow) => this.#partyOf(flow),
      handle: (flow, message) => {
        proxy.handle(flow, message);
      },
      malformed: (flow) => {
        this.#malformed(flow);
      },
    });
  }

  /** Opens a switchboard; resolves when its port is bound. */
  static async open(options: SwitchboardOptions): Promise<Switchboard> {
    const board = new Switchboard(settingsFrom(options));
    await board.#listen();
    return board;
  }

  /** The SIP domain of its users. */
  get domain(): string {
    return this.#settings.domain;
  }

  /** The WebSocket's address, such as `ws://127.0.0.1:40123`. */
  get url(): string {
    return this.#listener?.url ?? '';
  }

  get port(): number {
    return this.#listener?.port ?? 0;
  }

  /** Every message that passed, oldest first, secrets redacted. */
  get messages(): readonly TranscriptEntry[] {
    return this.#transcript.entries;
  }

  /** The messages as a ladder to read. */
  ladder(): string {
    return drawLadder(this.#transcript.entries);
  }

  /** Calls the listener for every message from now on; the returned function ends that. */
  onMessage(listener: (entry: TranscriptEntry) => void): () => void {
    return this.#transcript.listen(listener);
  }

  /** Where a user is registered now. */
  bindings(user: string): readonly Binding[] {
    return this.#location.of(user);
  }

  /** Lets a function drop, delay, repeat or rewrite messages; the returned function ends that. */
  intercept(interceptor: Interceptor): () => void {
    return this.#interceptors.add(interceptor);
  }

  /** The clients' sockets, to close them or make them half-open. */
  get sockets(): Sockets {
    return socketsOf(this.#flows, (flow) => this.#userOf(flow));
  }

  /** Makes every nonce stale: the next request of everybody is challenged with `stale=true`. */
  expireNonces(): void {
    this.#nonces.forget();
  }

  /** Closes every socket and the port; resolves when nothing is left. Calling twice is harmless. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  [asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    this.#interceptors.dispose();
    await this.peers.dispose();
    await this.#listener?.close();
    this.#transactions.dispose();
    this.#location.dispose();
    this.#contacts.clear();
  }

  async #listen(): Promise<void> {
    const { server, host, port, path, origins, limits } = this.#settings;
    this.#listener = await listen({
      ...(server === undefined ? {} : { server }),
      ...(path === undefined ? {} : { path }),
      ...(origins === undefined ? {} : { origins }),
      host,
      port,
      maxPayload: limits.maxPayload,
      maxConnections: limits.maxConnections,
      connect: (socket, request) => {
        this.#connect(socket, request);
      },
    });
  }

  #connect(socket: WebSocket, { socket: stream }: IncomingMessage): void {
    this.#connections += 1;
    const flow = new WebSocketFlow(socket, {
      id: `ws-${this.#connections}`,
      transport: 'encrypted' in stream ? 'WSS' : 'WS',
      remote: { address: stream.remoteAddress ?? '127.0.0.1', port: stream.remotePort ?? 0 },
      keepAlive: this.#settings.keepAlive,
      maxBuffered: this.#settings.limits.maxBuffered,
      receive: (from, frame) => {
        this.#exchange.receive(from, frame);
      },
    });
    this.#flows.add(flow);
    flow.closed.addEventListener('abort', () => this.#flows.delete(flow), { once: true });
  }

  #makeProxy(home: Home, authenticator: Authenticator): Proxy {
    const { clock, timers, limits, expires, assertIdentity } = this.#settings;
    const location = this.#location;
    const contacts = this.#contacts;
    const users = this.#users;
    const isOurs = (host: string): boolean => home.isOurs(host);
    const registrar = new Registrar(
      {
        defaultExpires: expires.default,
        minExpires: expires.min,
        maxExpires: expires.max,
        maxBindings: limits.maxBindings,
      },
      { clock, users, location, contacts, authenticator, isOurs },
    );
    return new Proxy({
      ...{ clock, timers, users, location, contacts, home, registrar, assertIdentity },
      gate: this.#gate,
      transactions: this.#transactions,
      maxPending: limits.maxPending,
      peer: (extension) => this.peers.flow(extension),
      send: (flow, message) => {
        this.#exchange.send(flow, message);
      },
    });
  }

  #userOf(flow: Flow): string | undefined {
    return this.#location.userOf(flow) ?? this.#gate.provenUser(flow);
  }

  #partyOf(flow: Flow): string {
    return this.#userOf(flow) ?? flow.name;
  }

  #malformed(flow: Flow): void {
    if (!(flow instanceof WebSocketFlow)) return;
    flow.malformed += 1;
    if (flow.malformed > this.#settings.limits.maxMalformed) flow.close(1008, 'Not SIP');
  }
}

/**
 * Starts a SIP-over-WebSocket server in this process; resolves when its port is bound, rejects with
 * the system's error when it cannot be. For development and tests: it is not built for the internet.
 */
export function createSwitchboard(options: SwitchboardOptions = {}): Promise<Switchboard> {
  return Switchboard.open(options);
}
