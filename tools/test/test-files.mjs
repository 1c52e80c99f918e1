// @ts-check
/**
 * Which test runs where. The folder decides; the name may overrule it:
 *
 * - test/faults: the slow part of the fault matrix, which `npm run faults` runs and `npm test` does not;
 * - test/browser: end-to-end, by node:test, driving real browsers against the built files;
 * - `*.node.test.ts` and `*-logic.test.ts`: Node, wherever they are;
 * - `*.browser.test.ts`: a browser page, except in packages/switchboard, which is for Node only;
 * - packages/elements and packages/core/src/adapters/browser: a browser page;
 * - everything else: Node.
 */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

const folders = [
  'packages/core/src',
  'packages/elements/src',
  'packages/switchboard/src',
  'test',
  'tools',
];
const inThePage = /^packages\/(elements|core\/src\/adapters\/browser)\//;

/** @typedef {'node' | 'browser' | 'end-to-end' | 'faults'} Home */

/**
 * @param {string} file relative to the repository, with forward slashes
 * @returns {Home}
 */
export function homeOf(file) {
  if (file.startsWith('test/faults/')) return 'faults';
  if (file.startsWith('test/browser/')) return 'end-to-end';
  if (/(\.node|-logic)\.test\.ts$/.test(file)) return 'node';
  if (file.startsWith('packages/switchboard/')) return 'node';
  if (file.endsWith('.browser.test.ts')) return 'browser';
  return inThePage.test(file) ? 'browser' : 'node';
}

/**
 * @param {Home} home
 * @returns {string[]} the test files that run there, relative to the repository, sorted
 */
export function testFiles(home) {
  const chosen = process.env['CADRAN_TEST_FILES'] ?? '';
  return folders
    .flatMap((folder) => filesUnder(folder))
    .filter((file) => file.endsWith('.test.ts') && file.includes(chosen) && homeOf(file) === home)
    .sort();
}

/**
 * @param {string} folder relative to the repository
 * @returns {string[]} every file in it, relative to the repository, with forward slashes
 */
export function filesUnder(folder) {
  const absolute = path.join(root, folder);
  if (!existsSync(absolute)) return [];
  return readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .map((file) => file.split(path.sep).join('/'));
}
