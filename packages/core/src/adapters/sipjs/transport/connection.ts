import type { Clock } from '../../../kernel/clock.js';
import type { ErrorCode } from '../../../kernel/errors.js';
import { toFrame, type Frame } from './frame-kind.js';
import type { WebSocketConstructor, WebSocketLike } from './web-socket.js';

/** One socket, from the attempt to its end. */
export interface Connection {
  /** Bytes that the platform has not sent yet. */
  readonly backlog: number;
  /** Throws when the socket does not take it. */
  send(text: string): void;
  /** Lets go of the socket at once, whatever it still has to say. `onEnd` follows when a reason is given. */
  drop(reason?: ErrorCode): void;
}

export interface ConnectionListener {
  onOpen(): void;
  onFrame(frame: Frame): void;
  /** Once, after which nothing follows; with the close code that the server gave (RFC 6455 §7.4). */
  onEnd(reason: ErrorCode, closeCode?: number): void;
}

/** What `ws` says of a server that speaks HTTP but not this; browsers say nothing at all. */
const notSip = /subprotocol|unexpected server response: (?:2|3|40[045]|426)/i;

/** Opens a socket with the sub-protocol `sip`, RFC 7118 §4.1. Throws what the constructor throws. */
export function openConnection(
  url: string,
  WebSocket: WebSocketConstructor,
  { clock, timeout }: { readonly clock: Clock; readonly timeout: number },
  listener: ConnectionListener,
): Connection {
  let reason: ErrorCode = 'connection/unreachable';
  const socket = new WebSocket(url, ['sip']);
  socket.binaryType = 'arraybuffer';
  const cancelTimeout = clock.schedule(() => drop(reason), timeout);

  function drop(why?: ErrorCode, closeCode?: number): void {
    if (socket.onclose === null) return;
    cancelTimeout();
    release(socket);
    if (why !== undefined) listener.onEnd(why, closeCode);
  }

  socket.onopen = () => {
    cancelTimeout();
    reason = 'connection/lost';
    if (socket.protocol === 'sip') listener.onOpen();
    else drop('connection/not-sip');
  };
  socket.onmessage = ({ data }: { data: unknown }) => {
    const frame = toFrame(data);
    if (frame !== undefined) listener.onFrame(frame);
  };
  socket.onerror = ({ message }: { message?: unknown }) => {
    if (typeof message === 'string' && notSip.test(message)) reason = 'connection/not-sip';
  };
  socket.onclose = ({ code }: { code?: number }) => drop(reason, code);

  return {
    get backlog() {
      return socket.bufferedAmount;
    },
    send: (text) => socket.send(text),
    drop: (why) => drop(why),
  };
}

/** Stops listening and closes. The close event of a dead peer may take a minute: nobody waits for it. */
function release(socket: WebSocketLike): void {
  socket.onopen = socket.onmessage = socket.onclose = null;
  // `ws` reports a socket closed before it opened as an error, and an error nobody hears ends a Node process.
  socket.onerror = () => undefined;
  try {
    socket.close(1000);
  } catch {
    // Some refuse to close before they are open; it is let go all the same.
  }
}
