import type { Transport } from 'sip.js/lib/core/transport.js';

import type { ConnectionState } from '../../../connection/connection-state.js';
import { CadranError, toCadranError, type ErrorCode } from '../../../kernel/errors.js';
import { createBackoff } from './backoff.js';
import { openConnection, opensWithoutSip, type Connection } from './connection.js';
import { frameKind, pong } from './frame-kind.js';
import { Liveness, type ServerHabits } from './liveness.js';
import { parseServerUrl, type Server } from './server-url.js';
import { usualTiming, type TransportOptions, type TransportTiming } from './transport-options.js';
import { platformWebSocket, type WebSocketConstructor } from './web-socket.js';

/** Bytes waiting in the socket beyond which nothing more is put into it: nothing gets through. */
const mostBacklog = 1_048_576;

/** Keeps one connection to the first server that takes it, for as long as it is wanted. Never gives up. */
export interface SipTransport extends Transport {
  readonly state: ConnectionState;
  connect(): void;
  disconnect(): void;
  /** Rejects with `connection/lost` when there is no connection, or when nothing gets through it. */
  send(message: string): Promise<void>;
  /** Asks the server for a sign of life now. */
  check(): void;
  /** Asks more often while somebody is on the phone. */
  setInCall(inCall: boolean): void;
  dispose(): void;
}

export function createTransport(options: TransportOptions): SipTransport {
  return new WebSocketTransport(options);
}

class WebSocketTransport implements SipTransport {
  state: ConnectionState = { status: 'offline' };
  readonly #timing: TransportTiming;
  readonly #servers: Server[] = [];
  readonly #habits = new Map<Server, ServerHabits>();
  /** What a refusal of each server meant, as far as we asked. */
  readonly #diagnoses = new Map<Server, 'asked' | 'not-sip'>();
  readonly #backoff;
  readonly #end = new AbortController();
  readonly #unusable: ErrorCode | undefined;
  #wanted = false;
  #online = true;
  #inCall = false;
  #wasConnected = false;
  #isStable = false;
  #server: Server | undefined;
  #reason: ErrorCode | undefined;
  #connection: Connection | undefined;
  #liveness: Liveness | undefined;
  #cancelRetry = (): void => undefined;
  #cancelStable = (): void => undefined;
  readonly #cancelDiagnoses = new Set<() => void>();

  constructor(private readonly options: TransportOptions) {
    this.#timing = { ...usualTiming, ...options.timing };
    for (const text of options.servers) {
      try {
        this.#servers.push(parseServerUrl(text, options));
      } catch (error) {
        this.#unusable ??= toCadranError(error, 'connection/invalid-url').code;
      }
    }
    this.#backoff = createBackoff({
      servers: Math.max(1, this.#servers.length),
      random: options.random,
      base: this.#timing.backoffBase,
      cap: this.#timing.backoffCap,
    });
    this.#server = this.#servers[0];
    const watch = (online: boolean): void => this.#onNetwork(online);
    options.network?.watch(watch, { signal: this.#end.signal });
  }

  get protocol(): string {
    return this.#server?.protocol ?? 'WSS';
  }

  connect(): void {
    if (this.#wanted || this.#end.signal.aborted) return;
    this.#wanted = true;
    if (this.#server) this.#attempt();
    else this.#publish('offline', this.#unusable ?? 'connection/invalid-url');
  }

  disconnect(): void {
    this.#wanted = this.#wasConnected = this.#isStable = false;
    this.#reason = undefined;
    for (const cancel of this.#cancelDiagnoses) cancel();
    this.#cancelDiagnoses.clear();
    this.#backoff.restart();
    this.#letGo(false)?.drop();
    this.#publish('offline');
  }

  async send(message: string): Promise<void> {
    const connection = this.#connection;
    const liveness = this.#liveness;
    if (!connection || !liveness) throw new CadranError('connection/lost', { retryable: true });
    if (connection.backlog > mostBacklog) {
      liveness.check();
      throw new CadranError('connection/lost', { retryable: true, detail: 'nothing gets through' });
    }
    try {
      connection.send(message);
    } catch (cause) {
      throw new CadranError('connection/lost', { retryable: true, cause });
    }
  }

  check(): void {
    this.#liveness?.check();
  }

  setInCall(inCall: boolean): void {
    this.#inCall = inCall;
    this.#liveness?.setSilence(this.#silence);
  }

  dispose(): void {
    this.#end.abort();
    this.disconnect();
  }

  get #silence(): number {
    return this.#inCall ? this.#timing.silenceInCall : this.#timing.silence;
  }

  #attempt(): void {
    const server = this.#servers[this.#backoff.server];
    this.#server = server;
    this.#publish(this.#wasConnected ? 'reconnecting' : 'connecting', this.#reason);
    // A listener may have taken the wish back.
    if (!this.#wanted || this.#connection || !server) return;
    this.#cancelRetry();
    const WebSocket = this.options.webSocket ?? platformWebSocket();
    if (!WebSocket) {
      this.#failed('connection/unreachable');
      return;
    }
    try {
      this.#connection = this.#open(server, WebSocket);
    } catch (error) {
      const insecure = error instanceof Error && error.name === 'SecurityError';
      this.#failed(insecure ? 'connection/insecure' : 'connection/invalid-url');
    }
  }

  #open(server: Server, WebSocket: WebSocketConstructor): Connection {
    const { clock } = this.options;
    let hasSpoken = false;
    const timing = { clock, timeout: this.#timing.connectTimeout };
    const connection = openConnection(server.url, WebSocket, timing, {
      onOpen: () => this.#opened(server, connection),
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
      onEnd: (reason) => {
        this.#letGo(true);
        this.#failed(reason);
        if (reason === 'connection/unreachable') this.#diagnose(server, WebSocket);
      },
    });
    return connection;
  }

  #opened(server: Server, connection: Connection): void {
    const { clock, probe } = this.options;
    this.#diagnoses.delete(server);
    this.#wasConnected = true;
    this.#reason = undefined;
    const habits = this.#habits.get(server) ?? { ignoresPings: false };
    this.#habits.set(server, habits);
    this.#liveness = new Liveness({
      clock,
      habits,
      probe,
      silence: this.#silence,
      patience: this.#timing.patience,
      send: (text) => void this.send(text).catch(() => undefined),
      onDead: () => connection.drop('connection/lost'),
    });
    this.#cancelStable = clock.schedule(() => (this.#isStable = true), this.#timing.stable);
    this.#publish('connected');
  }

  #letGo(byPeer: boolean): Connection | undefined {
    const connection = this.#connection;
    this.#cancelRetry();
    this.#cancelStable();
    this.#liveness?.end(byPeer);
    this.#connection = this.#liveness = undefined;
    return connection;
  }

  #failed(reason: ErrorCode): void {
    const known = this.#server && this.#diagnoses.get(this.#server) === 'not-sip';
    const told = known && reason === 'connection/unreachable' ? 'connection/not-sip' : reason;
    this.#reason = this.#online ? told : 'connection/offline';
    const delay = this.#isStable ? this.#backoff.restart() : this.#backoff.failed();
    this.#isStable = false;
    this.#cancelRetry = this.options.clock.schedule(() => this.#attempt(), delay);
    this.#publish(this.#wasConnected ? 'reconnecting' : 'connecting', this.#reason);
  }

  /** Finds out, once for each server, what its refusal meant, while the next attempt waits. */
  #diagnose(server: Server, WebSocket: WebSocketConstructor): void {
    if (!this.#wanted || this.#diagnoses.has(server)) return;
    this.#diagnoses.set(server, 'asked');
    const timing = { clock: this.options.clock, timeout: this.#timing.connectTimeout };
    const cancel = opensWithoutSip(server.url, WebSocket, timing, (opens) => {
      this.#cancelDiagnoses.delete(cancel);
      if (!opens || this.#liveness) return;
      this.#diagnoses.set(server, 'not-sip');
      if (this.#reason !== 'connection/unreachable' || this.#server !== server) return;
      this.#reason = 'connection/not-sip';
      this.#publish(this.state.status, this.#reason);
    });
    this.#cancelDiagnoses.add(cancel);
  }

  #onNetwork(online: boolean): void {
    this.#online = online;
    if (this.#liveness) this.#liveness.check();
    else if (!this.#wanted || !this.#server) return;
    else if (!online) this.#publish(this.state.status, (this.#reason = 'connection/offline'));
    else if (!this.#connection) this.#attempt();
  }

  #publish(status: ConnectionState['status'], reason?: ErrorCode): void {
    const name = this.#server?.name;
    const next = { status, ...(name && { server: name }), ...(reason && { reason }) };
    const { state } = this;
    const same = state.status === status && state.server === name && state.reason === reason;
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
