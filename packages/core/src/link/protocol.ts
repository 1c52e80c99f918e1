import type { Attention } from '../ports/page.js';
import { isRecord, isText } from './plain-data.js';
import type { Notice } from './exchange.js';

/** Raised whenever pages and phones of two versions would misunderstand each other. */
export const PROTOCOL = 1;

/** The first thing a page tells its phone. */
export interface Greeting {
  readonly protocol: number;
  readonly page: string;
  readonly tab: string;
  /** True for a page that can hold sound. */
  readonly sound: boolean;
  readonly attention: Attention;
}

/** Reads a greeting, or undefined when it is none. */
export function readGreeting({ greeting }: Notice): Greeting | undefined {
  if (!isRecord(greeting)) return undefined;
  const { protocol, page, tab, sound, attention } = greeting;
  if (typeof protocol !== 'number' || !isText(page, 64) || !isText(tab, 64)) return undefined;
  return {
    protocol,
    page,
    tab,
    sound: sound === true,
    attention: readAttention(attention),
  };
}

export function readAttention(sent: unknown): Attention {
  if (!isRecord(sent)) return { visible: false, focused: false };
  return { visible: sent['visible'] === true, focused: sent['focused'] === true };
}
