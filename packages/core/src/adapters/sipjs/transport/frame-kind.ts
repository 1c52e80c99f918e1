export type Frame = string | ArrayBuffer | Uint8Array;

/** What a frame is at first sight: `ping` and `pong` are the keep-alives of RFC 5626 §3.5.1. */
export type FrameKind = 'ping' | 'pong' | 'response' | 'request' | 'unknown';

export const ping = '\r\n\r\n';
export const pong = '\r\n';

/** Longer than any start line worth reading. */
const glance = 4_096;

/** The message data as a frame; undefined for what no WebSocket with `binaryType` arraybuffer gives. */
export function toFrame(data: unknown): Frame | undefined {
  const isFrame =
    typeof data === 'string' || data instanceof ArrayBuffer || data instanceof Uint8Array;
  return isFrame ? data : undefined;
}

export function frameKind(frame: Frame): FrameKind {
  const start =
    typeof frame === 'string'
      ? frame.slice(0, glance)
      : new TextDecoder('latin1').decode(frame.slice(0, glance));
  if (start === pong) return 'pong';
  const text = start.replace(/^[\r\n]+/, '');
  if (text === '') return 'ping';
  if (/^SIP\/\d/i.test(text)) return 'response';
  return /^\S+ [^\r\n]+ SIP\/\d/i.test(text) ? 'request' : 'unknown';
}
