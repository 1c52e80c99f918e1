import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { before, describe, it } from 'node:test';

import { root } from '../test/test-files.mjs';

/** The rules that object to each text, were it the content of that file (which must exist). */
function objections(texts: readonly { text: string; file: string }[]): string[][] {
  const { NODE_V8_COVERAGE: _, ...environment } = process.env;
  const result = execFileSync('node', ['tools/lint/lint-texts.mjs'], {
    cwd: root,
    encoding: 'utf8',
    input: JSON.stringify(texts),
    env: environment,
  });
  return JSON.parse(result) as string[][];
}

const element = 'packages/elements/src/internal/cadran-element.ts';
const engine = 'packages/core/src/kernel/store.ts';
const clock = 'packages/core/src/kernel/clock.ts';

const traps: readonly (readonly [what: string, text: string, rule: string, file?: string])[] = [
  [
    'innerHTML',
    'export function f(e: Element): void { e.innerHTML = "x"; }',
    'no-restricted-syntax',
  ],
  [
    'outerHTML',
    'export function f(e: Element): void { e.outerHTML = "x"; }',
    'no-restricted-syntax',
  ],
  [
    'insertAdjacentHTML',
    "export function f(e: Element): void { e.insertAdjacentHTML('beforeend', 'x'); }",
    'no-restricted-syntax',
  ],
  [
    'an innerHTML binding',
    "import { html } from 'lit'; export const t: unknown = html`<p .innerHTML=${'x'}></p>`;",
    'no-restricted-syntax',
  ],
  [
    'a style binding',
    "import { html } from 'lit'; export const t: unknown = html`<p style=${'x'}></p>`;",
    'no-restricted-syntax',
  ],
  [
    'a static style',
    'import { html } from \'lit\'; export const t: unknown = html`<p style="color: red"></p>`;',
    'no-restricted-syntax',
  ],
  [
    'setAttribute of style',
    "export function f(e: Element): void { e.setAttribute('style', 'x'); }",
    'no-restricted-syntax',
  ],
  [
    'styleMap',
    "import { styleMap } from 'lit/directives/style-map.js'; export const s: unknown = styleMap;",
    'no-restricted-imports',
  ],
  [
    'unsafeHTML',
    "import { unsafeHTML } from 'lit/directives/unsafe-html.js'; export const s: unknown = unsafeHTML;",
    'no-restricted-imports',
  ],
  [
    'unsafeSVG',
    "import { unsafeSVG } from 'lit/directives/unsafe-svg.js'; export const s: unknown = unsafeSVG;",
    'no-restricted-imports',
  ],
  [
    'unsafeStatic',
    "import { unsafeStatic } from 'lit/static-html.js'; export const s: unknown = unsafeStatic;",
    'no-restricted-imports',
  ],
  ['eval', "export const s: unknown = eval('1');", 'no-eval'],
  ['new Function', "export const s: unknown = new Function('1');", 'no-new-func'],
  ['DOMParser', 'export const s: unknown = new DOMParser();', 'no-restricted-globals'],
  ['a worker of a string', "export const s: unknown = new Worker('w.js');", 'no-restricted-syntax'],
  [
    'a worker of a URL',
    "export const s: unknown = new SharedWorker(new URL('w.js', import.meta.url));",
    'no-restricted-syntax',
  ],
  [
    'unload',
    "export function f(w: Window): void { w.addEventListener('beforeunload', () => undefined); }",
    'no-restricted-syntax',
  ],
  ['onunload', 'export function f(w: Window): void { w.onunload = null; }', 'no-restricted-syntax'],
  ['a default export', 'export default 1;', 'no-restricted-syntax'],
  ['an enum', 'export enum E { a }', 'no-restricted-syntax'],
  ['a namespace', 'export namespace N { export const a = 1; }', 'no-restricted-syntax'],
  ['any', 'export function f(a: any): void { void a; }', '@typescript-eslint/no-explicit-any'],
  ['the console', "export function f(): void { console.log('x'); }", 'no-console'],
  ['Math.random', 'export const f = (): number => Math.random();', 'no-restricted-properties'],
  [
    'a floating promise',
    'export function f(p: Promise<void>): void { p; }',
    '@typescript-eslint/no-floating-promises',
  ],
  [
    'a picture without text',
    'import { html } from \'lit\'; export const t: unknown = html`<img src="x" />`;',
    'lit-a11y/alt-text',
  ],
  [
    'a timer in the engine',
    'export function f(): void { setTimeout(() => undefined, 1); }',
    'no-restricted-globals',
    engine,
  ],
  [
    'the date in the engine',
    'export const f = (): number => Date.now();',
    'no-restricted-globals',
    engine,
  ],
  [
    'the page in the engine',
    'export const f = (): string => document.title;',
    'no-restricted-globals',
    engine,
  ],
];

const harmless: readonly (readonly [what: string, text: string, file?: string])[] = [
  ['a timer in the clock', 'export function f(): void { setTimeout(() => undefined, 1); }', clock],
  [
    'a class binding',
    "import { html } from 'lit'; export const t = (name: string): unknown => html`<p class=${name}></p>`;",
  ],
  ['a trusted worker address', 'export const w = (url: string): Worker => new Worker(url);'],
];

let refused: string[][];
let accepted: string[][];

before(() => {
  const all = objections([
    ...traps.map(([, text, , file = element]) => ({ text: `${text}\n`, file })),
    ...harmless.map(([, text, file = element]) => ({ text: `${text}\n`, file })),
  ]);
  refused = all.slice(0, traps.length);
  accepted = all.slice(traps.length);
});

describe('lint refuses', () => {
  for (const [index, [what, , rule]] of traps.entries()) {
    it(what, () => {
      const found = refused[index] ?? [];
      assert.ok(found.includes(rule), `${rule} was silent: ${found.join(', ')}`);
    });
  }
});

describe('lint accepts', () => {
  for (const [index, [what]] of harmless.entries()) {
    it(what, () => {
      assert.deepEqual(accepted[index], []);
    });
  }
});
