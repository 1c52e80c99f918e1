/** Bounds on connections, so that one runaway client cannot take the process with it. */
export interface ConnectionLimits {
  /** Open WebSockets. More are refused with HTTP 503. */
  readonly maxConnections: number;
  /** Requests of one connection that still wait for their final answer. More get a 503. */
  readonly maxPending: number;
  /** Malformed frames of one connection before it is closed with 1008. */
  readonly maxMalformed: number;
  /** Bytes that may wait for a slow reader before its connection is dropped. */
  readonly maxBuffered: number;
  /** Registered contacts of one user. */
  readonly maxBindings: number;
}

export const defaultConnectionLimits: ConnectionLimits = {
  maxConnections: 1000,
  maxPending: 512,
  maxMalformed: 50,
  maxBuffered: 4 * 1024 * 1024,
  maxBindings: 32,
};
