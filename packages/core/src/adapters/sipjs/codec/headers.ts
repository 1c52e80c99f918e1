import type { IncomingMessage } from 'sip.js/lib/core/messages/incoming-message.js';
import { IncomingRequestMessage } from 'sip.js/lib/core/messages/incoming-request-message.js';

import { parseChallenges, type AnswerHeader, type ChallengeSet } from './challenge.js';
import { headerName, headerRules } from './header-table.js';
import type { CSeq, Via } from './header-values.js';
import type { NameAddress } from './name-address.js';
import { isToken, splitOutside } from './parameters.js';
import { Refusal } from './refusal.js';

/** Files the header lines under sip.js's names, reads those that somebody asks for, and fills the fields made of them. */
export function readHeaders(message: IncomingMessage, lines: readonly string[]): void {
  for (const line of lines) addLine(message, line);
  for (const name of Object.keys(headerRules)) checkHeader(message, name);
  readChallenges(message, 'WWW-Authenticate', 'Authorization');
  readChallenges(message, 'Proxy-Authenticate', 'Proxy-Authorization');
  fillFields(message);
}

function addLine(message: IncomingMessage, line: string): void {
  const colon = line.indexOf(':');
  const written = line.slice(0, Math.max(colon, 0)).trimEnd();
  const name = isToken(written) ? headerName(written) : undefined;
  if (name === undefined) throw new Refusal('header name');
  const value = line.slice(colon + 1).trim();
  const values = headerRules[name]?.list ? splitOutside(value, ',') : [value];
  if (!values) throw new Refusal(`${name} list`);
  (message.headers[name] ??= []).push(...values.map((raw) => ({ raw })));
}

function checkHeader(message: IncomingMessage, name: string): void {
  const rule = headerRules[name];
  const entries = message.headers[name];
  if (!rule || !entries) {
    if (rule?.required) throw new Refusal(`no ${name}`);
    return;
  }
  if ((rule.single && entries.length > 1) || entries.length > 70)
    throw new Refusal(`several ${name}`);
  // Only the top Via is ours to read, RFC 3261 §18.1.2; the others go back as they came.
  const read = name === 'Via' ? entries.slice(0, 1) : entries;
  for (const entry of read) entry.parsed = rule.parse(entry.raw);
  if (entries.every((entry) => entry.raw !== '' || name === 'Require') && read.every(isParsed))
    return;
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
  const top = message.parseHeader('Via') as Via;
  const from = message.parseHeader('From') as NameAddress;
  const to = message.parseHeader('To') as NameAddress;
  const cseq = message.parseHeader('CSeq') as CSeq;
  // Declared with a port always, which not every Via has.
  message.via = top as IncomingMessage['via'];
  message.from = from;
  message.to = to;
  message.callId = message.parseHeader('Call-ID') as string;
  message.cseq = cseq.value;
  message.fromTag = from.getParam('tag') ?? '';
  message.toTag = to.getParam('tag') ?? '';
  // A request of RFC 2543 has no branch that tells it from others; these tell it, and its ACK shares them.
  const isUnique = top.branch !== undefined && top.branch.length > 'z9hG4bK'.length;
  message.viaBranch = isUnique
    ? (top.branch ?? '')
    : `${message.callId} ${message.cseq} ${message.fromTag}`;
  const referTo: unknown = message.parseHeader('Refer-To');
  // Declared as text by sip.js, which puts the parsed header there.
  if (referTo) message.referTo = referTo as string;
  if (!(message instanceof IncomingRequestMessage)) message.method = cseq.method;
  else if (message.method !== cseq.method) throw new Refusal('CSeq of another method');
}
