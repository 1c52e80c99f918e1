// @ts-check
/**
 * Does to Cadran what happens to software, and measures what comes of it.
 *
 *   npm run faults                     all of it, and docs/reference/faults.md anew; some minutes
 *   npm run faults -- --only=sleep     the files whose path contains the word; the page stays as it is
 */
import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { testFiles } from '../../tools/test/test-files.mjs';
import { describeMachine } from '../bench/machine.mjs';
import { renderMatrix } from './report.mjs';

const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });
const files = [...testFiles('end-to-end').filter((file) => file.endsWith('/faults.test.ts'))];
files.push(...testFiles('faults'));
const chosen = files.filter((file) => file.includes(values.only));
if (chosen.length === 0) throw new Error(`there is no file ${values.only}: ${files.join(', ')}`);

const child = spawn(
  process.execPath,
  [
    ...['--conditions=source', '--import', 'tsx', '--test', '--test-concurrency=1'],
    ...['--test-timeout=600000', '--test-reporter=./test/faults/rows-reporter.mjs', ...chosen],
  ],
  { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, CADRAN_FAULT_LIMITS: '1' } },
);
/** @type {import('./report.mjs').Row[]} */
const rows = [];
for await (const line of createInterface({ input: child.stdout })) {
  if (!line.startsWith('{')) continue;
  const row = JSON.parse(line);
  rows.push(row);
  const { fault, done, measured, failure, took, limit } = row;
  const isOk = failure === undefined && !(took > limit);
  const asked = limit === undefined ? '' : ` (at most ${limit} ms)`;
  console.log(`${isOk ? 'ok    ' : 'NOT OK'} ${fault} ${done}: ${measured ?? failure}${asked}`);
}
const failed = rows.filter(
  ({ failure, took = 0, limit = Infinity }) => failure !== undefined || took > limit,
).length;
console.log(`${rows.length - failed} rows, ${failed} failed`);
process.exitCode = failed === 0 && rows.length > 0 ? 0 : 1;
if (!values.only) {
  const page = new URL('../../docs/reference/faults.md', import.meta.url);
  await writeFile(page, await renderMatrix({ rows, machine: await describeMachine() }));
}
