import type { Chance } from './chance.js';

/** A message in the parts that a mutation takes hold of; its octets are kept as Latin-1. */
interface Parts {
  start: string;
  headers: string[];
  body: string;
}

type Mutation = (parts: Parts, chance: Chance, other: Parts) => void;

/** Pieces that parsers stumble over. */
const awkward = [
  ...['\0', '\r', '\n', '\r\n', '\r\n ', '\r\n\r\n', '\t', ' ', '', '\x7f', '\\', '"', "'", '`'],
  ...['<', '>', ';', ',', ':', '=', '%', '@', '[', ']', '?', '&', '/', '_', '*', '#', '|', '~'],
  ...['%0', '%zz', '%00', '__proto__', 'constructor', 'hasOwnProperty', 'toString', '\xed\xa0\x80'],
  ...[
    '\xc3\xa9',
    '\xff',
    '\xef\xbb\xbf',
    '\xe2\x80\xae',
    '\xf0\x9f\x98\x80',
    '\xc2\xa0',
    'SIP/2.0',
  ],
  ...['sip:', 'sips:', 'tel:', 'urn:service:sos', '[::1]', ';lr', ';tag=', ';branch=z9hG4bK', '<>'],
] as const;

const numbers = [
  ...['0', '-1', '1', '00', '+1', '1e9', '0x10', '1.5', '69', '70', '255', '256', '65535', '65536'],
  ...['2147483647', '2147483648', '4294967295', '4294967296', '9007199254740993', '9'.repeat(100)],
] as const;

const names = [
  ...['v', 'f', 't', 'i', 'm', 'c', 'l', 'k', 'o', 'r', 'b', 's', 'x', 'Route', 'Record-Route'],
  ...['CSeq', 'cseq', 'CONTENT-LENGTH', 'Content_Length', 'Call_ID', 'Require', 'Proxy-Require'],
  ...['Replaces', 'RAck', 'RSeq', 'Event', 'Subscription-State', 'WWW-Authenticate', 'Reason'],
  ...['Proxy-Authenticate', 'Retry-After', 'Content-Encoding', 'Content-Disposition', 'Accept'],
  ...[
    'P-Asserted-Identity',
    'Remote-Party-ID',
    'Info-Package',
    'Service-Route',
    'Path',
    '__proto__',
  ],
  ...[
    'constructor',
    'Supported',
    'Allow',
    'Expires',
    'Min-Expires',
    'Contact',
    'Via',
    'To',
    'From',
  ],
] as const;

const mutations: readonly Mutation[] = [
  // Headers: swapped, given again and again, left out, taken from elsewhere, under another name.
  ({ headers }, chance) => {
    const [one, two] = [chance.below(headers.length), chance.below(headers.length)];
    [headers[one], headers[two]] = [headers[two] ?? '', headers[one] ?? ''];
  },
  ({ headers }, chance) => {
    const times = chance.pick([1, 1, 1, 2, 69, 250]);
    const at = chance.below(headers.length);
    headers.splice(at, 0, ...Array.from({ length: times }, () => headers[at] ?? ''));
  },
  ({ headers }, chance) => void headers.splice(chance.below(headers.length), 1),
  ({ headers }, chance, other) =>
    void headers.splice(chance.below(headers.length), 0, chance.pick(other.headers)),
  ({ headers }, chance) => {
    const at = chance.below(headers.length);
    headers[at] =
      `${chance.pick(names)}${chance.pick([':', ': ', ' : ', ''])}${valueOf(headers[at])}`;
  },
  ({ headers }, chance, other) => {
    const at = chance.below(headers.length);
    headers[at] = `${nameOf(headers[at])}: ${valueOf(chance.pick(other.headers))}`;
  },
  // Values: folded, cut, repeated, nested, joined to a list, with other numbers and awkward pieces.
  inLine((line, chance) => splice(line, chance, '\r\n '.repeat(chance.pick([1, 1, 3, 5_000])))),
  inLine((line, chance) => line.slice(0, chance.below(line.length + 1))),
  inLine((line, chance) => {
    const piece = line.slice(chance.below(line.length), chance.below(line.length + 1));
    return splice(line, chance, piece.repeat(chance.pick([2, 80, 300])).slice(0, 30_000));
  }),
  inLine((line, chance) => {
    const [open, close] = chance.pick([
      ['"', '"'],
      ['<', '>'],
      ['(', ')'],
      ['[', ']'],
      ['\\', ''],
    ] as const);
    const depth = chance.pick([1, 2, 50, 4_000]);
    return `${nameOf(line)}: ${open.repeat(depth)}${valueOf(line)}${close.repeat(depth)}`;
  }),
  inLine((line, chance) => `${line}${`, ${valueOf(line)}`.repeat(chance.pick([1, 2, 80]))}`),
  inLine((line, chance) => {
    const found = [...line.matchAll(/\d+/g)];
    if (found.length === 0) return line;
    const { index, 0: digits } = chance.pick(found);
    return line.slice(0, index) + chance.pick(numbers) + line.slice(index + digits.length);
  }),
  inLine((line, chance) => splice(line, chance, chance.pick(awkward))),
  inLine((line, chance) => splice(line, chance, chance.pick(awkward), 1 + chance.below(12))),
  inLine((line, chance) =>
    splice(line, chance, chance.pick(awkward).repeat(chance.pick([2, 100, 9_000]))),
  ),
  inLine((line) => line.replaceAll('@', '%40').replaceAll(':', '%3A').replace('%3A', ':')),
  inLine((line, chance) => (chance.oneIn(2) ? line.toUpperCase() : line.toLowerCase())),
  // The body: cut, doubled, a line of it many times, of another message.
  (parts, chance) => void (parts.body = parts.body.slice(0, chance.below(parts.body.length + 1))),
  (parts) => void (parts.body += parts.body),
  (parts, chance) => {
    const lines = parts.body.split('\r\n');
    const at = chance.below(lines.length);
    lines.splice(
      at,
      0,
      ...Array.from({ length: chance.pick([1, 20, 300]) }, () => lines[at] ?? ''),
    );
    parts.body = lines.join('\r\n');
  },
  (parts, _chance, { body }) => void (parts.body = body),
  (parts, chance) =>
    void (parts.body = splice(parts.body, chance, chance.pick(awkward), chance.below(9))),
  (parts, _chance, { start }) => void (parts.start = start),
];

/** Changes a message in a few places, mostly within its structure; the length of the body is right again more often than not. */
export function mutate(message: Uint8Array, other: Uint8Array, chance: Chance): Uint8Array {
  const parts = split(message);
  const times = chance.pick([1, 1, 1, 2, 2, 3, 5]);
  for (let count = 0; count < times; count += 1) {
    if (parts.headers.length === 0) parts.headers.push('Via: SIP/2.0/WS a;branch=z9hG4bKa');
    chance.pick(mutations)(parts, chance, split(other));
  }
  if (!chance.oneIn(4)) setLength(parts);
  const text = `${[parts.start, ...parts.headers].join('\r\n')}\r\n\r\n${parts.body}`;
  const bytes = Buffer.from(text.slice(0, 100_000), 'latin1');
  while (chance.oneIn(8) && bytes.length > 0) bytes[chance.below(bytes.length)] = chance.below(256);
  return chance.oneIn(20) ? bytes.subarray(0, chance.below(bytes.length)) : bytes;
}

/** Does something to one header, or to the start line. */
function inLine(change: (line: string, chance: Chance) => string): Mutation {
  return (parts, chance) => {
    const at = chance.below(parts.headers.length + 1) - 1;
    const changed = change(parts.headers[at] ?? parts.start, chance);
    if (at < 0) parts.start = changed;
    else parts.headers[at] = changed;
  };
}

function split(message: Uint8Array): Parts {
  const text = Buffer.from(message).toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  const [start = '', ...headers] = text.slice(0, end < 0 ? undefined : end).split('\r\n');
  return { start, headers, body: end < 0 ? '' : text.slice(end + 4) };
}

function splice(text: string, chance: Chance, piece: string, length = 0): string {
  const at = chance.below(text.length + 1);
  return text.slice(0, at) + piece + text.slice(at + length);
}

function setLength({ headers, body }: Parts): void {
  const at = headers.findIndex((line) => /^(?:content-length|l)[ \t]*:/i.test(line));
  if (at >= 0) headers[at] = `Content-Length: ${body.length}`;
}

function nameOf(line = ''): string {
  return line.slice(0, Math.max(line.indexOf(':'), 0));
}

function valueOf(line = ''): string {
  return line.slice(line.indexOf(':') + 1).trim();
}
