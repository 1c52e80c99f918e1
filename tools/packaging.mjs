// @ts-check
/** Looks at each package as npm would publish it: entry points, their files, their types, and what importing does. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';

import { root } from './test/test-files.mjs';

const packages = ['core', 'elements', 'switchboard'];
const modules = [
  '@cadran/core',
  '@cadran/core/media',
  '@cadran/core/phone',
  '@cadran/core/testing',
  '@cadran/elements',
  '@cadran/elements/define.js',
  '@cadran/switchboard',
];
/** Entry points that are no modules with types. */
const untyped = ['cadran.js', 'custom-elements.json'];

/** Fails when an import leaves something behind: a global, an open handle. Lit has its own globals. */
const importQuietly = `
  const globals = () => Object.getOwnPropertyNames(globalThis);
  const before = [globals(), process.getActiveResourcesInfo()];
  await import(process.argv[1]);
  await new Promise(setImmediate);
  const left = [globals(), process.getActiveResourcesInfo()]
    .flatMap((names, index) => names.filter((name) => !before[index].includes(name)))
    .filter((name) => !/^(lit|reactiveElement)|^customElements$/.test(name));
  if (left.length > 0) throw new Error('importing leaves behind: ' + left.join(', '));
`;

const checks = [
  ...packages.flatMap((name) => {
    const folder = path.join('packages', name);
    const exclude = name === 'elements' ? ['--exclude-entrypoints', ...untyped] : [];
    return [
      ['publint', folder, '--strict'],
      ['attw', '--pack', folder, '--profile', 'esm-only', '--no-color', '--no-emoji', ...exclude],
    ];
  }),
  ...modules.map((name) => ['node', '--input-type=module', '--eval', importQuietly, name]),
];

let failed = 0;
for (const [program = '', ...parameters] of checks) {
  const { status, stdout, stderr } = spawnSync(program, parameters, {
    cwd: root,
    encoding: 'utf8',
  });
  if (status === 0) continue;
  failed += 1;
  console.log(
    `FAILED ${program} ${parameters.at(program === 'attw' ? 1 : -1)}\n${stdout}${stderr}`,
  );
}
console.log(`${checks.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
