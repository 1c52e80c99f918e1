import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { SipMessage } from './message.js';
import { parseMessage } from './parse.js';
import { serialize } from './serialize.js';

const FIELDS = [
  'Via: SIP/2.0/WS a.invalid;branch=z9hG4bK1',
  'Max-Forwards: 70',
  'From: "A" <sip:a@cadran.test>;tag=1',
  'To: <sip:b@cadran.test>',
  'Call-ID: x',
  'CSeq: 1 MESSAGE',
];

function frame(change: { start?: string; fields?: string[]; body?: string } = {}): string {
  const start = change.start ?? 'MESSAGE sip:b@cadran.test SIP/2.0';
  return [start, ...(change.fields ?? FIELDS), '', change.body ?? ''].join('\r\n');
}

function parsed(text: string): SipMessage {
  const result = parseMessage(text);
  assert.ok(result.ok, result.ok ? '' : result.reason);
  return result.message;
}

const withField = (...fields: string[]): string => frame({ fields: [...FIELDS, ...fields] });
const without = (name: string, ...fields: string[]): string =>
  frame({ fields: [...FIELDS.filter((field) => !field.startsWith(name)), ...fields] });

describe('what is accepted', () => {
  test('compact names, folded lines and any case mean the same', () => {
    const message = parsed(
      frame({
        fields: [
          'v: SIP / 2.0 / WS\r\n a.invalid;branch=z9hG4bK1',
          'MAX-FORWARDS:70',
          'f: <sip:a@cadran.test>;tag=1',
          't : sip:b@cadran.test',
          'i: x',
          'cseq: 1\tMESSAGE',
        ],
      }),
    );
    assert.equal(message.headers.get('call-id'), 'x');
    assert.equal(message.headers.get('CSeq'), '1 MESSAGE');
  });

  test('lists become one field a value, commas in quotes and brackets spared', () => {
    const message = parsed(withField('Route: <sip:p1,x;lr>, "a, b" <sip:p2;lr>', 'Contact: *'));
    assert.deepEqual(message.headers.getAll('Route'), ['<sip:p1,x;lr>', '"a, b" <sip:p2;lr>']);
  });

  test('a body is text, cut at Content-Length in bytes', () => {
    assert.equal(parsed(frame({ fields: [...FIELDS, 'l: 3'], body: 'é!more' })).body, 'é!');
    assert.equal(parsed(frame({ body: '\u{1F600}' })).body, '\u{1F600}');
  });

  test('what is written is read back the same', () => {
    const message = parsed(withField('Subject: "q\\"x" ü', 'X-Own: 1', 'X-Own: 2'));
    message.body = 'héllo\r\n\r\n';
    assert.equal(serialize(parsed(serialize(message))), serialize(message));
  });
});

describe('what is refused', () => {
  const refused: [string, number, string][] = [
    ['no end of headers', 400, 'MESSAGE sip:b@x SIP/2.0\r\nVia: x'],
    ['bare line feeds', 400, frame().replaceAll('\r\n', '\n')],
    ['a lone carriage return', 400, withField('Subject: a\rb')],
    ['NUL', 400, withField('Subject: a\0b')],
    ['an unknown version', 505, frame({ start: 'MESSAGE sip:b@x SIP/3.0' })],
    ['a status out of range', 400, frame({ start: 'SIP/2.0 700 Odd' })],
    ['an unknown scheme', 416, frame({ start: 'MESSAGE http://b SIP/2.0' })],
    ['a broken Request-URI', 400, frame({ start: 'MESSAGE sip:b@<x> SIP/2.0' })],
    ['a port that is none', 400, frame({ start: 'MESSAGE sip:b@x:99999 SIP/2.0' })],
    ['a bad escape', 400, frame({ start: 'MESSAGE sip:%zz@x SIP/2.0' })],
    ['a header without colon', 400, withField('Nonsense')],
    ['no Via', 400, without('Via')],
    ['a Via without branch', 400, without('Via', 'Via: SIP/2.0/WS a.invalid')],
    ['no From tag', 400, without('From', 'From: <sip:a@x>')],
    ['two From', 400, withField('From: <sip:a@x>;tag=2')],
    ['two Content-Length', 400, withField('Content-Length: 0', 'Content-Length: 0')],
    ['no Call-ID', 400, without('Call-ID')],
    ['another method in CSeq', 400, without('CSeq', 'CSeq: 1 INVITE')],
    ['a CSeq out of range', 400, without('CSeq', 'CSeq: 2147483648 MESSAGE')],
    ['a Content-Length beyond the body', 400, withField('Content-Length: 9')],
    ['a negative Content-Length', 400, withField('Content-Length: -1')],
    ['a Max-Forwards that is no number', 400, without('Max-Forwards', 'Max-Forwards: x')],
    ['an unclosed bracket', 400, without('To', 'To: <sip:b@x')],
    ['too many headers', 400, withField(...Array.from({ length: 200 }, () => 'X: 1'))],
    ['too many list values', 400, withField(`Route: ${'<sip:a>,'.repeat(300)}<sip:a>`)],
    ['a header too long', 400, withField(`X: ${'a'.repeat(9000)}`)],
    ['a message too large', 513, frame({ body: 'a'.repeat(70_000) })],
  ];
  for (const [what, status, text] of refused) {
    test(what, () => {
      const result = parseMessage(text);
      assert.equal(result.ok ? 'accepted' : result.status, result.ok ? '' : status);
    });
  }
});

test('no frame makes the parser throw, and what it accepts can be written and read again', () => {
  const line = fc.oneof(fc.constantFrom(...FIELDS), fc.string({ unit: 'binary', maxLength: 60 }));
  const text = fc
    .tuple(
      fc.constantFrom('MESSAGE sip:b@x SIP/2.0', 'SIP/2.0 200 OK'),
      fc.array(line),
      fc.string(),
    )
    .map(([start, fields, body]) => frame({ start, fields, body }));
  fc.assert(
    fc.property(fc.oneof(text, fc.string({ unit: 'binary' })), (input) => {
      const result = parseMessage(input);
      if (result.ok) assert.ok(parseMessage(serialize(result.message)).ok);
    }),
    { numRuns: 2000 },
  );
});

test('hostile lengths cost linear time', () => {
  const evil = [
    withField(`Route: ${'"'.repeat(8000)}`),
    withField(`Contact: ${'<'.repeat(8000)}`),
    withField(`Subject: ${' \t'.repeat(4000)}x`),
    frame({ start: `MESSAGE sip:${'a.'.repeat(4000)}@x SIP/2.0` }),
    without('Via', `Via: SIP/2.0/WS ${'a'.repeat(8000)};branch`),
    without('From', `From: "${'\\"'.repeat(4000)}`),
  ];
  const before = process.cpuUsage().user;
  for (const text of evil) for (let run = 0; run < 20; run += 1) parseMessage(text);
  assert.ok(process.cpuUsage().user - before < 2_000_000, 'more than 16 ms a message');
});
