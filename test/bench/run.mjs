import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { measureBadges } from './badges.mjs';
import { measureCalls } from './calls.mjs';
import { measureCodec } from './codec.mjs';
import { describeMachine } from './machine.mjs';
import { renderReport } from './report.mjs';
import { measureLeftovers } from './load.mjs';
import { measureRecovery } from './recovery.mjs';
import { measureStart } from './start.mjs';
import { measureHomes } from './homes.mjs';
import { measureNavigation, measureTabs } from './navigation.mjs';
import { measureSizes } from './sizes.mjs';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '10' },
    navigations: { type: 'string', default: '100' },
    output: { type: 'string' },
  },
});
const runs = Number(values.runs);
if (!Number.isInteger(runs) || runs < 1 || runs > 100)
  throw new TypeError('--runs must be 1 to 100');
const navigations = Number(values.navigations);
if (!Number.isInteger(navigations) || navigations < 1 || navigations > 1000)
  throw new TypeError('--navigations must be 1 to 1000');

const machine = await describeMachine();
const sizes = await measureSizes();
const start = await measureStart({ runs });
const codec = await measureCodec({ runs });
const calls = await measureCalls({ runs });
const recovery = await measureRecovery({ runs: Math.min(runs, 2) });
const leftovers = await measureLeftovers({ calls: 50 });
const badges = await measureBadges({ runs });
const leaving = await measureNavigation({ times: navigations });
const tabs = await measureTabs({ times: Math.min(navigations, 50) });
const homes = await measureHomes({ times: Math.min(navigations, 20) });
const measured = { sizes, codec, start, calls, recovery, leftovers, badges, leaving, tabs, homes };
const report = renderReport({ machine, ...measured, runs });
console.log(report);
const output = values.output ?? new URL('../../docs/reference/performance.md', import.meta.url);
const config = await resolveConfig(new URL('../../package.json', import.meta.url));
await writeFile(output, await format(report, { ...config, parser: 'markdown' }));
