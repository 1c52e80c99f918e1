/**
 * Writes the files that are made from others; with --check only compares them with what is there.
 * The pages about the elements need custom-elements.json, so build first.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';

import { filesUnder, root } from '../test/test-files.mjs';
import { componentDocs } from './component-docs.js';
import { errorDocs } from './error-docs.js';
import type { GeneratedFile } from './generated-file.js';
import { icons } from './icons.js';

const generators = { icons, 'component docs': componentDocs, 'error docs': errorDocs };
/** A folder where nothing but generated files may be. */
const generatedFolder = 'docs/components';

const onlyCheck = process.argv.includes('--check');
let passed = 0;
let failed = 0;

function fail(text: string): void {
  failed += 1;
  console.log(text);
}

async function settle({ path: file, text }: GeneratedFile): Promise<void> {
  const absolute = path.join(root, file);
  const options = await resolveConfig(absolute);
  const wanted = file.endsWith('.md')
    ? await format(text, { ...options, filepath: absolute })
    : text;
  if (currentText(absolute) === wanted) {
    passed += 1;
  } else if (onlyCheck) {
    fail(`${file} is not what its source says: run npm run generate`);
  } else {
    mkdirSync(path.dirname(absolute), { recursive: true });
    writeFileSync(absolute, wanted);
    console.log(`wrote ${file}`);
    passed += 1;
  }
}

function currentText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

const made = new Set<string>();
for (const [name, generate] of Object.entries(generators)) {
  try {
    for (const file of await generate()) {
      made.add(file.path);
      await settle(file);
    }
  } catch (error) {
    fail(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
for (const file of filesUnder(generatedFolder)) {
  if (!made.has(file)) fail(`${file} is not generated from anything any more: delete it`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
