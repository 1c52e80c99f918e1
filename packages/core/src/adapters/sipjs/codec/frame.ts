import { isSpace, trim } from './parameters.js';
import { Refusal } from './refusal.js';

/** Bounds on what is looked at, all of them before anything is built. Sizes in bytes or UTF-16 units, whichever is met first. */
export const bounds = { frame: 65_535, headers: 200, line: 8_192 } as const;

/** The text of a frame, and how many bytes a piece of it has on the wire. */
export interface FrameText {
  readonly text: string;
  readonly size: (piece: string) => number;
}

/** Makes text of a frame. One that is not UTF-8 is read as Latin-1, as old gateways write it: a caller's name may suffer, the call does not. */
export function decodeFrame(frame: string | ArrayBuffer | Uint8Array): FrameText {
  if (typeof frame === 'string') return { text: frame, size: utf8Size };
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    return { text: decoder.decode(frame), size: utf8Size };
  } catch {
    return { text: new TextDecoder('latin1').decode(frame), size: ({ length }) => length };
  }
}

/** Bytes of a text on the wire. */
export function utf8Size(text: string): number {
  return /[^\0-\x7f]/.test(text) ? new TextEncoder().encode(text).length : text.length;
}

/**
 * What no header may hold. NUL, bare CR and bare LF are how a header is smuggled past one parser into another;
 * other control characters are in no grammar of RFC 3261 but behind the backslash of a quoted pair.
 */
const control = /[\0-\x08\n-\x1f\x7f]/;
const unescapedControl = /(?:^|[^\\])[\0-\x08\n-\x1f\x7f]|[\r\n]/;

/** The lines of a head with folded ones joined, RFC 3261 §7.3.1. */
export function headLines(head: string): string[] {
  const lines: string[] = [];
  for (const line of head.split('\r\n')) {
    if (control.test(line) && unescapedControl.test(line))
      throw new Refusal('control character in the head');
    if (!isSpace(line, 0)) {
      if (lines.push(line) > bounds.headers + 1) throw new Refusal('too many headers', 513);
    } else if (lines.length < 2) throw new Refusal('the start line is folded');
    else lines.push(`${lines.pop()} ${trim(line)}`);
    if (Number(lines.at(-1)?.length) > bounds.line) throw new Refusal('line too long', 513);
  }
  return lines;
}
