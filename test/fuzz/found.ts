const options = [
  'OPTIONS sip:user@example.com SIP/2.0',
  'Via: SIP/2.0/WS example.com;branch=z9hG4bKfound',
  'From: <sip:bob@example.com>;tag=1',
  'To: <sip:user@example.com>',
  'Call-ID: found',
];

/** An input that broke something, as small as it still does. */
interface Found {
  readonly what: string;
  /** The status that the parser would have it answered with; undefined where it takes it. */
  readonly status?: number;
  readonly frame: string;
}

/** What the fuzz run found. Each of its runs begins with them, for some were slow and nothing else. */
export const found: readonly Found[] = [
  {
    // The headers of its answer are looked for in what a bound leaves of it, which ends in half a line end.
    what: 'a header that is folded ten thousand times',
    status: 513,
    frame: [...options, `CSeq:${'\r\n '.repeat(10_000)}1 OPTIONS`, '', ''].join('\r\n'),
  },
  {
    what: 'headers that are called as the members of objects are',
    frame: [
      ...options,
      'CSeq: 1 OPTIONS',
      'constructor: a',
      '__proto__: b',
      'toString: c',
      '',
      '',
    ].join('\r\n'),
  },
];
