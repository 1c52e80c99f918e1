import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { parseMessage, type ParsedFrame } from './parse-message.js';

/** A message as it goes over the wire, from lines that read well. */
function wire(head: string, body = ''): string {
  return `${head.trim().split('\n').join('\r\n')}\r\n\r\n${body}`;
}

const invite = `
INVITE sip:alice@abc.invalid;transport=ws SIP/2.0
Via: SIP/2.0/WSS proxy.example.com:443;branch=z9hG4bK74b.1;rport=5060;received=192.0.2.1
Via: SIP/2.0/WSS xyz.invalid;branch=z9hG4bKnash
Record-Route: <sip:p1.example.com;lr>, <sip:p2.example.com;transport=ws;lr>
Max-Forwards: 69
From: "Bob \\"the\\" Builder" <sip:bob@example.com>;tag=from-1
To: <sip:alice@example.com>
Call-ID: 8438@998sda
CSeq: 1826 INVITE
Contact: <sip:bob@xyz.invalid;transport=ws>;+sip.instance="<urn:uuid:1>"
Content-Type: application/SDP;charset=utf-8
Content-Length: 5`;

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** The INVITE with one thing changed. */
function changed(from: string | RegExp, to: string): string {
  assert.match(invite, typeof from === 'string' ? new RegExp(escaped(from)) : from);
  return wire(invite.replace(from, to), 'v=0\r\n');
}

function malformed(frame: string | Uint8Array): Extract<ParsedFrame, { kind: 'malformed' }> {
  const parsed = parseMessage(frame);
  assert.equal(parsed.kind, 'malformed');
  return parsed;
}

describe('a malformed request', () => {
  const refused: readonly (readonly [what: string, frame: string, status?: number])[] = [
    ['another version', changed('ws SIP/2.0', 'ws SIP/7.0'), 505],
    [
      'an unknown scheme to call',
      changed('sip:alice@abc.invalid;transport=ws', 'nobody:knows'),
      416,
    ],
    ['a URN to call', changed('sip:alice@abc.invalid;transport=ws', 'urn:service:sos'), 416],
    ['brackets around the request URI', changed('sip:alice@abc.invalid;transport=ws', '<sip:a@b>')],
    ['white space in the request URI', changed('alice@abc.invalid;', 'alice@abc.invalid; ')],
    ['two spaces in the request line', changed('INVITE sip', 'INVITE  sip')],
    ['white space after the request line', changed('ws SIP/2.0', 'ws SIP/2.0 ')],
    ['headers in the request URI', changed('transport=ws', 'transport=ws?Route=%3Csip:x%3E')],
    ['a method that is no token', changed('INVITE sip', 'IN"VITE sip')],
    ['a CSeq of another method', changed('1826 INVITE', '1826 OPTIONS')],
    ['white space in a CSeq that is none to SIP', changed('1826 INVITE', '1826\u00a0INVITE')],
    ['such white space around a Call-ID', changed('Call-ID: ', 'Call-ID:\u00a0')],
    ['such white space in a Via', changed('WSS proxy', 'WSS\u3000proxy')],
    ['a CSeq too large', changed('1826 INVITE', '4294967295 INVITE')],
    ['a Max-Forwards too large', changed('Max-Forwards: 69', 'Max-Forwards: 300')],
    ['a negative Content-Length', changed('Length: 5', 'Length: -5')],
    ['two Content-Lengths', changed('Content-Length: 5', 'Content-Length: 5\nl: 5')],
    ['two From', changed('To:', 'From: <sip:eve@example.com>;tag=9\nTo:')],
    ['two Call-IDs', changed('CSeq', 'i: other\nCSeq')],
    ['no From', changed(/From.*\n/, '')],
    ['no Call-ID', changed(/Call-ID.*\n/, '')],
    ['no CSeq', changed(/CSeq.*\n/, '')],
    ['an open quote', changed('Bob \\"the\\" Builder"', 'Bob')],
    ['a comma in a bare name', changed(/"Bob[^<]*/, 'Bell, Alexander ')],
    ['spaces inside the brackets', changed('<sip:bob@example.com>', '< sip:bob@example.com >')],
    ['empty parameters', changed('branch=z9hG4bK74b.1', ';;branch=z9hG4bK74b.1')],
    ['an empty value in a list', changed('transport=ws;lr>', 'transport=ws;lr>, ,')],
    ['a parameter given twice', changed(';tag=from-1', ';tag=from-1;tag=from-2')],
    ['a malformed Contact', changed(/Contact: .*/, 'Contact: sip:user@example.com?Route=x')],
    ['a malformed Record-Route', changed('<sip:p1.example.com;lr>', 'p1.example.com')],
    ['a malformed Replaces', changed('Max-Forwards', 'Replaces: 9@x\nMax-Forwards')],
    ['a line without a colon', changed('Max-Forwards', 'NoColonHere\nMax-Forwards')],
    ['an empty header name', changed('Max-Forwards', ': x\nMax-Forwards')],
    ['a header name with a space in it', changed('Max-Forwards:', 'Max Forwards:')],
    ['an underscore that passes for a hyphen', changed('Call-ID:', 'Call_ID:')],
    ['a bare CR', changed('69', '69\rX-Evil: 1')],
    ['a NUL', changed('69', '69\0')],
    ['a folded start line', changed('INVITE sip:', 'INVITE\n sip:')],
    ['__proto__ for a parameter', changed(';tag=from-1', ';tag=from-1;__proto__')],
  ];
  for (const [what, frame, status = 400] of refused) {
    test(`is refused for ${what}`, () => assert.equal(malformed(frame).reply?.status, status));
  }

  test('is refused for a bare LF', () => {
    const { reply } = malformed(wire(invite, 'v=0\r\n').replace('69\r\n', '69\n'));
    assert.equal(reply?.status, 400);
  });

  test('is answered with the headers that it came with, and nothing that broke it', () => {
    const { reply } = malformed(changed('CSeq: 1826 INVITE', 'CSeq: nonsense'));
    assert.deepEqual(
      reply?.headers.map(([name]) => name),
      ['Via', 'Via', 'From', 'To', 'Call-ID', 'CSeq'],
    );
    const dirty = malformed(changed('Call-ID: 8438@998sda', 'Call-ID: 8438\0@998sda')).reply;
    assert.equal(
      dirty?.headers.some(([name]) => name === 'Call-ID'),
      false,
    );
  });

  test('is told what is wrong with it, in our words', () => {
    const phrases = [changed('1826 INVITE', 'nonsense'), changed(/Call-ID.*\n/, '')].map(
      (frame) => malformed(frame).reply?.phrase,
    );
    assert.deepEqual(phrases, ['malformed CSeq', 'no Call-ID']);
  });

  test('is not answered when it is an ACK, or has no Via', () => {
    assert.equal(malformed(changed(/INVITE sip/, 'ACK sip')).reply, undefined);
    assert.equal(malformed(changed(/Via.*\nVia.*\n/, '')).reply, undefined);
    assert.equal(malformed('GET / HTTP/1.1\r\nHost: x\r\n\r\n').reply, undefined);
  });
});
