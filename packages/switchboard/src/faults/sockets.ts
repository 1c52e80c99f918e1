import type { Silence, WebSocketFlow } from '../connection/websocket-flow.js';

/** One client's WebSocket, as a test may treat it. */
export interface SocketHandle {
  /** The connection's name in the transcript. */
  readonly id: string;
  /** The user who registered over it, once somebody has. */
  readonly user: string | undefined;
  /** Closes it with a WebSocket close code (1000 to 1003, 1007 to 1014, 3000 to 4999). */
  close(code?: number, reason?: string): void;
  /** Cuts the connection without a closing handshake: the client sees code 1006. */
  terminate(): void;
  /**
   * Leaves it open but swallows what comes from the client, goes to it, or both: a half-open socket.
   * The returned function lets it speak again.
   */
  halfOpen(which?: Exclude<Silence, 'none'>): () => void;
}

/** Every open client socket, and the sockets of one user. */
export interface Sockets extends Iterable<SocketHandle> {
  of(user: string): SocketHandle[];
}

export function socketsOf(
  flows: ReadonlySet<WebSocketFlow>,
  userOf: (flow: WebSocketFlow) => string | undefined,
): Sockets {
  const handle = (flow: WebSocketFlow): SocketHandle => ({
    id: flow.id,
    get user() {
      return userOf(flow);
    },
    close(code = 1001, reason = '') {
      flow.close(code, reason);
    },
    terminate() {
      flow.terminate();
    },
    halfOpen(which = 'both') {
      flow.silence = which;
      return () => {
        flow.silence = 'none';
      };
    },
  });
  return {
    of: (user) => [...flows].filter((flow) => userOf(flow) === user).map(handle),
    [Symbol.iterator]: () => [...flows].map(handle)[Symbol.iterator](),
  };
}
