/** A server with its place in the order of RFC 2782. */
export interface SipServer {
  /** A `ws:` or `wss:` URL. */
  readonly url: string;
  /** The lowest is tried first. Default: its place in the list, counted from 0. */
  readonly priority?: number;
  /** Its share of the phones among servers of the same priority. Default 1. */
  readonly weight?: number;
}
