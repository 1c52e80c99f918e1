import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { CadranError } from '../kernel/errors.js';
import { numberOf, parseTarget } from './target.js';

const account = 'sip:alice@Example.org';

describe('parseTarget', () => {
  const accepted: Record<string, { uri: string; number?: string }> = {
    bob: { uri: 'sip:bob@example.org' },
    'jean.dupont-2': { uri: 'sip:jean.dupont-2@example.org' },
    Zoë: { uri: 'sip:Zo%C3%AB@example.org' },
    '600': { uri: 'sip:600@example.org', number: '600' },
    ' 600 ': { uri: 'sip:600@example.org', number: '600' },
    '+33 1 23 45 67 89': { uri: 'sip:+33123456789@example.org', number: '+33123456789' },
    '+33 (0)1.23.45.67.89': { uri: 'sip:+33123456789@example.org', number: '+33123456789' },
    '(555) 123-4567': { uri: 'sip:5551234567@example.org', number: '5551234567' },
    '01/23/45': { uri: 'sip:012345@example.org', number: '012345' },
    '\u202a+1\u00a0202\u2011555\u202c': { uri: 'sip:+1202555@example.org', number: '+1202555' },
    '６００': { uri: 'sip:600@example.org', number: '600' },
    '*97': { uri: 'sip:*97@example.org', number: '*97' },
    '#31#0612345678': { uri: 'sip:%2331%230612345678@example.org', number: '#31#0612345678' },
    'bob@other.example': { uri: 'sip:bob@other.example' },
    'bob@OTHER.example:5080': { uri: 'sip:bob@other.example:5080' },
    'sip:bob@other.example': { uri: 'sip:bob@other.example' },
    'SIP:bob@other.example': { uri: 'sip:bob@other.example' },
    'sips:bob@other.example': { uri: 'sips:bob@other.example' },
    'sip:600': { uri: 'sip:600@example.org', number: '600' },
    'sip:conference.example.org': { uri: 'sip:conference.example.org' },
    'sip:bob@[2001:db8::1]:5070': { uri: 'sip:bob@[2001:db8::1]:5070' },
    'sip:bob:secret@other.example?Subject=x': { uri: 'sip:bob@other.example' },
    'sip:bob@x.example;user=phone;method=BYE;maddr=10.0.0.1': {
      uri: 'sip:bob@x.example;user=phone',
    },
    'sip:+1555;phone-context=x@gw.example': {
      uri: 'sip:+1555;phone-context=x@gw.example',
      number: '+1555',
    },
    'sip:%23100@pbx.example': { uri: 'sip:%23100@pbx.example', number: '#100' },
    'tel:+33-1-23-45-67-89': { uri: 'sip:+33123456789@example.org', number: '+33123456789' },
    'tel:7042;phone-context=example.org': { uri: 'sip:7042@example.org', number: '7042' },
    'TEL:*97': { uri: 'sip:*97@example.org', number: '*97' },
  };
  for (const [input, expected] of Object.entries(accepted)) {
    it(`reads ${JSON.stringify(input)}`, () => {
      assert.deepEqual(parseTarget(input, account), expected);
    });
  }

  const refused = [
    '',
    '   ',
    'bob\r\nX-Evil: 1',
    '600\n',
    'bob\0',
    'javascript:alert(1)',
    'http://example.org/',
    'mailto:bob@example.org',
    'localhost:5060',
    '<script>alert(1)</script>',
    'John Smith',
    '12 monkeys',
    '+',
    '@example.org',
    'bob@',
    'bob@exa mple.org',
    'bob@exämple.org',
    'sip:',
    'sip:bob@exa%0d%0ample.org',
    'sip:bob%0d%0aX-Evil%3a1@example.org',
    'sip:%zz@example.org',
    'tel:',
    'tel:abc',
    'tel:%zz',
    'b\ud800b',
    '6'.repeat(257),
  ];
  for (const input of refused) {
    it(`refuses ${JSON.stringify(input).slice(0, 40)}`, () => {
      assert.throws(
        () => parseTarget(input, account),
        (error) => error instanceof CadranError && error.code === 'call/invalid-target',
      );
    });
  }

  it('keeps the home scheme and port', () => {
    assert.equal(
      parseTarget('bob', 'sips:alice@pbx.example:5061').uri,
      'sips:bob@pbx.example:5061',
    );
  });

  it('treats what is no string as a mistake of the program', () => {
    assert.throws(() => parseTarget(600 as unknown as string, account), TypeError);
  });

  it('says when the account itself is no address', () => {
    assert.throws(() => parseTarget('bob', 'alice'), { code: 'config/invalid' });
  });
});

describe('numberOf', () => {
  it('finds the number in an address', () => {
    assert.equal(numberOf('sip:+33123456789@example.org;user=phone'), '+33123456789');
    assert.equal(numberOf('sip:%23100@example.org'), '#100');
  });
  it('finds none in a name, a host or what is no address', () => {
    for (const uri of ['sip:bob@example.org', 'sip:example.org', 'nonsense']) {
      assert.equal(numberOf(uri), undefined);
    }
  });
});
