// @ts-check
/** Weighs what a page has to load and holds it to its budget (1 kB = 1000 bytes). */
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { measureSizes } from '../test/bench/sizes.mjs';
import { root } from './test/test-files.mjs';

/**
 * Brotli, in kB: the goal, and the limit that no change may exceed on the way there. Lower the limit with each gain;
 * whoever has to raise it says what for in a decision record.
 */
const budgets = [
  { name: /^cadran\.js/, goal: 60, limit: 84 },
  { name: /^@cadran\/core/, goal: 40, limit: 49 },
];

const sizes = await measureSizes();
const kilobytes = (/** @type {number} */ bytes) => (bytes / 1000).toFixed(1).padStart(9);
console.log(
  `${'kB'.padEnd(40)}${['minified', 'gzip', 'brotli', 'limit', 'goal'].map((head) => head.padStart(9)).join('')}`,
);

let failed = 0;
for (const { name, minified, gzip, brotli } of sizes) {
  const budget = budgets.find((each) => each.name.test(name));
  const isOver = budget !== undefined && brotli > budget.limit * 1000;
  if (isOver) failed += 1;
  const end = budget
    ? `${[budget.limit, budget.goal].map((each) => String(each).padStart(9)).join('')}${isOver ? '  TOO LARGE' : ''}`
    : '';
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
