import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { measureBadges } from './badges.mjs';
import { measureCalls } from './calls.mjs';
import { describeMachine } from './machine.mjs';
import { renderReport } from './report.mjs';
import { measureSizes } from './sizes.mjs';

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '10' }, output: { type: 'string' } },
});
const runs = Number(values.runs);
if (!Number.isInteger(runs) || runs < 1 || runs > 100)
  throw new TypeError('--runs must be 1 to 100');

const machine = await describeMachine();
const sizes = await measureSizes();
const calls = await measureCalls({ runs });
const badges = await measureBadges({ runs });
const report = renderReport({ machine, sizes, calls, badges, runs });
console.log(report);
const output = values.output ?? new URL('../../docs/reference/performance.md', import.meta.url);
await writeFile(output, report);
