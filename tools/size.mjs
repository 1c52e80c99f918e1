// @ts-check
/** Weighs what a page has to load and holds it to its budget (1 kB = 1000 bytes). */
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { measureSizes } from '../test/bench/sizes.mjs';
import { root } from './test/test-files.mjs';

/** Brotli, in kB. */
const budgets = [
  { name: /^cadran\.js/, limit: 60 },
  { name: /^@cadran\/core/, limit: 40 },
];

const sizes = await measureSizes();
const kilobytes = (/** @type {number} */ bytes) => (bytes / 1000).toFixed(1).padStart(9);
console.log(
  `${'kB'.padEnd(40)}${['minified', 'gzip', 'brotli', 'budget'].map((head) => head.padStart(9)).join('')}`,
);

let failed = 0;
for (const { name, minified, gzip, brotli } of sizes) {
  const budget = budgets.find((each) => each.name.test(name));
  const isOver = budget !== undefined && brotli > budget.limit * 1000;
  if (isOver) failed += 1;
  const end = budget ? `${String(budget.limit).padStart(9)}${isOver ? '  TOO LARGE' : ''}` : '';
  console.log(`${name.padEnd(40)}${[minified, gzip, brotli].map(kilobytes).join('')}${end}`);
}

const missing = budgets.filter((budget) => !sizes.some(({ name }) => budget.name.test(name)));
for (const { name } of missing) console.log(`nothing was weighed for ${name}`);

// A chunk that is needed at once would be weight that the figure above does not show.
const bundle = readFileSync(path.join(root, 'packages/elements/dist/cadran.js'), 'utf8');
const isWhole = !/(^|;)import\s*["'{*\w][^;]*["']\.\//m.test(bundle);
if (!isWhole) console.log('cadran.js is not one file: it imports a chunk at once');

failed += missing.length + (isWhole ? 0 : 1);
console.log(`${budgets.length + 1 - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
