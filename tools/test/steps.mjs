// @ts-check
/** What `npm test` runs, in the order it starts them; what takes longest goes first. */
import { testFiles } from './test-files.mjs';

const tsx = ['node', '--conditions=source', '--import', 'tsx'];
const nodeTest = [
  ...tsx,
  '--test',
  '--test-reporter=./tools/test/node-reporter.mjs',
  // A file that never ends has left something running, which is a failure like any other.
  '--test-timeout=240000',
];

/** @returns {import('./run-step.mjs').Step[]} */
export function steps() {
  return [
    { name: 'structure', command: [...tsx, 'tools/structure/check.ts'] },
    { name: 'build', command: ['npm', 'run', '--silent', 'build'] },
    { name: 'types', command: ['tsc', '-b'], after: ['build'] },
    { name: 'lint', command: ['eslint', '.'] },
    { name: 'format', command: ['prettier', '--check', '--log-level=warn', '.'] },
    { name: 'unused', command: ['knip'] },
    {
      name: 'generated',
      command: [...tsx, 'tools/generate/generate.ts', '--check'],
      after: ['build'],
    },
    { name: 'packaging', command: ['node', 'tools/packaging.mjs'], after: ['build'] },
    { name: 'size', command: ['node', 'tools/size.mjs'], after: ['build'] },
    {
      name: 'node',
      command: [...nodeTest, '--import=./tools/test/sipjs-as-built.mjs', '--test-concurrency=2'],
      files: testFiles('node'),
      environment: { NODE_V8_COVERAGE: 'coverage/node-raw' },
    },
    { name: 'browser', command: ['wtr', '--coverage'], alone: true },
    {
      name: 'end-to-end',
      // Calls wait more than they work: three files at once keep two processors busy.
      command: [...nodeTest, '--test-concurrency=3'],
      files: testFiles('end-to-end'),
      after: ['build'],
      alone: true,
    },
    { name: 'coverage', command: ['node', 'tools/coverage.mjs'], after: ['node', 'browser'] },
  ];
}
