/** A keyboard shortcut as an attribute writes it, `F8` or `Ctrl+Alt+A`. */
export interface Shortcut {
  readonly key: string;
  readonly modifiers: readonly Modifier[];
}

type Modifier = 'Control' | 'Alt' | 'Shift' | 'Meta';

const modifierNames: Readonly<Record<string, Modifier>> = {
  ctrl: 'Control',
  control: 'Control',
  alt: 'Alt',
  shift: 'Shift',
  meta: 'Meta',
};

/** Undefined for an empty text, and for a letter or digit without a modifier: it would be typed (WCAG 2.1.4). */
export function parseShortcut(text: string): Shortcut | undefined {
  const names = text.split('+').map((part) => part.trim());
  const key = names.pop() ?? '';
  const modifiers = names.map((name) => modifierNames[name.toLowerCase()]);
  if (!key || !modifiers.every((modifier) => modifier !== undefined)) return undefined;
  const isTyped = /^.$/u.test(key) && !modifiers.some((modifier) => modifier !== 'Shift');
  return isTyped ? undefined : { key, modifiers };
}

export function isShortcut(event: KeyboardEvent, { key, modifiers }: Shortcut): boolean {
  if (event.key.toLowerCase() !== key.toLowerCase()) return false;
  return (['Control', 'Alt', 'Shift', 'Meta'] as const).every(
    (modifier) => event.getModifierState(modifier) === modifiers.includes(modifier),
  );
}

/** As `aria-keyshortcuts` and a person read it. */
export function shortcutText({ key, modifiers }: Shortcut): string {
  return [...modifiers, key].join('+');
}
