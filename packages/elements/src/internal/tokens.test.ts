import { expect, fixture, fixtureSync, html } from '@open-wc/testing';
import { css, type CSSResultGroup, LitElement } from 'lit';

import { define } from './define.js';
import { tokenStyles } from './tokens.styles.js';

class Tokens extends LitElement {
  static override styles: CSSResultGroup = [tokenStyles, css``];
}
define('test-tokens', Tokens);

/** Text on its ground: 4.5:1 (WCAG 1.4.3). Icons, borders of controls and the focus ring: 3:1 (1.4.11). */
const pairs: readonly (readonly [string, string, number])[] = [
  ['--_text', '--_surface', 4.5],
  ['--_text', '--_raised', 4.5],
  ['--_text', '--_fill', 4.5],
  ['--_text', '--_fill-hover', 4.5],
  ['--_text', '--_fill-pressed', 4.5],
  ['--_muted', '--_surface', 4.5],
  ['--_muted', '--_raised', 4.5],
  ['--_muted', '--_fill', 4.5],
  ['--_warning', '--_surface', 4.5],
  ['--_warning', '--_raised', 4.5],
  ['--_accent-tone', '--_surface', 4.5],
  ['--_success-tone', '--_surface', 4.5],
  ['--_danger-tone', '--_surface', 4.5],
  ['--_on-accent', '--_accent', 4.5],
  ['--_on-success', '--_success', 4.5],
  ['--_on-danger', '--_danger', 4.5],
  ['--_accent', '--_surface', 3],
  ['--_success', '--_surface', 3],
  ['--_danger', '--_surface', 3],
  ['--_outline', '--_surface', 3],
  ['--_focus', '--_surface', 3],
  ['--_focus', '--_fill', 3],
];

const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;

function luminance(element: HTMLElement, token: string): number {
  element.style.setProperty('background-color', `var(${token})`);
  canvas.fillStyle = getComputedStyle(element).backgroundColor;
  canvas.fillRect(0, 0, 1, 1);
  const [red, green, blue] = [...canvas.getImageData(0, 0, 1, 1).data].map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

for (const scheme of ['light', 'dark']) {
  describe(`the default colours in ${scheme}`, () => {
    for (const [one, other, least] of pairs) {
      it(`${one} on ${other} has at least ${least}:1`, async () => {
        const element = await fixture<Tokens>(html`<test-tokens></test-tokens>`);
        element.style.setProperty('color-scheme', scheme);
        const [dark, light] = [luminance(element, one), luminance(element, other)].sort(
          (a, b) => a - b,
        ) as [number, number];
        expect((light + 0.05) / (dark + 0.05)).to.be.at.least(least);
      });
    }
  });
}

it('a page’s own value wins over the default', () => {
  const place = fixtureSync<HTMLElement>(html`<div><test-tokens></test-tokens></div>`);
  place.style.setProperty('--cadran-color-accent', 'rgb(1 2 3)');
  const element = place.querySelector<Tokens>('test-tokens')!;
  element.style.setProperty('background-color', 'var(--_accent)');
  expect(getComputedStyle(element).backgroundColor).to.equal('rgb(1, 2, 3)');
});
