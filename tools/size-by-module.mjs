// @ts-check
/** Says where the weight of cadran.js comes from: minified bytes by folder, then the heaviest files. */
import path from 'node:path';
import { build } from 'esbuild';

import { root } from './test/test-files.mjs';

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: ['packages/elements/src/cadran.ts'],
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  conditions: ['source', 'production'],
  outdir: path.join(root, '.cache/size'),
  splitting: true,
  write: false,
  metafile: true,
  tsconfig: 'tsconfig.base.json',
});

/** @type {Map<string, number>} */
const files = new Map();
for (const { inputs } of Object.values(metafile.outputs)) {
  for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
    files.set(file, (files.get(file) ?? 0) + bytesInOutput);
  }
}
/** @type {Map<string, number>} */
const folders = new Map();
for (const [file, bytes] of files) {
  const folder = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? path.dirname(file);
  folders.set(folder, (folders.get(folder) ?? 0) + bytes);
}

/** @param {Map<string, number>} weights @param {number} count */
function printHeaviest(weights, count) {
  const rows = [...weights].sort(([, one], [, other]) => other - one).slice(0, count);
  for (const [name, bytes] of rows) console.log(`${String(bytes).padStart(8)}  ${name}`);
}

// The PEG grammar of sip.js is listed here; the real bundle leaves it out.
printHeaviest(folders, 40);
console.log();
printHeaviest(files, 40);
