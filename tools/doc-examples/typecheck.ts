import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

import { root } from '../test/test-files.mjs';
import type { Example } from './examples.js';

const folder = path.join(root, '.cache/doc-examples');

/** Where an example is put as a file of its own, so that its imports find the packages. */
export function fileOf({ file, line, language }: Example): string {
  return path.join(folder, `${file.replace(/[^a-zA-Z]+/g, '-')}${line}.${language}`);
}

/** Writes the examples as files and gives the type errors of each. */
export function typeProblems(examples: readonly Example[]): Map<Example, string[]> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }\n');
  for (const example of examples) {
    // Without an import or export it would share its names with every other one.
    writeFileSync(fileOf(example), `${example.text}\nexport {};\n`);
  }
  const program = ts.createProgram(
    [...examples.map(fileOf), path.join(root, 'packages/elements/src/define.ts')],
    compilerOptions(),
  );
  return new Map(
    examples.map((example) => {
      const source = program.getSourceFile(fileOf(example));
      return [
        example,
        source ? ts.getPreEmitDiagnostics(program, source).map(describe) : ['not read'],
      ];
    }),
  );
}

function compilerOptions(): ts.CompilerOptions {
  const config = ts.readConfigFile(path.join(root, 'tsconfig.base.json'), (file) =>
    ts.sys.readFile(file),
  );
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
  return {
    ...options,
    allowJs: true,
    checkJs: true,
    composite: false,
    customConditions: ['source'],
    lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    noEmit: true,
    types: ['node'],
  };
}

function describe({ messageText, file, start = 0 }: ts.Diagnostic): string {
  const line = file ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
  return `line ${line}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
}
