import { Refusal } from './refusal.js';

/** Bounds on what is looked at, all of them before anything is built. Sizes in bytes or UTF-16 units, whichever is met first. */
export const bounds = { frame: 65_535, headers: 200, line: 16_384 } as const;

/** The text of a frame and the size it has on the wire. */
export interface FrameText {
  readonly text: string;
  /** Bytes of a piece of `text`. */
  size(piece: string): number;
  /** The piece that holds the first `bytes` bytes. */
  cut(piece: string, bytes: number): string;
}

/** Makes text of a frame. One that is not UTF-8 is read as Latin-1, as old gateways write it: a caller's name may suffer, the call does not. */
export function decodeFrame(frame: string | ArrayBuffer | Uint8Array): FrameText {
  if (typeof frame === 'string') return utf8(frame);
  try {
    return utf8(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(frame));
  } catch {
    return {
      text: new TextDecoder('latin1').decode(frame),
      size: (piece) => piece.length,
      cut: (piece, bytes) => piece.slice(0, bytes),
    };
  }
}

function utf8(text: string): FrameText {
  return { text, size: utf8Size, cut: utf8Cut };
}

const beyondAscii = /[^\0-\x7f]/;

/** Bytes of a text on the wire. */
export function utf8Size(text: string): number {
  return beyondAscii.test(text) ? new TextEncoder().encode(text).length : text.length;
}

function utf8Cut(text: string, bytes: number): string {
  if (!beyondAscii.test(text)) return text.slice(0, bytes);
  return new TextDecoder().decode(new TextEncoder().encode(text).subarray(0, bytes));
}

/**
 * What no header may hold. NUL, bare CR and bare LF are how a header is smuggled past one parser into another;
 * other control characters are in no grammar of RFC 3261 but behind the backslash of a quoted pair.
 */

const control = /(?:^|[^\\])[\0-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)|(?:^|[^\r])\n/;

/** The lines of a head with folded ones joined, RFC 3261 §7.3.1. */
export function headLines(head: string): string[] {
  if (control.test(head)) throw new Refusal('control character in the head');
  const lines: string[] = [];
  for (const line of head.split('\r\n')) {
    const last = lines.length - 1;
    if (!/^[ \t]/.test(line)) {
      if (lines.push(line) > bounds.headers + 1) throw new Refusal('too many headers', 513);
    } else if (last < 1) throw new Refusal('the start line is folded');
    else lines[last] = `${lines[last] ?? ''} ${line.trim()}`;
  }
  if (lines.some((line) => line.length > bounds.line)) throw new Refusal('line too long', 513);
  return lines;
}
