import assert from 'node:assert/strict';
import { test } from 'node:test';

import { linkTarget } from './dial-button-logic.js';

test('linkTarget reads tel:, callto: and sip: links', () => {
  assert.equal(linkTarget('tel:+33123456789', 'Alice'), '+33123456789');
  assert.equal(linkTarget('TEL:%2B33%201', ''), '+33 1');
  assert.equal(linkTarget('callto:600', ''), '600');
  assert.equal(linkTarget('SIP:bob@example.org', ''), 'sip:bob@example.org');
});

test('linkTarget takes no other link', () => {
  for (const href of [
    'https://example.org/tel:1',
    'javascript:alert(1)',
    'mailto:a@b',
    'tel:',
    'sip: ',
    '',
  ]) {
    assert.equal(linkTarget(href, ''), undefined, href);
  }
});

test('a link that is not well encoded is taken as it stands', () => {
  assert.equal(linkTarget('tel:100%', ''), '100%');
});

test('S11: a service code is dialled only where the link shows it', () => {
  const hidden = ['tel:*21*+33899000000%23', 'tel:%2A%2321%23', 'callto:*97', 'sip:*72@pbx.test'];
  for (const href of hidden) {
    assert.equal(linkTarget(href, 'Call Alice'), undefined, href);
    assert.equal(linkTarget(href, '+33 899 000 000'), undefined, href);
  }
  assert.equal(linkTarget('tel:*97', 'Voicemail (*97)'), '*97');
  assert.equal(linkTarget('tel:%2A21%2A0123%23', 'Divert: *21* 01-23 #'), '*21*0123#');
  assert.equal(linkTarget('sip:*72@pbx.test', 'sip:*72@pbx.test'), 'sip:*72@pbx.test');
  assert.equal(linkTarget('sip:bob@pbx.test', 'Bob'), 'sip:bob@pbx.test');
});
