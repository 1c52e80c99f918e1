/** Bounds on one message. What exceeds them is refused before it is looked at more closely. */
export interface MessageLimits {
  /** Bytes of a whole message, the WebSocket's `maxPayload`. */
  readonly maxPayload: number;
  /** Header fields of a message, list values counted one by one. */
  readonly maxHeaders: number;
  /** Characters of one header line. */
  readonly maxHeaderLength: number;
}

/** 64 KiB, 128 fields, 8,192 characters a line. */
export const defaultLimits: MessageLimits = {
  maxPayload: 64 * 1024,
  maxHeaders: 128,
  maxHeaderLength: 8192,
};
