import type { CallState, PhoneState } from '@cadran/core';

/** Somebody or something that may be meant by what is typed. */
export interface DialSuggestion {
  /** What is dialled: an extension, a number or an address. */
  readonly target: string;
  readonly name?: string;
}

/** The twelve keys with the letters of ITU-T E.161. */
export const keys: readonly { readonly digit: string; readonly letters: string }[] = [
  { digit: '1', letters: '' },
  { digit: '2', letters: 'ABC' },
  { digit: '3', letters: 'DEF' },
  { digit: '4', letters: 'GHI' },
  { digit: '5', letters: 'JKL' },
  { digit: '6', letters: 'MNO' },
  { digit: '7', letters: 'PQRS' },
  { digit: '8', letters: 'TUV' },
  { digit: '9', letters: 'WXYZ' },
  { digit: '*', letters: '' },
  { digit: '0', letters: '+' },
  { digit: '#', letters: '' },
];

const longestTarget = 256;
const invisible = /[\p{Cc}\p{Cf}]/gu;
const punctuation = /[\s().\-/\u2010-\u2015\u2212]/gu;

/** What somebody typed or pasted, made dialable: a number loses its punctuation, an address only what cannot be seen. */
export function cleanTarget(text: string): string {
  const visible = text
    .slice(0, longestTarget)
    .normalize('NFKC')
    .replace(invisible, '')
    .replace(/\p{Nd}/gu, asciiDigit)
    .replace(/^\s*(tel|callto):/i, '');
  // A trunk zero in brackets is not dialled after a country code: +33 (0)1.
  const number = visible.replace(/^(\s*\+[^(]*)\(0\)/, '$1').replace(punctuation, '');
  return /^\+?[\d*#+]*$/.test(number) ? number : visible.trimStart();
}

/** The digits of every script begin at a multiple the block says; there are ten in a row. */
function asciiDigit(digit: string): string {
  if (digit <= '9') return digit;
  let zero = digit.codePointAt(0) ?? 0;
  const code = zero;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(code - zero);
}

/** A number grouped for reading; anything else as it is. Never for dialling. */
export function groupTarget(target: string): string {
  if (/^\+33\d{2,9}$/.test(target)) return `+33 ${target.slice(3, 4)} ${pairs(target.slice(4))}`;
  if (/^\+1\d{4,10}$/.test(target)) return `+1 ${threes(target.slice(2))}`;
  if (/^\+\d{5,15}$/.test(target)) return `${target.slice(0, 3)} ${threes(target.slice(3))}`;
  if (/^0[1-9]\d{4,8}$/.test(target)) return pairs(target);
  if (/^[1-9]\d{6,}$/.test(target)) return threes(target);
  return target;
}

function pairs(digits: string): string {
  return digits.replace(/(..)(?=.)/g, '$1 ');
}

/** A last digit never stands alone. */
function threes(digits: string): string {
  return digits.replace(/(...)(?=..)/g, '$1 ');
}

/** Where the caret goes in what is shown, so that `count` characters of what is dialled stand before it. */
export function caretAfter(shown: string, count: number): number {
  let caret = 0;
  for (let left = count; caret < shown.length && left > 0; caret += 1) {
    if (shown[caret] !== ' ') left -= 1;
  }
  return caret;
}

/** Whether it can be an extension, a number, a user name or an address; the phone has the last word. */
export function isDialable(target: string): boolean {
  return /^\+?[\d*#]+$|^(?=.*\w)[\w.!~'&=+$,%-]+(@[\w.:-]+)?$|^(sips?:)[^\s<>"]+$/i.test(
    target.trim(),
  );
}

/** Suggestions by number, by name, or by name on the letters of the keys (`262` finds Bob), best first. */
export function matchSuggestions(
  suggestions: readonly DialSuggestion[],
  typed: string,
  limit = 5,
): readonly DialSuggestion[] {
  const sought = fold(typed.trim());
  if (!sought) return [];
  const rank = ({ target, name = '' }: DialSuggestion): number => {
    if (target === typed) return 0;
    if (fold(target).startsWith(sought)) return 1;
    const words = fold(name).split(/\s+/);
    if (words.some((word) => word.startsWith(sought))) return 2;
    if (words.some((word) => onKeys(word).startsWith(sought))) return 3;
    return fold(name).includes(sought) ? 4 : Infinity;
  };
  return suggestions
    .map((suggestion) => ({ suggestion, rank: rank(suggestion) }))
    .filter((each) => each.rank < Infinity)
    .sort((one, other) => one.rank - other.rank)
    .slice(0, limit)
    .map(({ suggestion }) => suggestion);
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

function onKeys(word: string): string {
  return word.replace(/[a-z]/g, (letter) => {
    return keys.find(({ letters }) => letters.toLowerCase().includes(letter))?.digit ?? letter;
  });
}

/** The call that digits go to: the newest one that carries sound and is not on hold. */
export function toneCall(state: PhoneState): CallState | undefined {
  return state.order
    .map((id) => state.calls[id])
    .findLast(
      (call) => call?.hold === 'active' && (call.status === 'active' || call.status === 'early'),
    );
}
