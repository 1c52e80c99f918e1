/** Compact forms, RFC 3261 §7.3.3 and the extensions that registered one. */
const COMPACT: Readonly<Record<string, string>> = {
  a: 'accept-contact',
  b: 'referred-by',
  c: 'content-type',
  e: 'content-encoding',
  f: 'from',
  i: 'call-id',
  k: 'supported',
  l: 'content-length',
  m: 'contact',
  o: 'event',
  r: 'refer-to',
  s: 'subject',
  t: 'to',
  u: 'allow-events',
  v: 'via',
  x: 'session-expires',
};

/** Names whose usual spelling is not "each word capitalised". */
const SPELLING: Readonly<Record<string, string>> = {
  'call-id': 'Call-ID',
  cseq: 'CSeq',
  'mime-version': 'MIME-Version',
  rack: 'RAck',
  rseq: 'RSeq',
  'sip-etag': 'SIP-ETag',
  'sip-if-match': 'SIP-If-Match',
  'www-authenticate': 'WWW-Authenticate',
};

/** The one spelling a header name has inside the switchboard; compact forms are written out. */
export function headerName(name: string): string {
  const lower = name.toLowerCase();
  const full = COMPACT[lower] ?? lower;
  return SPELLING[full] ?? full.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());
}

/** An ordered list of header fields. Names are case-insensitive; one entry holds one value. */
export class Headers {
  readonly #fields: { name: string; value: string }[] = [];

  constructor(fields: Iterable<readonly [string, string]> = []) {
    for (const [name, value] of fields) this.add(name, value);
  }

  get size(): number {
    return this.#fields.length;
  }

  /** The first value of that name. */
  get(name: string): string | undefined {
    const wanted = headerName(name);
    return this.#fields.find((field) => field.name === wanted)?.value;
  }

  getAll(name: string): string[] {
    const wanted = headerName(name);
    return this.#fields.filter((field) => field.name === wanted).map((field) => field.value);
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  /** Appends a field after all others. */
  add(name: string, value: string): this {
    this.#fields.push({ name: headerName(name), value });
    return this;
  }

  /** Puts a field before the others of its name, as Via, Route and Record-Route need. */
  prepend(name: string, value: string): this {
    const field = { name: headerName(name), value };
    const at = this.#fields.findIndex((other) => other.name === field.name);
    this.#fields.splice(Math.max(at, 0), 0, field);
    return this;
  }

  /** Replaces the first field of that name and drops the others. */
  set(name: string, value: string): this {
    const wanted = headerName(name);
    const at = this.#fields.findIndex((field) => field.name === wanted);
    if (at < 0) return this.add(name, value);
    this.delete(name);
    this.#fields.splice(at, 0, { name: wanted, value });
    return this;
  }

  delete(name: string): this {
    const wanted = headerName(name);
    return this.deleteWhere((other) => other === wanted);
  }

  deleteWhere(match: (name: string, value: string) => boolean): this {
    const kept = this.#fields.filter((field) => !match(field.name, field.value));
    this.#fields.splice(0, this.#fields.length, ...kept);
    return this;
  }

  /** Takes the first value of that name off the list. */
  shift(name: string): string | undefined {
    const wanted = headerName(name);
    const at = this.#fields.findIndex((field) => field.name === wanted);
    return at < 0 ? undefined : this.#fields.splice(at, 1)[0]?.value;
  }

  clone(): Headers {
    return new Headers(this);
  }

  *[Symbol.iterator](): IterableIterator<readonly [string, string]> {
    for (const { name, value } of this.#fields) yield [name, value];
  }
}
