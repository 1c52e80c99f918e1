// @ts-check
/**
 * The line coverage of core, from the runs in Node and in the browser together: a line counts when
 * either reached it. A file that no test loads counts with all its lines.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { transformSync } from 'esbuild';

import { filesUnder, root } from './test/test-files.mjs';

const floor = 90;
const folder = 'packages/core/src';
const reports = ['coverage/node/lcov.info', 'coverage/browser/lcov.info'];

/** @typedef {Map<number, number>} Lines hits by line */

/** Turns what V8 wrote during the Node tests into a report about the TypeScript sources. */
function reportNodeRun() {
  const { status, stderr } = spawnSync(
    'c8',
    [
      'report',
      '--temp-directory=coverage/node-raw',
      '--reports-dir=coverage/node',
      '--reporter=lcovonly',
      `--include=${folder}/**`,
      '--exclude=**/*.test.ts',
    ],
    { cwd: root, encoding: 'utf8', shell: process.platform === 'win32' },
  );
  if (status !== 0) throw new Error(`c8 failed: ${stderr}`);
}

/**
 * @param {string} report
 * @param {Map<string, Lines>} files
 */
function addReport(report, files) {
  /** @type {Lines} */
  let lines = new Map();
  for (const entry of readFileSync(path.join(root, report), 'utf8').split('\n')) {
    if (entry.startsWith('SF:')) {
      const file = path.relative(root, path.resolve(root, entry.slice(3))).replaceAll('\\', '/');
      lines = files.get(file) ?? new Map();
      files.set(file, lines);
    } else if (entry.startsWith('DA:')) {
      const [line = 0, hits = 0] = entry.slice(3).split(',').map(Number);
      lines.set(line, Math.max(lines.get(line) ?? 0, hits));
    }
  }
}

/** @param {string} file */
function codeLines(file) {
  const text = readFileSync(path.join(root, file), 'utf8');
  const { code } = transformSync(text, { loader: 'ts' });
  const isTypesOnly = code.replace(/^(import|export) .*$/gm, '').trim() === '';
  return isTypesOnly ? 0 : text.trimEnd().split('\n').length;
}

reportNodeRun();
const absent = reports.filter((report) => !existsSync(path.join(root, report)));
/** @type {Map<string, Lines>} */
const files = new Map();
for (const report of reports.filter((each) => !absent.includes(each))) addReport(report, files);

const sources = filesUnder(folder).filter((file) => /(?<!\.test|\.d)\.ts$/.test(file));
const rows = sources.map((file) => {
  const lines = files.get(file);
  const total = lines?.size ?? codeLines(file);
  const reached = lines ? [...lines.values()].filter((hits) => hits > 0).length : 0;
  return { file, total, reached };
});
const total = rows.reduce((sum, row) => sum + row.total, 0);
const reached = rows.reduce((sum, row) => sum + row.reached, 0);
const percent = total === 0 ? 0 : (100 * reached) / total;

for (const row of rows.filter((each) => each.reached < each.total * 0.8)) {
  console.log(
    `${String(row.reached).padStart(4)} of ${String(row.total).padStart(4)} lines  ${row.file}`,
  );
}
for (const report of absent) console.log(`${report} is missing: that run failed`);
console.log(`core: ${percent.toFixed(1)} % of ${total} lines, at least ${floor} % asked`);
const isEnough = percent >= floor && absent.length === 0;
console.log(isEnough ? '1 passed, 0 failed' : '0 passed, 1 failed');
process.exitCode = isEnough ? 0 : 1;
