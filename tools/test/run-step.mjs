// @ts-check
/** Runs one step of `npm test` as a child process and reads its result. */
import { spawn } from 'node:child_process';
import path from 'node:path';

import { root } from './test-files.mjs';

/** Far more than any step takes; without it a step that hangs would say nothing at all. */
const longestStep = 8 * 60_000;
const installed = path.join(root, 'node_modules', '.bin');
const programs = [installed, process.env['PATH']].join(path.delimiter);

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string[]} command program and arguments; programs of node_modules/.bin by their name
 * @property {string[]} [files] appended to the command; none is a failure, not an empty success
 * @property {string[]} [after] names of the steps that have to pass first
 * @property {boolean} [alone] runs while no other step does: it measures time or drives browsers
 * @property {Record<string, string>} [environment]
 *
 * @typedef {{ passed: number, failed: number, seconds: number, output: string }} Outcome
 */

/**
 * A step that ends with a line `N passed, N failed` counts as that many checks, any other as one.
 *
 * @param {Step} step
 * @returns {Promise<Outcome>}
 */
export async function runStep({ command: [program = '', ...parameters], files, environment }) {
  if (files?.length === 0) {
    return { passed: 0, failed: 1, seconds: 0, output: 'there is no file to run\n' };
  }
  const started = performance.now();
  const { code, output } = await new Promise((resolve) => {
    let text = '';
    const child = spawn(program, [...parameters, ...(files ?? [])], {
      cwd: root,
      env: { ...process.env, PATH: programs, ...environment, FORCE_COLOR: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
      timeout: longestStep,
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk) => (text += chunk));
    }
    child.on('error', (error) => resolve({ code: 1, output: `${text}${error.message}\n` }));
    child.on('close', (exitCode) => resolve({ code: exitCode ?? 1, output: text }));
  });
  return { ...countChecks(output, code), seconds: (performance.now() - started) / 1000, output };
}

/**
 * @param {string} output
 * @param {number} code
 */
function countChecks(output, code) {
  const sums = [...output.matchAll(/(\d+) passed, (\d+) failed$/gm)].at(-1);
  const passed = sums ? Number(sums[1]) : Number(code === 0);
  const failed = sums ? Number(sums[2]) : Number(code !== 0);
  // A run that broke after its last line, or that looked at nothing, has not passed.
  const broken = failed === 0 && (code !== 0 || passed === 0);
  return { passed, failed: broken ? 1 : failed };
}
