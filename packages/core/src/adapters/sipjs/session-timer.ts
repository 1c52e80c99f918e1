import type { IncomingMessage } from 'sip.js/lib/core/messages/incoming-message.js';
import type { ResponseOptions } from 'sip.js/lib/core/messages/outgoing-response.js';
import { optionTags } from './option-tags.js';

/** A session that is over unless it is refreshed, as a 2xx agreed on it (RFC 4028). */
export interface SessionTimer {
  /** Seconds from one refresh to the end of the session. */
  readonly interval: number;
  /** True where it is we who refresh. */
  readonly ours: boolean;
}

/** Which side of a request we are. */
export type Role = 'uac' | 'uas';

/** Seconds we ask for (RFC 4028 §4), and those below which nothing is agreed (§5). */
const usual = 1_800;
const least = 90;

/** The longest that a server may talk us into, in seconds. */
const longest = 86_400;

const leastHeader = `Min-SE: ${least}`;

/** What an INVITE or UPDATE of ours asks for: to go on with what is in force, in the same roles (RFC 4028 §7.4). */
export function timerHeaders(timer?: SessionTimer): string[] {
  const refresher = timer ? `;refresher=${timer.ours ? 'uac' : 'uas'}` : '';
  return [`Session-Expires: ${timer?.interval ?? usual}${refresher}`, leastHeader];
}

/** What an INVITE or UPDATE of theirs asks for where we are the `uas`, or what their 2xx to ours says. */
export function timerOf(message: IncomingMessage, role: Role): SessionTimer | undefined {
  const [, digits, refresher] =
    /^\s*(\d{1,10})(?!\d)(?:.*;\s*refresher\s*=\s*(ua[cs]))?/i.exec(
      message.getHeader('Session-Expires') ?? '',
    ) ?? [];
  const interval = Number(digits);
  if (!(interval >= least)) return undefined;
  const theirs = role === 'uac' || hasTimers(message) ? 'uac' : 'uas';
  return { interval, ours: (refresher?.toLowerCase() ?? theirs) === role };
}

/** What our 2xx says of a request of theirs (RFC 4028 §9). Nothing where they asked for nothing: then there is no timer. */
export function grantHeaders(message: IncomingMessage): string[] {
  const timer = timerOf(message, 'uas');
  if (!timer) return [];
  const grant = `Session-Expires: ${timer.interval};refresher=${timer.ours ? 'uas' : 'uac'}`;
  return hasTimers(message) ? [grant, 'Require: timer'] : [grant];
}

/** Refuses an interval that would have us send all the time; only to who understands the refusal (RFC 4028 §9). */
export function refusedInterval(message: IncomingMessage): ResponseOptions | undefined {
  const interval = parseInt(message.getHeader('Session-Expires') ?? '', 10);
  return interval < least && hasTimers(message)
    ? { statusCode: 422, extraHeaders: [leastHeader] }
    : undefined;
}

/** The headers of a request again, with the interval that a 422 wants (RFC 4028 §7.3): once, and none without end. */
export function longerTimer(
  headers: readonly string[],
  response: IncomingMessage,
): string[] | undefined {
  const wanted = parseInt(response.getHeader('Min-SE') ?? '', 10);
  if (!headers.includes(leastHeader) || !(wanted > least && wanted <= longest)) return undefined;
  return [
    ...headers.filter((header) => !/^(?:Session-Expires|Min-SE):/.test(header)),
    `Session-Expires: ${Math.max(wanted, usual)}`,
    `Min-SE: ${wanted}`,
  ];
}

function hasTimers(message: IncomingMessage): boolean {
  return optionTags(message, 'Supported').includes('timer');
}
