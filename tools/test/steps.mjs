// @ts-check
/** What `npm test` runs, in the order it starts them. */
import { testFiles } from './test-files.mjs';

const tsx = ['node', '--conditions=source', '--import', 'tsx'];
const nodeTest = [...tsx, '--test', '--test-reporter=./tools/test/node-reporter.mjs'];

/** @returns {import('./run-step.mjs').Step[]} */
export function steps() {
  return [
    { name: 'types', command: ['tsc', '-b'] },
    { name: 'structure', command: [...tsx, 'tools/structure/check.ts'] },
    { name: 'format', command: ['prettier', '--check', '--log-level=warn', '.'] },
    { name: 'lint', command: ['eslint', '.'] },
    {
      name: 'node',
      command: [...nodeTest, '--test-concurrency=2'],
      files: testFiles('node'),
      environment: { NODE_V8_COVERAGE: 'coverage/node-raw' },
    },
    { name: 'build', command: ['npm', 'run', '--silent', 'build'], after: ['types'] },
    {
      name: 'generated',
      command: [...tsx, 'tools/generate/generate.ts', '--check'],
      after: ['build'],
    },
    { name: 'browser', command: ['wtr', '--coverage'] },
  ];
}
