import { build } from 'esbuild';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { median } from './statistics.mjs';
import { table } from './table.mjs';

/** CPU time that each parser gets of a message in a round, in microseconds. */
const share = 100_000;

/** The three parsers and their messages, bundled as an application would have them. */
async function loadParsers() {
  const folder = await mkdtemp(path.join(tmpdir(), 'codecs-'));
  const outfile = path.join(folder, 'codecs.cjs');
  const entry = new URL('contenders/codecs.mjs', import.meta.url);
  try {
    await build({
      entryPoints: [fileURLToPath(entry)],
      outfile,
      bundle: true,
      minify: true,
      platform: 'node',
      format: 'cjs',
      target: 'es2022',
      logLevel: 'error',
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Messages that the parser reads in a second of CPU time, with all that the process spends on it. */
function throughput(parse, text) {
  const from = process.cpuUsage();
  let count = 0;
  let spent = 0;
  while (spent < share) {
    for (let index = 0; index < 50; index += 1) parse(text);
    count += 50;
    const { user, system } = process.cpuUsage(from);
    spent = user + system;
  }
  return (count / spent) * 1e6;
}

/** Messages per CPU-second, the medians of rounds in which the parsers take turns. */
export async function measureCodec({ runs }) {
  const { parsers, inviteWithSdp, registered, notify } = await loadParsers();
  const messages = { invite: inviteWithSdp, registered, notify };
  const samples = {};
  for (const [name, parse] of Object.entries(parsers)) {
    samples[name] = { invite: [], registered: [], notify: [] };
    for (const text of Object.values(messages))
      if (!parse(text)?.callId && !parse(text)?.call_id) throw new Error(`${name} reads nothing`);
  }
  for (let run = -1; run < runs; run += 1) {
    for (const [message, text] of Object.entries(messages)) {
      for (const [name, parse] of Object.entries(parsers)) {
        const rate = throughput(parse, text);
        if (run >= 0) samples[name][message].push(rate);
      }
    }
  }
  return Object.fromEntries(
    Object.entries(samples).map(([name, rates]) => [
      name,
      Object.fromEntries(Object.entries(rates).map(([message, all]) => [message, median(all)])),
    ]),
  );
}

const names = { cadran: 'Cadran', sipjs: 'sip.js', jssip: 'JsSIP' };
const messages = {
  invite: 'INVITE with a browser’s SDP',
  registered: '200 to a REGISTER',
  notify: 'NOTIFY with presence',
};

export function codecSection(results) {
  const rows = Object.entries(messages).map(([message, name]) => {
    const rates = Object.keys(names).map((library) => results[library][message]);
    const best = Math.max(...rates.slice(1));
    return [
      name,
      ...rates.map((rate) => (Math.round(rate / 10) * 10).toLocaleString('en')),
      `${(rates[0] / best).toFixed(1)}x`,
    ];
  });
  return `## Reading messages

In Node, by the CPU time of the whole process, medians of rounds in which the three take turns.

${table(['messages a CPU-second', ...Object.values(names), 'Cadran / best of the others'], rows)}
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { runs: { type: 'string', default: '9' } } });
  console.table(await measureCodec({ runs: Number(values.runs) }));
}
