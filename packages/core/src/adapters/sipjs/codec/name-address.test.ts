import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { NameAddrHeader } from 'sip.js/lib/grammar/name-addr-header.js';

import { parseNameAddress, parseNameAddressList } from './name-address.js';

describe('an address', () => {
  const names: readonly (readonly [text: string, name: string, uri: string])[] = [
    ['<sip:a@b>', '', 'sip:a@b'],
    ['sip:a@b', '', 'sip:a@b'],
    ['Alice <sip:a@b>', 'Alice', 'sip:a@b'],
    ['Alice B. Smith<sip:a@b>', 'Alice B. Smith', 'sip:a@b'],
    ['Müller (Büro) <sip:a@b>', 'Müller (Büro)', 'sip:a@b'],
    ['"Bell, \\"A\\\\\\" <x>" <sip:a@b>', 'Bell, "A\\" <x>', 'sip:a@b'],
    ['"" <sip:a@b;x=y>', '', 'sip:a@b;x=y'],
    ['"日本語"   <tel:+81>', '日本語', 'tel:+81'],
    ['"a\\\u0007b" <sip:a@b>', 'ab', 'sip:a@b'],
  ];
  for (const [text, name, uri] of names) {
    test(`${text} is read`, () => {
      const address = parseNameAddress(text);
      assert.ok(address instanceof NameAddrHeader);
      assert.equal(address.displayName, name);
      assert.equal(address.uri.toString(), uri);
      const again = parseNameAddress(address.toString());
      assert.equal(again?.displayName, name);
    });
  }

  test('tells its own parameters from those of the URI', () => {
    assert.deepEqual(parseNameAddress('<sip:a@b;x=y>; Tag = "1;2" ;lr')?.parameters, {
      tag: '"1;2"',
      lr: null,
    });
    const bare = parseNameAddress('sip:a@b;tag=1');
    assert.equal(bare?.uri.toString(), 'sip:a@b');
    assert.equal(bare.getParam('tag'), '1');
    assert.equal(bare.clone().toString(), '<sip:a@b>;tag=1');
  });

  const refused = [
    ...[
      '',
      '<>',
      '<sip:a@b',
      'sip:a@b>',
      '"a <sip:a@b>',
      'a, b <sip:a@b>',
      '< sip:a@b >',
      'a" <sip:a@b>',
    ],
    ...[
      '<sip:a@b>x',
      '<sip:a@b> tag=1',
      '<sip:a@b>;',
      '<sip:a@b>;a=;',
      '<sip:a@b>;a b',
      '<sip:a@b>;a="b',
    ],
    ...['<sip:a@b>, <sip:c@d>', 'sip:a@b, sip:c@d', 'sip:a@b?x=y', '*', '<sip:a@b><sip:c@d>'],
  ];
  for (const text of refused) {
    test(`${JSON.stringify(text)} is none`, () => assert.equal(parseNameAddress(text), undefined));
  }

  test('may stand in a list, whose commas are not those of names and brackets', () => {
    const list = parseNameAddressList('"a, b" <sip:a,b@c>;x="1,2" , sip:d@e;q=1,<tel:+1>');
    assert.deepEqual(list?.map(String), [
      '"a, b" <sip:a,b@c>;x="1,2"',
      '<sip:d@e>;q=1',
      '<tel:+1>',
    ]);
    assert.equal(parseNameAddressList('<sip:a@b>,'), undefined);
  });
});
