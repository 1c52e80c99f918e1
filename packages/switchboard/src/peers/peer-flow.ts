import type { Flow } from '../connection/flow.js';
import type { SipMessage } from '../message/message.js';
import { parseMessage } from '../message/parse.js';

/** The way to the scripted peer at one extension, which lives in this process. */
export class PeerFlow implements Flow {
  readonly id: string;
  readonly name: string;
  readonly trusted = true;
  readonly transport = 'WS';
  readonly remote = { address: '127.0.0.1', port: 0 };
  readonly closed: AbortSignal;
  readonly #receive: (message: SipMessage) => void;

  constructor(extension: string, closed: AbortSignal, receive: (message: SipMessage) => void) {
    this.id = `peer-${extension}`;
    this.name = extension;
    this.closed = closed;
    this.#receive = receive;
  }

  deliver(frame: SipMessage | string): void {
    const parsed =
      typeof frame === 'string' ? parseMessage(frame) : { ok: true as const, message: frame };
    if (!parsed.ok) return;
    // Later, as on any wire: a peer must not answer before the proxy has finished sending.
    queueMicrotask(() => {
      if (!this.closed.aborted) this.#receive(parsed.message);
    });
  }
}
