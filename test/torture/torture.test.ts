import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { IncomingRequestMessage } from 'sip.js/lib/core/messages/incoming-request-message.js';

import type { NameAddress } from '../../packages/core/src/adapters/sipjs/codec/name-address.js';
import { parseMessage } from '../../packages/core/src/adapters/sipjs/codec/parse-message.js';
import { binaryParts } from './binary-parts.js';
import { invalid } from './rfc4475-invalid.js';
import { semantics } from './rfc4475-semantics.js';
import { valid } from './rfc4475-valid.js';
import { ipv6 } from './rfc5118.js';

const all = [...valid, ...invalid, ...semantics, ...ipv6];

function request(name: string): IncomingRequestMessage {
  const message = all.find((each) => each.name === name);
  assert.ok(message);
  const parsed = parseMessage(message.frame);
  assert.ok(parsed.kind === 'request');
  return parsed.message;
}

function contacts(name: string): string[] {
  const message = request(name);
  return message
    .getHeaders('Contact')
    .map((_, index) => String((message.parseHeader('Contact', index) as NameAddress).uri));
}

describe('the parser takes what is valid and nothing else', () => {
  test('of all messages of RFC 4475 and RFC 5118', () => {
    assert.equal(valid.length + invalid.length + semantics.length, 49);
    assert.equal(ipv6.length, 12);
    assert.equal(new Set(all.map(({ name }) => name)).size, 61);
  });

  for (const { section, name, what, kind, frame } of all) {
    test(`${section} ${name}, ${what}: ${kind}`, () => {
      assert.equal(parseMessage(frame).kind, kind);
    });
  }

  test('whatever the case of the names, and as text or as octets', () => {
    for (const { name, frame, kind } of all) {
      if (name !== 'mpart01') {
        const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(frame);
        assert.equal(parseMessage(text).kind, kind, name);
        assert.equal(parseMessage(`\r\n\r\n${text}`).kind, kind, name);
      }
      assert.equal(parseMessage(Buffer.concat([Buffer.from('\r\n'), frame])).kind, kind, name);
    }
  });
});

describe('what is read of it', () => {
  test('wsinv: the values without the white space around them', () => {
    const message = request('wsinv');
    assert.equal(message.method, 'INVITE');
    assert.equal(message.cseq, 9);
    assert.equal(message.toTag, '1918181833n');
    assert.equal(message.fromTag, '98asjd8');
    assert.equal(message.from.displayName, 'J Rosenberg \\"');
    assert.deepEqual(message.parseHeader('Max-Forwards'), { value: 68 });
    assert.equal(message.via.host, '192.0.2.2');
    assert.equal(message.viaBranch, '390skdjuw');
    assert.equal(message.getHeaders('Via').length, 3);
    assert.equal(message.getHeader('Subject'), '');
    assert.equal(
      message.getHeader('NewFangledHeader'),
      'newfangled value continued newfangled value',
    );
    const contact = message.parseHeader('Contact') as NameAddress;
    assert.equal(contact.displayName, 'Quoted string ""');
    assert.deepEqual(contact.parameters, { newparam: 'newvalue', secondparam: null, q: '0.33' });
  });

  test('intmeth: names and methods as they came', () => {
    const message = request('intmeth');
    assert.equal(message.method, "!interesting-Method0123456789_*+`.%indeed'~");
    assert.equal(message.ruri?.host, 'example.com');
    assert.equal(message.to.displayName, 'BEL: NUL: DEL:');
    assert.equal(message.from.displayName, "token1~` token2'+_ token3*%!.-");
    assert.equal(message.fromTag, "_token~1'+`*%!-.");
    assert.equal(message.from.getParam("fromParam''~+*_!.-%"), '"работающий"');
    assert.equal(message.getHeader("extensionHeader-!.%*+_`'~"), '\ufeff大停電');
  });

  test('esc01: a user that holds an address is still a user', () => {
    const message = request('esc01');
    assert.equal(message.ruri?.user, 'sips%3Auser%40example.com');
    assert.equal(message.ruri.host, 'example.net');
    assert.equal(message.to.uri.user, 'user');
    assert.equal(message.from.uri.user, 'I%20have%20spaces');
    assert.deepEqual(contacts('esc01'), [
      'sip:caller@host5.example.net;%6c%72;n%61me=v%61lue%25%34%31',
    ]);
  });

  test('escnull: a null that is escaped ends nothing', () => {
    assert.equal(request('escnull').from.uri.user, 'null-%00-null');
    assert.deepEqual(contacts('escnull'), [
      'sip:%00@host5.example.com',
      'sip:%00%00@host5.example.com',
    ]);
  });

  test('esc02: no escape in a method, a name, a header or a branch', () => {
    const message = request('esc02');
    assert.equal(message.method, 'RE%47IST%45R');
    assert.equal(message.to.displayName, '%Z%45');
    assert.equal(message.viaBranch, 'z9hG4bK209%fzsnel234');
    assert.deepEqual(contacts('esc02'), [
      'sip:alias1@host1.example.com',
      'sip:alias3@host3.example.com',
    ]);
  });

  test('longreq: all of it', () => {
    const message = request('longreq');
    assert.equal(message.getHeaders('Via').length, 34);
    assert.equal(message.fromTag.length, 155);
    assert.match(message.callId, /^longreq\.one(really){20}longcallid$/);
  });

  test('dblreq: nothing of what follows', () => {
    assert.equal(request('dblreq').method, 'REGISTER');
    assert.equal(request('dblreq').body, '');
  });

  test('semiuri: what stands before the @ is the user', () => {
    assert.equal(request('semiuri').ruri?.user, 'user;par=u%40example.net');
    assert.deepEqual(request('semiuri').ruri?.parameters, {});
  });

  test('mpart01: every octet of the body', () => {
    assert.ok(Buffer.from(request('mpart01').body, 'latin1').equals(binaryParts));
  });

  test('cparam01 and cparam02: whose parameter it is', () => {
    const [header, uri] = ['cparam01', 'cparam02'].map(
      (name) => request(name).parseHeader('Contact') as NameAddress,
    );
    assert.deepEqual([header?.parameters, header?.uri.parameters], [{ unknownparam: null }, {}]);
    assert.deepEqual([uri?.parameters, uri?.uri.parameters], [{}, { unknownparam: null }]);
  });

  test('regescrt: the headers of a URI stay in it', () => {
    assert.deepEqual(contacts('regescrt'), [
      'sip:user@example.com?Route=%3Csip:sip.example.com%3E',
    ]);
  });

  test('inv2543: a branch of its own, and a body to the end of the frame', () => {
    assert.match(request('inv2543').viaBranch, /inv2543\.1717/);
    assert.match(request('inv2543').body, /m=audio 49217 RTP\/AVP 0\r\n$/);
  });

  test('RFC 5118: an address and its port', () => {
    const placeOf = (name: string): unknown[] => [
      request(name).ruri?.host,
      request(name).ruri?.port,
    ];
    assert.deepEqual(placeOf('ipv6-good'), ['[2001:db8::10]', undefined]);
    assert.deepEqual(placeOf('port-ambiguous'), ['[2001:db8::10:5070]', undefined]);
    assert.deepEqual(placeOf('port-unambiguous'), ['[2001:db8::10]', 5070]);
    assert.deepEqual(placeOf('ipv6-bug-abnf-3-colons'), ['[2001:db8:::192.0.2.1]', undefined]);
    assert.equal(request('mult-ip-in-header').via.port, 6050);
    assert.deepEqual(contacts('ipv4-mapped-ipv6'), ['sip:ted@[::ffff:192.0.2.2]']);
    for (const name of ['via-received-param-with-delim', 'via-received-param-no-delim']) {
      assert.equal(request(name).via.host, '[2001:db8::9:1]');
    }
  });
});
