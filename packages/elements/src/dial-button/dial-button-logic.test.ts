import assert from 'node:assert/strict';
import { test } from 'node:test';

import { linkTarget } from './dial-button-logic.js';

test('linkTarget reads tel:, callto: and sip: links', () => {
  assert.equal(linkTarget('tel:+33123456789'), '+33123456789');
  assert.equal(linkTarget('TEL:%2B33%201'), '+33 1');
  assert.equal(linkTarget('callto:600'), '600');
  assert.equal(linkTarget('SIP:bob@example.org'), 'sip:bob@example.org');
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
    assert.equal(linkTarget(href), undefined, href);
  }
});

test('a link that is not well encoded is taken as it stands', () => {
  assert.equal(linkTarget('tel:100%'), '100%');
});
