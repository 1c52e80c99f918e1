import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { IncomingRequestMessage } from 'sip.js/lib/core/messages/incoming-request-message.js';
import { IncomingResponseMessage } from 'sip.js/lib/core/messages/incoming-response-message.js';
import { Parser } from 'sip.js/lib/core/messages/parser.js';

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

const ok = `
SIP/2.0 200 OK
Via: SIP/2.0/WSS xyz.invalid;branch=z9hG4bKnash
From: <sip:alice@example.com>;tag=from-1
To: <sip:alice@example.com>;tag=to-1
Call-ID: 8438@998sda
CSeq: 2 REGISTER`;

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** The INVITE with one thing changed. */
function changed(from: string | RegExp, to: string, message = invite): string {
  assert.match(message, typeof from === 'string' ? new RegExp(escaped(from)) : from);
  return wire(message.replace(from, to), 'v=0\r\n');
}

function request(frame: string | Uint8Array): IncomingRequestMessage {
  const parsed = parseMessage(frame);
  assert.equal(parsed.kind, 'request', 'reason' in parsed ? parsed.reason : '');
  return parsed.message;
}

function response(frame: string): IncomingResponseMessage {
  const parsed = parseMessage(frame);
  assert.equal(parsed.kind, 'response', 'reason' in parsed ? parsed.reason : '');
  return parsed.message;
}

function malformed(frame: string | Uint8Array): Extract<ParsedFrame, { kind: 'malformed' }> {
  const parsed = parseMessage(frame);
  assert.equal(parsed.kind, 'malformed');
  return parsed;
}

describe('a request', () => {
  test('fills what sip.js reads', () => {
    const message = request(wire(invite, 'v=0\r\n'));
    assert.ok(message instanceof IncomingRequestMessage);
    assert.equal(message.method, 'INVITE');
    assert.equal(message.ruri?.toString(), 'sip:alice@abc.invalid;transport=ws');
    assert.equal(message.viaBranch, 'z9hG4bK74b.1');
    assert.equal(message.via.host, 'proxy.example.com');
    assert.equal(message.via.port, 443);
    assert.equal(message.fromTag, 'from-1');
    assert.equal(message.toTag, '');
    assert.equal(message.from.displayName, 'Bob "the" Builder');
    assert.equal(message.callId, '8438@998sda');
    assert.equal(message.cseq, 1826);
    assert.equal(message.body, 'v=0\r\n');
    assert.deepEqual(message.getHeaders('record-route'), [
      '<sip:p1.example.com;lr>',
      '<sip:p2.example.com;transport=ws;lr>',
    ]);
    assert.equal(message.parseHeader('content-type'), 'application/sdp');
    const contact = message.parseHeader('contact') as typeof message.from;
    assert.equal(contact.uri.host, 'xyz.invalid');
    assert.equal(contact.getParam('+sip.instance'), '"<urn:uuid:1>"');
  });

  test('agrees with what sip.js makes of it', () => {
    const complain = (text: string): never => {
      throw new Error(text);
    };
    const logger = { warn: complain, error: complain } as never;
    const theirs = Parser.parseMessage(wire(invite, 'v=0\r\n'), logger) as IncomingRequestMessage;
    const ours = request(wire(invite, 'v=0\r\n'));
    for (const field of ['method', 'viaBranch', 'fromTag', 'callId', 'cseq', 'body'] as const) {
      assert.equal(ours[field], theirs[field], field);
    }
    assert.equal(ours.ruri?.toString(), theirs.ruri?.toString());
    assert.equal(ours.from.uri.toString(), theirs.from.uri.toString());
    assert.deepEqual(Object.keys(ours.headers).sort(), Object.keys(theirs.headers).sort());
    assert.deepEqual(ours.getHeaders('via'), theirs.getHeaders('via'));
  });

  test('asking for a header that was not read parses nothing', () => {
    const message = request(changed('Max-Forwards', 'X-Other: <<<\nMax-Forwards'));
    assert.equal(message.parseHeader('X-Other'), undefined);
    assert.equal(message.getHeader('x-other'), '<<<');
    assert.equal(message.parseHeader('via', 1), undefined);
  });

  const accepted: readonly (readonly [what: string, frame: string])[] = [
    ['line ends before it', `\r\n\r\n${wire(invite, 'v=0\r\n')}`],
    ['white space around a colon', changed('Call-ID: 8438', 'Call-ID \t:  8438')],
    ['a folded line', changed('CSeq: 1826 INVITE', 'CSeq: 1826\n   INVITE')],
    ['no Max-Forwards', changed(/Max-Forwards.*\n/, '')],
    ['no Content-Length', changed(/\nContent-Length.*/, '')],
    ['an unknown method', changed(/INVITE/g, 'NEWMETHOD')],
    ['an IPv6 host', changed('alice@abc.invalid', 'alice@[2001:db8::9]:5061')],
    ['a tel: URI to call', changed('sip:alice@abc.invalid;transport=ws', 'tel:+33123456789')],
    ['a tel: caller', changed(/From: .*;tag/, 'From: <tel:+33123456789;phone-context=x>;tag')],
    ['a name without quotes beyond ASCII', changed(/"Bob[^<]*/, 'Müller 日本語 ')],
    ['an address without brackets', changed('To: <sip:alice@example.com>', 'To: sip:alice@x.org')],
    ['a URI of another kind', changed('To: <sip:alice@example.com>', 'To: <urn:service:sos>')],
    [
      'a date that is none',
      changed('Max-Forwards', 'Date: Fri, 01 Jan 2010 16:00:00 EST\nMax-Forwards'),
    ],
    ['an escaped control character in a name', changed('\\"the\\"', '\\\u0007\\\0')],
    ['a header without a value', changed('Max-Forwards', 'Subject:\nMax-Forwards')],
    ['semicolons in the user', changed('sip:alice@abc', 'sip:alice;x=y@abc')],
  ];
  for (const [what, frame] of accepted) test(`is taken with ${what}`, () => void request(frame));

  test('keeps compact forms under their full names', () => {
    const message = request(
      wire(`
NOTIFY sip:alice@abc.invalid SIP/2.0
v: SIP/2.0/WSS xyz.invalid;branch=z9hG4bKnash
f: <sip:bob@example.com>;tag=1
t: <sip:alice@example.com>;tag=2
i: 1@x
CSeq: 1 NOTIFY
m: <sip:bob@xyz.invalid>
o: Presence;id=7
Subscription-State: Active;expires=600;retry-after=30;reason=Probation
k: outbound
r: "C" <sip:carol@example.com?Replaces=1%3Bto-tag%3D2>
u: presence
x: 90
b: <sip:bob@example.com>
l: 0`),
    );
    assert.deepEqual(message.parseHeader('event'), { event: 'presence', params: { id: '7' } });
    assert.deepEqual(message.parseHeader('Subscription-State'), {
      state: 'active',
      reason: 'probation',
      expires: 600,
      retry_after: 30,
    });
    assert.equal(message.getHeader('supported'), 'outbound');
    assert.equal(message.getHeader('session-expires'), '90');
    assert.equal(message.getHeader('allow-events'), 'presence');
    assert.equal(message.getHeader('referred-by'), '<sip:bob@example.com>');
    assert.equal(String(message.referTo), '"C" <sip:carol@example.com?Replaces=1%3Bto-tag%3D2>');
    assert.equal(message.toTag, '2');
  });

  test('knows every compact form, in either case', () => {
    const all = {
      ...{ a: 'Accept-Contact', b: 'Referred-By', d: 'Request-Disposition', e: 'Content-Encoding' },
      ...{ j: 'Reject-Contact', k: 'Supported', n: 'Identity-Info', s: 'Subject' },
      ...{ u: 'Allow-Events', x: 'Session-Expires', y: 'Identity' },
    };
    for (const [letter, name] of Object.entries(all)) {
      for (const written of [letter, letter.toUpperCase()]) {
        const message = request(changed('Max-Forwards', `${written}: value\nMax-Forwards`));
        assert.equal(message.getHeader(name), 'value');
      }
    }
    assert.equal(
      request(changed('Max-Forwards', 'Z: value\nMax-Forwards')).getHeader('z'),
      'value',
    );
  });

  test('finds a header however its name is written', () => {
    for (const name of ['MIN-SE', 'min-se', 'Min-Se', 'Rseq', 'RACK', 'X-a-B', 'x-1']) {
      const message = request(changed('Max-Forwards', `${name}: value\nMax-Forwards`));
      assert.equal(message.getHeader(name.toLowerCase()), 'value', name);
    }
    for (const name of ['Call-Id', 'CALL-ID', 'call-id']) {
      assert.equal(request(changed('Call-ID', name)).callId, '8438@998sda');
    }
    assert.equal(request(changed('CSeq', 'Cseq')).cseq, 1826);
  });

  test('reads Replaces and Require', () => {
    const frame = changed(
      'Max-Forwards',
      'Replaces: 9@x;from-tag=a;early-only;to-tag=b\nRequire: replaces, x\nMax-Forwards',
    );
    assert.deepEqual(request(frame).parseHeader('replaces'), {
      call_id: '9@x',
      replaces_to_tag: 'b',
      replaces_from_tag: 'a',
      early_only: true,
    });
    assert.deepEqual(request(frame).parseHeader('require'), ['replaces', 'x']);
  });

  test('of RFC 2543 gets a branch that its ACK shares', () => {
    const old = request(changed(';branch=z9hG4bK74b.1', ''));
    const ack = request(changed(/INVITE/g, 'ACK', invite.replace(';branch=z9hG4bK74b.1', '')));
    assert.equal(old.viaBranch, ack.viaBranch);
    assert.match(old.viaBranch, /8438@998sda/);
  });
});

describe('a body', () => {
  const text = 'é€😀';
  const withLength = (length: number, body: string): string =>
    changed('Content-Length: 5', `Content-Length: ${length}`).replace('v=0\r\n', body);

  test('is measured in bytes and cut at its length', () => {
    assert.equal(request(withLength(9, `${text}trailing`)).body, text);
    assert.equal(request(withLength(0, 'v=0')).body, '');
    assert.equal(malformed(withLength(10, text)).reply?.status, 400);
  });

  test('comes out of a binary frame the same', () => {
    const bytes = new TextEncoder().encode(withLength(9, `${text}trailing`));
    assert.equal(request(bytes).body, text);
    assert.equal(parseMessage(bytes.buffer).kind, 'request');
  });

  test('does not have to be UTF-8, and neither does a name', () => {
    const bytes = Uint8Array.from(changed(/"Bob[^<]*/, 'M\u00fcller '), (char) =>
      char.charCodeAt(0),
    );
    assert.equal(request(bytes).from.displayName, 'Müller');
  });
});

describe('a response', () => {
  test('fills what sip.js reads', () => {
    const message = response(wire(ok));
    assert.ok(message instanceof IncomingResponseMessage);
    assert.equal(message.statusCode, 200);
    assert.equal(message.reasonPhrase, 'OK');
    assert.equal(message.method, 'REGISTER');
    assert.equal(message.toTag, 'to-1');
  });

  test('may go without a phrase', () => {
    assert.equal(response(wire(ok.replace('200 OK', '180'))).reasonPhrase, '');
    assert.equal(response(wire(ok.replace('200 OK', '180 '))).reasonPhrase, '');
  });

  test('loses a broken Contact or challenge, not its life', () => {
    const message = response(
      wire(`${ok}\nContact: <nonsense\nContent-Length: 0`.replace('<nonsense', 'nonsense>')),
    );
    assert.equal(message.hasHeader('Contact'), false);
    const challenged = response(wire(`${ok}\nWWW-Authenticate: Digest nonsense`));
    assert.equal(challenged.parseHeader('WWW-Authenticate'), undefined);
  });

  test('is never answered', () => {
    for (const status of ['4294967301 Big', '099 Small', '700 Big', 'abc']) {
      assert.equal(malformed(wire(ok.replace('200 OK', status))).reply, undefined);
    }
    assert.equal(malformed(wire(ok.replace('SIP/2.0 200', 'SIP/3.0 200'))).reply, undefined);
    assert.equal(malformed(wire(ok.replace('CSeq: 2 REGISTER', 'CSeq: x'))).reply, undefined);
  });
});

test('frames of line ends are keep-alives', () => {
  for (const frame of ['', '\r\n', '\r\n\r\n', '\r\n\r\n\r\n']) {
    assert.deepEqual(parseMessage(frame), { kind: 'keep-alive' });
    assert.deepEqual(parseMessage(new TextEncoder().encode(frame)), { kind: 'keep-alive' });
  }
});
