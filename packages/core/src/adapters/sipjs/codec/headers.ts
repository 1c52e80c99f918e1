import type { IncomingMessage } from 'sip.js/lib/core/messages/incoming-message.js';
import { IncomingRequestMessage } from 'sip.js/lib/core/messages/incoming-request-message.js';

import { parseChallenges, type AnswerHeader, type ChallengeSet } from './challenge.js';
import { headerName, headerRules, type HeaderRule } from './header-table.js';
import type { CSeq, Via } from './header-values.js';
import type { NameAddress } from './name-address.js';
import { isToken, splitOutside, trim } from './parameters.js';
import { Refusal } from './refusal.js';

/** Values of a header over all its lines; RFC 3261 sets no bound. */
const mostValues = 70;

/** Files the header lines under sip.js's names, reads those that somebody asks for, and fills the fields made of them. */
export function readHeaders(message: IncomingMessage, lines: readonly string[]): void {
  for (const line of lines) addLine(message, line);
  for (const [name, rule] of headerRules) checkHeader(message, name, rule);
  readChallenges(message, 'WWW-Authenticate', 'Authorization');
  readChallenges(message, 'Proxy-Authenticate', 'Proxy-Authorization');
  fillFields(message);
}

function addLine(message: IncomingMessage, line: string): void {
  const colon = line.indexOf(':');
  const written = trim(line.slice(0, Math.max(colon, 0)));
  const name = isToken(written) ? headerName(written) : undefined;
  if (name === undefined) throw new Refusal('header name');
  const value = trim(line.slice(colon + 1));
  const entries = (message.headers[name] ??= []);
  if (!headerRules.get(name)?.list) entries.push({ raw: value });
  else {
    const values = splitOutside(value, ',');
    if (!values) throw new Refusal(`${name} list`);
    for (const raw of values) entries.push({ raw });
  }
}

function checkHeader(message: IncomingMessage, name: string, rule: HeaderRule): void {
  const entries = message.headers[name];
  if (!entries) {
    if (rule.required) throw new Refusal(`no ${name}`);
    return;
  }
  if (entries.length > (rule.single ? 1 : mostValues)) throw new Refusal(`several ${name}`);
  // Only the top Via is ours to read, RFC 3261 §18.1.2; the others go back as they came.
  const read = name === 'Via' ? entries.slice(0, 1) : entries;
  for (const entry of read) entry.parsed = rule.parse(entry.raw);
  if (read.every(isParsed) && (name !== 'Via' || entries.every(({ raw }) => raw !== ''))) return;
  const fatal = rule.required || (rule.fatal && message instanceof IncomingRequestMessage);
  if (fatal) throw new Refusal(`malformed ${name}`);
  const sound = entries.filter(isParsed);
  if (sound.length > 0) message.headers[name] = sound;
  else Reflect.deleteProperty(message.headers, name);
}

function isParsed(entry: { parsed?: unknown }): boolean {
  return entry.parsed !== undefined;
}

/** sip.js reads the first entry only, so that one stands for all. */
function readChallenges(message: IncomingMessage, name: string, answer: AnswerHeader): void {
  const [first, ...others] = message.headers[name] ?? [];
  if (!first) return;
  const challenges = [first, ...others].flatMap(({ raw }) => parseChallenges(raw));
  if (challenges.length > 0)
    first.parsed = { stale: true, answer, challenges } satisfies ChallengeSet;
}

function fillFields(message: IncomingMessage): void {
  const parsed = (name: string): unknown => message.headers[name]?.[0]?.parsed;
  const top = parsed('Via') as Via;
  const from = parsed('From') as NameAddress;
  const to = parsed('To') as NameAddress;
  const cseq = parsed('CSeq') as CSeq;
  // Declared with a port always, which not every Via has.
  message.via = top as IncomingMessage['via'];
  message.from = from;
  message.to = to;
  message.callId = parsed('Call-ID') as string;
  message.cseq = cseq.value;
  message.fromTag = from.getParam('tag') ?? '';
  message.toTag = to.getParam('tag') ?? '';
  // A request of RFC 2543 has no branch that tells it from others; these tell it, and its ACK shares them.
  const branch = top.branch ?? '';
  message.viaBranch =
    branch.length > 'z9hG4bK'.length
      ? branch
      : `${message.callId} ${message.cseq} ${message.fromTag}`;
  const referTo: unknown = parsed('Refer-To');
  // Declared as text by sip.js, which puts the parsed header there.
  if (referTo) message.referTo = referTo as string;
  if (!(message instanceof IncomingRequestMessage)) message.method = cseq.method;
  else if (message.method !== cseq.method) throw new Refusal('CSeq of another method');
}
