import type { RawData, WebSocket } from 'ws';
import type { SipMessage } from '../message/message.js';
import { serialize } from '../message/serialize.js';
import type { Flow } from './flow.js';

/** Which way a socket has gone silent while it still looks open. */
export type Silence = 'none' | 'from-client' | 'to-client' | 'both';

/** What a socket needs from the rest of the switchboard. */
export interface WebSocketFlowOptions {
  readonly id: string;
  readonly transport: 'WS' | 'WSS';
  readonly remote: { readonly address: string; readonly port: number };
  /** Answer CRLFCRLF with CRLF (RFC 5626 §4.4.1). */
  readonly keepAlive: boolean;
  /** Bytes that may wait for a slow reader before the socket is closed. */
  readonly maxBuffered: number;
  receive(flow: WebSocketFlow, frame: string): void;
}

/** One SIP WebSocket connection (RFC 7118). */
export class WebSocketFlow implements Flow {
  readonly id: string;
  readonly trusted = false;
  readonly transport: 'WS' | 'WSS';
  readonly remote: { readonly address: string; readonly port: number };
  readonly #socket: WebSocket;
  readonly #options: WebSocketFlowOptions;
  readonly #closed = new AbortController();
  silence: Silence = 'none';
  malformed = 0;

  constructor(socket: WebSocket, options: WebSocketFlowOptions) {
    this.#socket = socket;
    this.#options = options;
    this.id = options.id;
    this.transport = options.transport;
    this.remote = options.remote;
    socket.on('message', (data) => {
      this.#onFrame(data);
    });
    socket.once('close', () => {
      this.#closed.abort();
    });
    // An error is always followed by "close"; an unheard "error" would end the process.
    socket.on('error', () => undefined);
  }

  get name(): string {
    return this.id;
  }

  get closed(): AbortSignal {
    return this.#closed.signal;
  }

  deliver(frame: SipMessage | string): void {
    this.#write(typeof frame === 'string' ? frame : serialize(frame));
  }

  /** Starts the closing handshake; `terminate` drops the connection without one. */
  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  terminate(): void {
    this.#socket.terminate();
  }

  #write(text: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.silence === 'to-client' || this.silence === 'both') return;
    if (this.#socket.bufferedAmount > this.#options.maxBuffered) this.terminate();
    else this.#socket.send(text);
  }

  #onFrame(data: RawData): void {
    if (this.silence === 'from-client' || this.silence === 'both') return;
    const text = decode(data);
    if (text === undefined) {
      this.close(1007, 'Not UTF-8');
    } else if (/^[\r\n]*$/.test(text)) {
      if (text === '\r\n\r\n' && this.#options.keepAlive) this.#write('\r\n');
    } else {
      this.#options.receive(this, text);
    }
  }
}

/** Text and binary frames both carry SIP (RFC 7118 §4.2). */
function decode(data: RawData): string | undefined {
  const bytes = Array.isArray(data) ? Buffer.concat(data) : data;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
