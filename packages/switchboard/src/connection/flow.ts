import type { SipMessage } from '../message/message.js';

/**
 * One way to reach one endpoint (the "flow" of RFC 5626): a WebSocket, or a scripted peer inside
 * this process. The proxy knows no other kind of neighbour.
 */
export interface Flow {
  /** Unique within one switchboard, such as `ws-3` or `peer-600`. */
  readonly id: string;
  /** What the ladder calls it until somebody registers over it. */
  readonly name: string;
  /** Whether it is part of this process, and need not prove who it is. */
  readonly trusted: boolean;
  /** The transport as Via spells it. */
  readonly transport: 'WS' | 'WSS';
  readonly remote: { readonly address: string; readonly port: number };
  /** Aborts when the flow is gone for good. */
  readonly closed: AbortSignal;
  /** Puts a message, or a deliberately broken frame, on the wire. */
  deliver(frame: SipMessage | string): void;
}
