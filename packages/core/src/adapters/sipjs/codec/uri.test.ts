import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { CadranError } from '../../../kernel/errors.js';
import { parseUri, SipUri } from './uri.js';

describe('a URI', () => {
  const kept = [
    'sip:alice@example.com',
    'sips:alice@example.com:5061',
    'sip:example.com',
    'sip:+1555;phone-context=example.com@gw.example.com;user=phone',
    'sip:a&b=c+d$e,f?g/h@example.com',
    'sip:alice@[2001:db8::1]:5060;transport=ws;lr',
    'sip:alice@host_name.example.',
    'sip:911@10.0.0.1',
    'sip:%23%23@example.com',
    'sip:alice:secret@example.com',
    'sip:a@b?Subject=x&Subject=y&Replaces=1%3Bto-tag%3D2',
    'tel:+33-1-23-45;phone-context=+33',
    'tel:*97',
    'tel:%2331%23',
    'urn:service:sos',
    'http://www.example.com/',
    'cid:a@b',
  ];
  for (const text of kept) {
    test(`${text} goes out as it came in`, () => {
      assert.equal(parseUri(text)?.toString(), text);
      assert.equal(parseUri(text)?.toRaw(), text);
      assert.equal(parseUri(text)?.clone().toString(), text);
    });
  }

  const unified: readonly (readonly [string, string])[] = [
    ['SIP:Bob@EXAMPLE.Com', 'sip:Bob@example.com'],
    ['sip:%61lice%40x@example.com', 'sip:alice%40x@example.com'],
    ['sip:a%c3%a9@example.com', 'sip:a%C3%A9@example.com'],
    ['sip:aé#|@example.com', 'sip:a%C3%A9%23%7C@example.com'],
    ['TEL:+33', 'tel:+33'],
    ['sip:a@b;LR;Transport=WS', 'sip:a@b;lr;transport=WS'],
  ];
  for (const [text, one] of unified) {
    test(`${text} has one form`, () => assert.equal(parseUri(text)?.toString(), one));
  }

  const refused = [
    ...['', 'sip:', 'alice', 'alice@example.com', 'sip:@example.com', 'sip:a@', 'sip:a@b@c'],
    ...['sip:a b@c', 'sip:a@b c', 'sip:a@b>', 'sip:"a"@b', 'sip:a@b\r\nX: 1', 'sip:a\0@b'],
    ...[
      'sip:a%zz@b',
      'sip:a%4@b',
      'sip:a@b:99999',
      'sip:a@b:',
      'sip:a@[::1',
      'sip:a@bücher.example',
    ],
    ...[
      'sip:a@b;',
      'sip:a@b;;lr',
      'sip:a@b;lr;lr',
      'sip:a@b;__proto__',
      'sip:a@b?x',
      'sip:a@b?__proto__=1',
    ],
    ...['tel:', 'tel:+33@x', 'tel:+33 1', 'sip:a@-', 'sip:a@.b'],
  ];
  for (const text of refused) {
    test(`${JSON.stringify(text)} is none`, () => assert.equal(parseUri(text), undefined));
  }

  test('has the parts that sip.js asks for', () => {
    const uri = parseUri('sip:bob@Example.com:5070;transport=ws?X-A=b');
    assert.ok(uri);
    assert.equal(uri.scheme, 'sip');
    assert.equal(uri.user, 'bob');
    assert.equal(uri.host, 'example.com');
    assert.equal(uri.port, 5070);
    assert.equal(uri.getParam('transport'), 'ws');
    assert.deepEqual(uri.getHeader('x-a'), ['b']);
    assert.equal(uri.aor, 'bob@example.com');
    assert.equal(parseUri('tel:+33')?.aor, '+33');
  });

  test('takes from code nothing that would make it another one', () => {
    const uri = new SipUri('sip', 'a b@c', 'example.com');
    assert.equal(uri.toString(), 'sip:a%20b%40c@example.com');
    uri.user = '100%';
    assert.equal(uri.toString(), 'sip:100%25@example.com');
    uri.user = '\ud800';
    assert.equal(uri.toString(), 'sip:%EF%BF%BD@example.com');
    const malformed = (error: unknown): boolean =>
      error instanceof CadranError && error.code === 'signaling/malformed';
    assert.throws(() => uri.setParam('x', 'y>\r\n'), malformed);
    assert.throws(() => uri.setHeader('x', 'y z'), malformed);
    assert.throws(() => new SipUri('tel', '+33\r\n', ''), malformed);
  });

  test('does not read properties of objects as headers', () => {
    for (const name of ['constructor', 'hasOwnProperty', 'toString']) {
      assert.deepEqual(parseUri(`sip:a@b?${name}=1`)?.getHeader(name), ['1']);
      assert.equal(parseUri(`sip:a@b;${name}=1`)?.getParam(name), '1');
    }
  });
});
