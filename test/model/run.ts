import { parseArgs } from 'node:util';
import { explore } from './explore.js';

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
  },
});
const { events, states, broken } = await explore(Number(values.events), Number(values.seed));
console.log(`${events} events, ${states} states`);
if (broken) console.log(`${broken.law}:\n  ${broken.events.join('\n  ')}`);
process.exitCode = broken ? 1 : 0;
