import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isShortcut, parseShortcut, shortcutText } from './shortcut.js';

function press(key: string, ...held: readonly string[]): KeyboardEvent {
  return { key, getModifierState: (name: string) => held.includes(name) } as KeyboardEvent;
}

test('reads a key with its modifiers, however they are written', () => {
  const shortcut = parseShortcut(' ctrl + Shift+ y');
  assert.ok(shortcut);
  assert.deepEqual(shortcut, { key: 'y', modifiers: ['Control', 'Shift'] });
  assert.ok(isShortcut(press('Y', 'Shift', 'Control'), shortcut));
  assert.ok(!isShortcut(press('Y', 'Shift'), shortcut));
  assert.ok(!isShortcut(press('Y', 'Shift', 'Control', 'Alt'), shortcut));
  assert.equal(shortcutText(shortcut), 'Control+Shift+y');
});

test('takes no key that is typed, nothing, and no modifier it does not know', () => {
  for (const text of ['', 'a', 'Shift+A', '5', 'Hyper+F8', '+']) {
    assert.equal(parseShortcut(text), undefined, text);
  }
  assert.deepEqual(parseShortcut('F8'), { key: 'F8', modifiers: [] });
});
