import assert from 'node:assert/strict';
import { test } from 'node:test';

import { rovingIndex } from './roving-focus.js';

const grid = { count: 12, columns: 3, rightToLeft: false };

test('arrows move in a grid and stop at its edges', () => {
  assert.equal(rovingIndex('ArrowRight', { ...grid, index: 0 }), 1);
  assert.equal(rovingIndex('ArrowDown', { ...grid, index: 1 }), 4);
  assert.equal(rovingIndex('ArrowUp', { ...grid, index: 1 }), 1);
  assert.equal(rovingIndex('ArrowRight', { ...grid, index: 11 }), 11);
  assert.equal(rovingIndex('Home', { ...grid, index: 7 }), 0);
  assert.equal(rovingIndex('End', { ...grid, index: 7 }), 11);
});

test('left and right change sides from right to left', () => {
  assert.equal(rovingIndex('ArrowLeft', { ...grid, index: 0, rightToLeft: true }), 1);
});

test('a list moves up and down, a row to the sides, and neither the other way', () => {
  const list = { index: 1, count: 3, columns: 1, rightToLeft: false };
  assert.equal(rovingIndex('ArrowDown', list), 2);
  assert.equal(rovingIndex('ArrowRight', list), undefined);
  const row = { index: 1, count: 3, columns: 3, rightToLeft: false };
  assert.equal(rovingIndex('ArrowRight', row), 2);
  assert.equal(rovingIndex('ArrowDown', row), undefined);
});

test('other keys mean nothing', () => {
  for (const key of ['a', 'Enter', ' ', 'Tab', 'toString']) {
    assert.equal(rovingIndex(key, { ...grid, index: 0 }), undefined);
  }
});
