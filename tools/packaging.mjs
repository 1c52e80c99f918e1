// @ts-check
/** Looks at each package as npm would publish it: entry points, their files and their types. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';

import { root } from './test/test-files.mjs';

const packages = ['core', 'elements', 'switchboard'];
/** Entry points that are no modules with types. */
const untyped = ['cadran.js', 'custom-elements.json'];

const checks = packages.flatMap((name) => {
  const folder = path.join('packages', name);
  const exclude = name === 'elements' ? ['--exclude-entrypoints', ...untyped] : [];
  return [
    ['publint', folder, '--strict'],
    ['attw', '--pack', folder, '--profile', 'esm-only', '--no-color', '--no-emoji', ...exclude],
  ];
});

let failed = 0;
for (const [program = '', ...parameters] of checks) {
  const { status, stdout, stderr } = spawnSync(program, parameters, {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status === 0) continue;
  failed += 1;
  console.log(`${program} ${parameters.join(' ')}\n${stdout}${stderr}`);
}
console.log(`${checks.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
