// @ts-check
/**
 * Everything that guards the main branch. Ends with one plain line, `N passed, N failed`.
 *
 *   npm test                              all of it
 *   npm test -- --only=node,browser       some steps
 *   npm test -- --files=dialpad           only the test files whose path contains the word
 */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { runAll } from './test/run-all.mjs';
import { steps } from './test/steps.mjs';
import { root } from './test/test-files.mjs';

const { values } = parseArgs({ options: { only: { type: 'string' }, files: { type: 'string' } } });
if (values.files) process.env['CADRAN_TEST_FILES'] = values.files;

const all = steps();
const wanted = values.only?.split(',') ?? all.map(({ name }) => name);
const unknown = wanted.filter((name) => !all.some((step) => step.name === name));
if (unknown.length > 0) {
  console.error(
    `No step ${unknown.join(', ')}. There are: ${all.map(({ name }) => name).join(', ')}`,
  );
  process.exit(1);
}

// What an earlier run reached says nothing about this one.
rmSync(path.join(root, 'coverage'), { recursive: true, force: true });

const started = performance.now();
const chosen = all.filter(({ name }) => wanted.includes(name));
const sum = await runAll(chosen, ({ name }, { passed, failed, seconds, output }) => {
  const mark = failed === 0 ? 'ok    ' : 'FAILED';
  console.log(
    `${mark} ${name.padEnd(12)} ${passed} passed, ${failed} failed (${seconds.toFixed(1)} s)`,
  );
  if (failed > 0) console.log(output);
});
console.log(`\n${((performance.now() - started) / 1000).toFixed(0)} s`);
console.log(`${sum.passed} passed, ${sum.failed} failed`);
process.exitCode = sum.failed === 0 ? 0 : 1;
