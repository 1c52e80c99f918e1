/** Longest text from the network that is shown to anybody, in characters. */
const textLimit = 256;

/**
 * Control characters, line separators, and the marks that turn the direction of text: with them a name could write over
 * what stands beside it (Unicode Technical Report 36 §2.5).
 */
const unwanted =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/gu;

/** Text from outside, bounded and on one line; halves of surrogate pairs become U+FFFD. */
export function cleanText(text: string): string {
  const bounded = text.slice(0, 4 * textLimit).replace(/\p{Surrogate}/gu, '\ufffd');
  const clean = bounded.replace(unwanted, ' ').replace(/\s+/g, ' ').trim();
  return Array.from(clean).slice(0, textLimit).join('');
}
