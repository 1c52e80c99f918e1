import { headerName } from './header-table.js';
import { trim } from './parameters.js';
import type { Refusal } from './refusal.js';

/** What it takes to answer a request that could not be read as one, RFC 3261 §8.2.6 and §8.2.7. */
export interface StatelessReply {
  readonly status: number;
  /** What is wrong with the request, as RFC 3261 §21.4.1 would have it; never a word of the request's own. */
  readonly phrase: string;
  /** Via, From, To, Call-ID and CSeq as they came, as far as they came. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}

const copied = new Set(['Via', 'From', 'To', 'Call-ID', 'CSeq']);

/** How far into a frame the headers of an answer are looked for. */
const reach = 16_384;
const mostVias = 70;

/** Reads what an answer needs; undefined where none may be sent: to a response, to an ACK, and without a Via to send it by. */
export function replyTo(text: string, refusal: Refusal): StatelessReply | undefined {
  const end = text.indexOf('\r\n\r\n');
  const [first = '', ...lines] = text
    .slice(0, Math.min(end < 0 ? reach : end, reach))
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
  if (!/^(?!SIP\/|ACK )\S+ .*SIP\/\d/.test(first)) return undefined;
  const headers: [string, string][] = [];
  for (const line of lines) {
    const colon = Math.max(line.indexOf(':'), 0);
    const name = headerName(trim(line.slice(0, colon)));
    const value = trim(line.slice(colon + 1));
    if (name === undefined || !copied.has(name) || /[\0-\x08\n-\x1f\x7f]/.test(value)) continue;
    if (name !== 'Via' && headers.some(([other]) => other === name)) continue;
    if (headers.push([name, value]) > mostVias) break;
  }
  if (!headers.some(([name]) => name === 'Via')) return undefined;
  return { status: refusal.status, phrase: refusal.message, headers };
}

/** Writes the answer. `tag` goes into a To that has none, RFC 3261 §8.2.6.2. */
export function writeReply(reply: StatelessReply, tag: string): string {
  const lines = reply.headers.map(([name, value]) => {
    const untagged = name === 'To' && !/;\s*tag\s*=/i.test(value);
    return `${name}: ${value}${untagged ? `;tag=${tag}` : ''}`;
  });
  const start = `SIP/2.0 ${reply.status} ${reply.phrase}`;
  return [start, ...lines, 'Content-Length: 0', '', ''].join('\r\n');
}
