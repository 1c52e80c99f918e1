import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import fc from 'fast-check';

import { parseMessage } from './parse-message.js';
import { writeReply } from './stateless-reply.js';

const seed = 11;

const message = [
  'INVITE sip:alice@abc.invalid SIP/2.0',
  'Via: SIP/2.0/WSS xyz.invalid;branch=z9hG4bKnash',
  'From: "B\\"ob" <sip:bob@example.com;x=y?a=b>;tag=1',
  't: <tel:+33123>;tag=2',
  'Call-ID: 1@x',
  'CSeq: 1 INVITE',
  'Contact: <sip:bob@[::1]:5060>;q=0.5, sip:b@c',
  'WWW-Authenticate: Digest realm="a", nonce="b", qop="auth,auth-int", Bearer realm="c"',
  'Event: presence;id=1',
  'Replaces: 1;to-tag=a;from-tag=b',
  'Content-Type: application/sdp',
  'Content-Length: 4',
  '',
  'v=0é',
].join('\r\n');

/** Pieces that parsers stumble over. */
const awkward = fc.constantFrom(
  ...[
    '\0',
    '\r',
    '\n',
    '\r\n',
    '\r\n ',
    '\r\n\r\n',
    '"',
    '\\',
    '<',
    '>',
    ';',
    ',',
    ':',
    '=',
    '%',
    '@',
  ],
  ...[
    '[',
    ']',
    '?',
    '&',
    '%0',
    '%zz',
    '__proto__',
    'constructor',
    'hasOwnProperty',
    '\ud800',
    'é',
    ' ',
    '',
  ],
  ...['SIP/2.0', 'sip:', 'tel:', 'Via: ', 'Content-Length: 99999999999', '\t', '/', '_'],
);

/** The message with a few places cut out and something else put in. */
const mutated = fc
  .array(
    fc.tuple(fc.nat(message.length), fc.nat(12), fc.oneof(awkward, fc.string({ unit: 'binary' }))),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .map((edits) =>
    edits.reduce(
      (text, [at, length, put]) => text.slice(0, at) + put + text.slice(at + length),
      message,
    ),
  );

const frames = fc.oneof(
  { weight: 6, arbitrary: mutated },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 400 }) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 400 }) },
  { weight: 2, arbitrary: mutated.map((text) => new TextEncoder().encode(text)) },
);

describe('whatever comes in', () => {
  test('no exception leaves the parser, nor is one caught in it', () => {
    let taken = 0;
    fc.assert(
      fc.property(frames, (frame) => {
        const parsed = parseMessage(frame);
        if (parsed.kind === 'malformed') assert.notEqual(parsed.reason, 'unexpected');
        if (parsed.kind === 'request') taken += 1;
      }),
      { seed, numRuns: 20_000 },
    );
    assert.ok(taken > 1_000, 'the mutations reach behind the first check');
  });

  test('what was taken has no line end in any header, and goes out as it came in', () => {
    fc.assert(
      fc.property(mutated, (frame) => {
        const parsed = parseMessage(frame);
        if (parsed.kind !== 'request') return;
        const { message: request } = parsed;
        for (const entry of Object.values(request.headers).flat())
          assert.doesNotMatch(entry.raw, /[\r\n]/);
        const text = request.ruri?.toString() ?? '';
        assert.match(text, /^[!#-;=?-~\u0080-\uffff]+$/);
        assert.equal(request.ruri?.clone().toString(), text);
        assert.doesNotMatch(request.from.toString(), /[\r\n\0]/);
      }),
      { seed, numRuns: 10_000 },
    );
  });

  test('an answer to it is a message of its own', () => {
    fc.assert(
      fc.property(mutated, (frame) => {
        const parsed = parseMessage(frame);
        if (parsed.kind !== 'malformed' || !parsed.reply) return;
        const [head = '', body] = writeReply(parsed.reply, 'tag').split('\r\n\r\n');
        assert.equal(body, '');
        for (const line of head.split('\r\n')) assert.doesNotMatch(line, /[\r\n\0]/);
      }),
      { seed, numRuns: 5_000 },
    );
  });
});

describe('a message that is too much', () => {
  const [start = '', via = '', ...rest] = message.split('\r\n');
  const withLines = (lines: readonly string[]): string =>
    [start, via, ...lines, ...rest].join('\r\n');
  const repeated = (count: number, line: string): string[] =>
    Array.from({ length: count }, () => line);
  const statusOf = (frame: string | Uint8Array): number | undefined => {
    const parsed = parseMessage(frame);
    return parsed.kind === 'malformed' ? parsed.reply?.status : 0;
  };

  test('is taken up to the bounds and refused beyond', () => {
    const headers = message.split('\r\n').indexOf('') - 1;
    assert.equal(statusOf(withLines(repeated(200 - headers, 'X-A: b'))), 0);
    assert.equal(statusOf(withLines(repeated(201 - headers, 'X-A: b'))), 513);
    assert.equal(statusOf(withLines([`X-A: ${'b'.repeat(8_187)}`])), 0);
    assert.equal(statusOf(withLines([`X-A: ${'b'.repeat(8_188)}`])), 513);
    assert.equal(statusOf(withLines(repeated(70, 'Record-Route: <sip:a.example>'))), 0);
    assert.equal(statusOf(withLines(repeated(71, 'Record-Route: <sip:a.example>'))), 400);
    assert.equal(statusOf(withLines(repeated(69, via))), 0);
    assert.equal(statusOf(withLines(repeated(70, via))), 400);
    const parameters = (count: number): string =>
      Array.from({ length: count }, (_, index) => `;p${index}=1`).join('');
    assert.equal(statusOf(withLines([`Record-Route: <sip:a>${parameters(70)}`])), 0);
    assert.equal(statusOf(withLines([`Record-Route: <sip:a>${parameters(71)}`])), 400);
    assert.equal(statusOf(withLines([`Record-Route: <sip:a${parameters(70)}>`])), 0);
    assert.equal(statusOf(withLines([`Record-Route: <sip:a${parameters(71)}>`])), 400);
    assert.equal(statusOf(withLines([`Route: ${repeated(300, '<sip:a>').join(',')}`])), 0);
    assert.equal(statusOf(withLines([`Contact: ${repeated(300, '<sip:a>').join(',')}`])), 400);
  });

  test('is not even decoded beyond 65,535 bytes, and still answered', () => {
    const large = `${message}${'x'.repeat(66_000)}`;
    assert.equal(statusOf(large), 513);
    assert.equal(statusOf(new TextEncoder().encode(large)), 513);
    assert.equal(statusOf(`${message}${'é'.repeat(33_000)}`), 513);
    assert.equal(statusOf(`${message}${'x'.repeat(60_000)}`), 0);
  });

  test('folded for ever is still one line too long', () => {
    const folded = `X-A: b\r\n ${repeated(9_000, 'c').join('\r\n ')}`;
    assert.equal(statusOf(withLines([folded])), 513);
  });
});
