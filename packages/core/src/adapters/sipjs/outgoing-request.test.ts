import assert from 'node:assert/strict';
import { test } from 'node:test';

import { CadranError } from '../../kernel/errors.js';
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
  for (const header of ['X: 1\r\nY: 2', 'X: 1\nY: 2', 'X: \0']) {
    assert.throws(
      () => request('INFO', [header]),
      (error) => error instanceof CadranError && error.code === 'signaling/malformed',
    );
  }
});
