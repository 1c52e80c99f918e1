import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';
import type { IncomingRequestMessage } from 'sip.js/lib/core/messages/incoming-request-message.js';

import { CadranError } from '../../kernel/errors.js';
import { parseMessage } from './codec/parse-message.js';
import { SipUri } from './codec/uri.js';
import { OutgoingRequest } from './outgoing-request.js';

const alice = new SipUri('sip', 'alice', 'cadran.test');
const bob = new SipUri('sip', 'bob', 'cadran.test');

function request(method: string, extraHeaders: string[] = [], content = ''): OutgoingRequest {
  const options = {
    ...{ callId: 'call', cseq: 3, fromDisplayName: 'Alice "A"', fromTag: 'ours', toTag: 'theirs' },
    ...{ routeSet: ['<sip:one;lr>', '<sip:two;lr>'], optionTags: ['100rel', 'gruu'] },
    ...{ userAgentString: 'Test', viaHost: 'here.invalid' },
  };
  const body = { contentDisposition: 'session', contentType: 'application/sdp', content };
  return new OutgoingRequest(method, bob, alice, bob, options, extraHeaders, body);
}

test('a request reads as RFC 3261 wants it, and its length is in bytes', () => {
  const message = request('INVITE', ['Contact: <sip:me@here.invalid>'], 'é');
  message.setViaHeader('z9hG4bKone', 'WSS');
  assert.deepEqual(message.toString().split('\r\n'), [
    'INVITE sip:bob@cadran.test SIP/2.0',
    'Route: <sip:one;lr>',
    'Route: <sip:two;lr>',
    'Via: SIP/2.0/WSS here.invalid;branch=z9hG4bKone',
    'To: <sip:bob@cadran.test>;tag=theirs',
    'From: "Alice \\"A\\"" <sip:alice@cadran.test>;tag=ours',
    'CSeq: 3 INVITE',
    'Call-ID: call',
    'Max-Forwards: 70',
    'Supported: 100rel, gruu',
    'User-Agent: Test',
    'Contact: <sip:me@here.invalid>',
    'Content-Type: application/sdp',
    'Content-Length: 2',
    '',
    'é',
  ]);
});

test('an ACK is a transaction of its own', () => {
  const message = request('ACK');
  message.setViaHeader('z9hG4bK1234567', 'WS');
  assert.match(message.branch ?? '', /^z9hG4bK[a-z2-7]{20}$/);
  assert.equal(message.getHeader('via'), `SIP/2.0/WS here.invalid;branch=${message.branch}`);
});

test('no header brings another one along', () => {
  const isMalformed = (error: unknown): boolean =>
    error instanceof CadranError && error.code === 'signaling/malformed';
  for (const header of ['X: 1\r\nY: 2', 'X: 1\nY: 2', 'X: \0', 'X: \u001b']) {
    assert.throws(() => request('INFO', [header]), isMalformed);
    const body = { contentDisposition: 'session', contentType: header, content: 'a' };
    assert.throws(() => new OutgoingRequest('INFO', bob, alice, bob, {}, [], body), isMalformed);
  }
});

test('whatever text is put into one, it is read as that text and nothing else', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc
      .array(
        fc.constantFrom(
          '"',
          '\\',
          '<',
          '>',
          ';',
          ',',
          ' ',
          '\t',
          '\r\n',
          'X-Evil: 1',
          'é',
          '%',
          'a',
        ),
      )
      .map((pieces) => pieces.join('')),
  );
  const onWire = (value: string): string => Buffer.from(value).toString();
  const usual = request('INVITE', ['X-Text: a'], 'a');
  usual.setViaHeader('z9hG4bKone', 'WSS');
  const names = Object.keys(read(usual).headers);
  let sent = 0;
  fc.assert(
    fc.property(text, text, text, text, (name, value, user, content) => {
      const uri = new SipUri('sip', user || 'a', 'cadran.test');
      const options = { fromDisplayName: name, viaHost: 'here.invalid', optionTags: ['a'] };
      const body = { contentDisposition: 'session', contentType: 'text/plain', content };
      let message: OutgoingRequest;
      try {
        message = new OutgoingRequest(
          'INVITE',
          uri,
          uri,
          uri,
          { ...options, routeSet: ['<sip:one;lr>'], userAgentString: 'Test' },
          [`X-Text: ${value}`],
          body,
        );
      } catch (error) {
        assert.ok(error instanceof CadranError && error.code === 'signaling/malformed');
        assert.match(name + value, /[\0-\x08\n-\x1f\x7f]/);
        return;
      }
      sent += 1;
      message.setViaHeader('z9hG4bKone', 'WSS');
      const parsed = read(message);
      assert.deepEqual(
        Object.keys(parsed.headers),
        content === '' ? names.filter((each) => each !== 'Content-Type') : names,
      );
      assert.equal(parsed.from.displayName, onWire(name));
      assert.equal(parsed.getHeader('X-Text'), onWire(value).replace(/^[ \t]+|[ \t]+$/g, ''));
      assert.equal(parsed.ruri?.toString(), uri.toString());
      assert.equal(parsed.to.uri.toString(), uri.toString());
      assert.equal(parsed.body, onWire(content));
    }),
    { seed: 7, numRuns: 3_000 },
  );
  assert.ok(sent > 500, 'most texts go out');
});

function read(message: OutgoingRequest): IncomingRequestMessage {
  const parsed = parseMessage(Buffer.from(message.toString()));
  assert.ok(parsed.kind === 'request', 'reason' in parsed ? parsed.reason : '');
  return parsed.message;
}
