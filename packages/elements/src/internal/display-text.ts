import { html, type TemplateResult } from 'lit';

/** Controls (C0, C1), line separators, bidi controls, invisible spaces and tags: all that can make text lie about itself. */
const deceptive =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
/** Marks stacked beyond three on one letter, which paint over the lines around. */
const stackedMarks = /(\p{M}{3})\p{M}+/gu;
const longestRead = 1000;

/** Text of the network made fit to show: one line, no controls, at most `limit` characters as a person counts them. */
export function displayText(text: string, limit = 64): string {
  const clean = text
    .slice(0, longestRead)
    .normalize('NFC')
    .replace(/[^\S\ufeff]+/gu, ' ')
    .replace(deceptive, '')
    .replace(stackedMarks, '$1')
    .trim();
  if (clean.length <= limit) return clean;
  const letters = [...new Intl.Segmenter().segment(clean)].slice(0, limit + 1);
  if (letters.length <= limit) return clean;
  return `${letters
    .slice(0, limit)
    .map(({ segment }) => segment)
    .join('')
    .trimEnd()}…`;
}

/** A name or number on its own: isolated from the direction of the text around, whole in its tooltip. */
export function isolated(text: string, className = ''): TemplateResult {
  return html`<bdi class=${className} title=${displayText(text, 300)}>${displayText(text)}</bdi>`;
}

/** The same inside a sentence of plain text: between FSI and PDI, so that its direction stays its own. */
export function isolatedString(text: string): string {
  return `\u2068${displayText(text)}\u2069`;
}
