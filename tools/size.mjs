// @ts-check
/** Weighs what a page has to load and holds it to its budget (1 kB = 1000 bytes). */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

import { measureSizes } from '../test/bench/sizes.mjs';
import { root } from './test/test-files.mjs';

/**
 * Brotli, in kB: the goal, and the limit that no change may exceed on the way there. Lower the limit with each gain;
 * whoever has to raise it says what for in a decision record.
 */
const budgets = [
  { name: 'cadran.js (all elements)', goal: 60, limit: 45.9 },
  { name: 'chunks/engine.js', limit: 39.3 },
  { name: 'chunks/media.js', limit: 9.2 },
  { name: 'cadran.js with both', limit: 94.3 },
  { name: 'cadran-worker.js', limit: 53.2 },
  { name: 'chunks/home.js', limit: 44.9 },
  { name: 'chunks/vault.js', limit: 4.7 },
  { name: 'chunks/in-call.js', limit: 7.9 },
  { name: 'chunks/servers.js', limit: 0.7 },
  { name: 'cadran.js with its sound', goal: 60, limit: 55.1 },
  { name: '@cadran/core/phone (createPhone)', goal: 40, limit: 40 },
  { name: 'its sound', limit: 9 },
  { name: 'its vault', limit: 4.4 },
  { name: 'its part for calls that are up', limit: 7.3 },
  { name: 'its part for several servers', limit: 0.7 },
];

const sizes = await measureSizes();
const kilobytes = (/** @type {number} */ bytes) => (bytes / 1000).toFixed(1).padStart(9);
console.log(
  `${'kB'.padEnd(40)}${['minified', 'gzip', 'brotli', 'limit', 'goal'].map((head) => head.padStart(9)).join('')}`,
);

let failed = 0;
for (const { name, minified, gzip, brotli } of sizes) {
  const budget = budgets.find((each) => name.startsWith(each.name));
  const isOver = budget !== undefined && brotli > budget.limit * 1000;
  if (isOver) failed += 1;
  const end = budget
    ? `${[budget.limit, budget.goal ?? ''].map((each) => String(each).padStart(9)).join('')}${isOver ? '  TOO LARGE' : ''}`
    : '';
  console.log(`${name.padEnd(40)}${[minified, gzip, brotli].map(kilobytes).join('')}${end}`);
}

const missing = budgets.filter((budget) => !sizes.some(({ name }) => name.startsWith(budget.name)));
for (const { name } of missing) console.log(`nothing was weighed for ${name}`);

// A file that is needed at once would be weight that the figures above do not show; so would one that is not weighed.
const dist = path.join(root, 'packages/elements/dist');
const chunks = readdirSync(path.join(dist, 'chunks')).filter((name) => name.endsWith('.js'));
const files = ['cadran.js', ...chunks.map((name) => `chunks/${name}`)];
const isAlone = (/** @type {string} */ name) =>
  !/(^|;)import\s*["'{*\w][^;]*["']\.{1,2}\//m.test(readFileSync(path.join(dist, name), 'utf8'));
const isWeighed = (/** @type {string} */ name) => sizes.some((each) => each.name.startsWith(name));
const loose = files.filter((name) => !isAlone(name) || !isWeighed(name));
for (const name of loose) console.log(`${name} imports a file at once, or is not weighed`);

failed += missing.length + loose.length;
console.log(`${budgets.length + files.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
