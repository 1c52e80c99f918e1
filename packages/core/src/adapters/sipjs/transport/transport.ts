import type { ConnectionState } from '../../../connection/connection-state.js';
import { CadranError, toCadranError, type ErrorCode } from '../../../kernel/errors.js';
import { present } from '../../../kernel/present.js';
import { openConnection, type Connection } from './connection.js';
import { frameKind, pong } from './frame-kind.js';
import { Liveness } from './liveness.js';
import { ServerList } from './server-list.js';
import type { ServerMoves } from './server-moves.js';
import type { ServersPart } from './servers-part.js';
import type { SipTransport } from './sip-transport.js';
import { readServer, type ListedServer } from './server-url.js';
import { usualTiming, type TransportOptions, type TransportTiming } from './transport-options.js';
import { platformWebSocket, type WebSocketConstructor } from './web-socket.js';

/** Bytes waiting in the socket beyond which nothing more is put into it: nothing gets through. */
const mostBacklog = 1_048_576;

export function createTransport(options: TransportOptions): SipTransport {
  return new WebSocketTransport(options);
}

class WebSocketTransport implements SipTransport {
  state: ConnectionState = { status: 'offline' };
  readonly #timing: TransportTiming;
  readonly #list: ServerList;
  /** There where there are several servers, once its part has been loaded. */
  #moves: ServerMoves | undefined;
  readonly #end = new AbortController();
  /** Why no server can be used, where none can. */
  #unusable: ErrorCode | undefined = 'connection/invalid-url';
  #wanted = false;
  #online = true;
  #inCall = false;
  #wasConnected = false;
  #isDoubted = false;
  #reason: ErrorCode | undefined;
  #connection: Connection | undefined;
  #liveness: Liveness | undefined;
  #cancelRetry = (): void => undefined;

  constructor(private readonly options: TransportOptions) {
    const { clock, random, network } = options;
    this.#timing = { ...usualTiming, ...options.timing };
    const servers: ListedServer[] = [];
    for (const [place, given] of options.servers.entries()) {
      try {
        servers.push(readServer(given, place, options));
      } catch (error) {
        this.#unusable = toCadranError(error, 'connection/invalid-url').code;
      }
    }
    if (servers.length > 0) this.#unusable = undefined;
    this.#list = new ServerList(servers, { clock, random, ...this.#timing });
    const watch = (online: boolean): void => this.#onNetwork(online);
    network?.watch(watch, { signal: this.#end.signal });
  }

  get protocol(): string {
    return this.#list.current?.protocol ?? 'WSS';
  }

  connect(): void {
    this.#liveness?.check();
    if (this.#wanted || this.#end.signal.aborted) return;
    this.#wanted = this.#unusable === undefined;
    if (this.#wanted) this.#attempt();
    else this.#publish('offline', this.#unusable);
  }

  disconnect(): void {
    this.#wanted = this.#wasConnected = false;
    this.#reason = undefined;
    this.#list.restart();
    this.#letGo(false)?.drop();
    this.#publish('offline');
  }

  async send(message: string): Promise<void> {
    const connection = this.#connection;
    const liveness = this.#liveness;
    try {
      if (!connection || !liveness) throw new Error('not open');
      if (connection.backlog > mostBacklog) {
        liveness.check();
        throw new Error('nothing gets through');
      }
      connection.send(message);
    } catch (cause) {
      throw new CadranError('connection/lost', { retryable: true, cause });
    }
  }

  leave(seconds?: number): void {
    const { current } = this.#list;
    this.#withMoves((moves) => moves.leave(current, seconds));
  }

  setInCall(inCall: boolean): void {
    this.#inCall = inCall;
    this.#liveness?.setSilence(this.#silence);
    this.#plan();
  }

  dispose(): void {
    this.#end.abort();
    this.disconnect();
  }

  get #silence(): number {
    return this.#inCall ? this.#timing.silenceInCall : this.#timing.silence;
  }

  #attempt(): void {
    const server = this.#list.take();
    this.#publishDown();
    // A listener may have taken the wish back.
    if (!server || !this.#wanted || this.#connection) return;
    this.#cancelRetry();
    try {
      this.#connection = this.#open(server);
    } catch (error) {
      const insecure = error instanceof Error && error.name === 'SecurityError';
      const { code } = toCadranError(error, 'connection/invalid-url');
      this.#failed(insecure ? 'connection/insecure' : code);
    }
  }

  #open(server: ListedServer): Connection {
    const WebSocket = this.options.webSocket ?? platformWebSocket();
    if (!WebSocket) throw new CadranError('connection/unreachable');
    const { clock } = this.options;
    let hasSpoken = false;
    const timing = { clock, timeout: this.#timing.connectTimeout };
    const connection = openConnection(server.url, WebSocket, timing, {
      onOpen: () => {
        if (connection !== this.#connection) this.#exchange(server, connection);
        this.#opened(server, connection);
      },
      onFrame: (frame) => {
        const kind = frameKind(frame);
        if (kind === 'unknown' && !hasSpoken) {
          connection.drop('connection/not-sip');
          return;
        }
        hasSpoken ||= kind === 'request' || kind === 'response';
        this.#liveness?.heard(kind);
        if (kind === 'ping') this.send(pong).catch(() => undefined);
        else if (kind !== 'pong') this.#tell(() => this.options.onMessage(frame));
      },
      onEnd: (reason, closeCode) => {
        if (connection !== this.#connection) {
          this.#moves?.failed();
          return;
        }
        this.#letGo(true);
        this.#moves?.lost();
        // It restarts, or has too much to do (RFC 6455 §11.7).
        const isAsked = closeCode === 1012 || closeCode === 1013;
        if (isAsked) this.leave();
        this.#failed(reason, server, isAsked);
        if (reason === 'connection/unreachable') {
          this.#diagnose(server, WebSocket).catch(() => undefined);
        }
      },
    });
    return connection;
  }

  #opened(server: ListedServer, connection: Connection): void {
    this.#list.opened(server);
    this.#withMoves((moves) => moves.wait());
    const { clock, probe } = this.options;
    delete server.isNotSip;
    this.#wasConnected = true;
    this.#reason = undefined;
    this.#liveness = new Liveness({
      clock,
      server,
      probe,
      silence: this.#silence,
      patience: this.#timing.patience,
      send: (text) => void this.send(text).catch(() => undefined),
      onDoubt: (doubted) => {
        this.#isDoubted = doubted;
        this.#publishUp();
      },
      onDead: () => connection.drop('connection/lost'),
    });
    this.#plan();
  }

  #letGo(byPeer: boolean): Connection | undefined {
    const connection = this.#connection;
    this.#cancelRetry();
    this.#moves?.stop();
    this.#liveness?.end(byPeer);
    this.#connection = this.#liveness = undefined;
    this.#isDoubted = false;
    return connection;
  }

  #failed(reason: ErrorCode, server?: ListedServer, isAsked = false): void {
    const isKnown = reason === 'connection/unreachable' && server?.isNotSip;
    const told = isKnown ? 'connection/not-sip' : reason;
    this.#reason = this.#online ? told : 'connection/offline';
    this.#cancelRetry = this.options.clock.schedule(
      () => this.#attempt(),
      this.#list.failed(isAsked),
    );
    this.#publishDown();
  }

  /** Finds out, once for each server, what its refusal meant, while the next attempt waits. */
  async #diagnose(server: ListedServer, WebSocket: WebSocketConstructor): Promise<void> {
    const { openWithoutSip } = await this.options.serversPart.load();
    if (!this.#wanted || server.isNotSip !== undefined) return;
    server.isNotSip = false;
    await openWithoutSip(server.url, WebSocket, this.#end.signal);
    if (this.#liveness) return;
    server.isNotSip = true;
    if (this.#reason !== 'connection/unreachable' || this.#list.current !== server) return;
    this.#reason = 'connection/not-sip';
    this.#publishDown();
  }

  #onNetwork(online: boolean): void {
    this.#online = online;
    if (this.#liveness) this.#liveness.check();
    else if (!this.#wanted) return;
    else if (!online) {
      this.#reason = 'connection/offline';
      this.#publishDown();
    } else if (!this.#connection) this.#attempt();
  }

  #plan(): void {
    if (!this.#liveness) return;
    this.#moves?.plan(this.#inCall);
    this.#publishUp();
  }

  /** Does what only a phone with several servers needs, once its part is there; without it the connection stays. */
  #withMoves(act: (moves: ServerMoves) => void): void {
    const list = this.#list;
    if (list.servers.length < 2) return;
    const take = ({ ServerMoves }: ServersPart): void => {
      this.#moves ??= new ServerMoves(
        list,
        (server) => this.#open(server),
        () => this.#plan(),
      );
      act(this.#moves);
      this.#plan();
    };
    this.options.serversPart.load().then(take, () => undefined);
  }

  /** The connection in use is given up for one that is open. To all who use it that is one that was lost and is back. */
  #exchange(server: ListedServer, connection: Connection): void {
    this.#moves?.arrived();
    this.#letGo(false)?.drop();
    this.#list.opened(server);
    this.#connection = connection;
    this.#publishDown();
  }

  #publishDown(): void {
    this.#publish(this.#wasConnected ? 'reconnecting' : 'connecting', this.#reason);
  }

  #publishUp(): void {
    if (this.#isDoubted) {
      this.#publish('probing', this.#online ? 'connection/unreachable' : 'connection/offline');
    } else if (this.#moves?.isLeaving) this.#publish('draining', 'registration/rejected');
    else this.#publish('connected');
  }

  #publish(status: ConnectionState['status'], reason?: ErrorCode): void {
    const next = present({ status, server: this.#list.current?.name, reason });
    const same = JSON.stringify(next) === JSON.stringify(this.state);
    this.state = next;
    if (!same) this.#tell(() => this.options.onState(next));
  }

  #tell(listener: () => void): void {
    try {
      listener();
    } catch (error) {
      this.options.onListenerError(error);
    }
  }
}
