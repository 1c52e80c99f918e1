import { moveRovingFocus } from '../internal/roving-focus.js';

/** What a key press may do to a dialpad. */
export interface DialpadKeyboard {
  readonly field: HTMLInputElement;
  readonly keys: readonly HTMLElement[];
  readonly isSendingTones: boolean;
  press(digit: string): void;
  erase(): void;
  enter(): void;
  /** To the next suggestion, or with -1 to the one before. */
  moveOption(step: 1 | -1): void;
  /** False when there was nothing to leave. */
  escape(): boolean;
}

/** Digits, Backspace, Enter, Escape and arrows, wherever in the dialpad the focus is. */
export function onDialpadKey(event: KeyboardEvent, dialpad: DialpadKeyboard): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const used =
    (event.key === 'Escape' && dialpad.escape()) ||
    (event.target === dialpad.field ? onFieldKey(event.key, dialpad) : onGridKey(event, dialpad));
  if (!used) return;
  event.preventDefault();
  event.stopPropagation();
}

function onFieldKey(key: string, dialpad: DialpadKeyboard): boolean {
  if (dialpad.isSendingTones && /^[\d*#]$/.test(key)) dialpad.press(key);
  else if (key === 'Enter') dialpad.enter();
  else if (key === 'ArrowDown') dialpad.moveOption(1);
  else if (key === 'ArrowUp') dialpad.moveOption(-1);
  else return false;
  return true;
}

/** Digits typed on a key of the grid go to the field, and so does the focus. */
function onGridKey(event: KeyboardEvent, dialpad: DialpadKeyboard): boolean {
  if (moveRovingFocus(event, dialpad.keys, { columns: 3, rightToLeft: false })) return true;
  if (/^[\d*#+]$/.test(event.key)) dialpad.press(event.key);
  else if (event.key === 'Backspace') dialpad.erase();
  else return false;
  dialpad.field.focus();
  return true;
}
