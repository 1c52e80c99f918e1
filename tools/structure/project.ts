import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

import { filesUnder, root } from '../test/test-files.mjs';

/** A source file under the laws, parsed once for all rules. */
export interface SourceFile {
  /** Relative to the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
}

/** The repository as the rules see it; a test makes one from a few lines of text. */
export interface Project {
  /** Every TypeScript file of the packages, tests and generated files included. */
  readonly files: readonly SourceFile[];
  readonly file: (path: string) => SourceFile | undefined;
  /** With types; made when the first rule asks, because it takes seconds. */
  readonly program: () => ts.Program;
}

export function readProject(): Project {
  const paths = ['packages/core/src', 'packages/elements/src', 'packages/switchboard/src']
    .flatMap(filesUnder)
    .filter((file) => file.endsWith('.ts'));
  return projectOf(
    Object.fromEntries(paths.map((file) => [file, readFileSync(path.join(root, file), 'utf8')])),
  );
}

/** A project of the given texts, by path. */
export function projectOf(texts: Readonly<Record<string, string>>): Project {
  const files = Object.entries(texts).map(([file, text]) => ({
    path: file,
    text,
    tree: ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true),
  }));
  const byPath = new Map(files.map((file) => [file.path, file]));
  let program: ts.Program | undefined;
  return {
    files,
    file: (wanted) => byPath.get(wanted),
    program: () => (program ??= createProgram(texts)),
  };
}

/** A test, or a story for the screenshots: not published, so free of most laws. */
export function isTest({ path: file }: SourceFile): boolean {
  return /\.(test|stories)\.ts$/.test(file);
}

export function isGenerated({ text }: SourceFile): boolean {
  return /^.*\bgenerated\b/i.test(text.slice(0, text.indexOf('\n')));
}

/** The line a node starts on, from 1. */
export function lineOf(node: ts.Node): number {
  const tree = node.getSourceFile();
  return tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
}

/** Calls `visit` for a node and everything below it. */
export function walk(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => {
    walk(child, visit);
  });
}

/** TypeScript's own declarations, which every program has and none changes. */
const declarations = new Map<string, ts.SourceFile>();

function createProgram(texts: Readonly<Record<string, string>>): ts.Program {
  const base = ts.readConfigFile(path.join(root, 'tsconfig.base.json'), (file) =>
    ts.sys.readFile(file),
  );
  const { options } = ts.parseJsonConfigFileContent(base.config, ts.sys, root);
  const settings: ts.CompilerOptions = {
    ...options,
    composite: false,
    customConditions: ['source'],
    lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    noEmit: true,
    types: ['node'],
  };
  const inMemory = new Map(
    Object.entries(texts).map(([file, text]) => [
      path.join(root, file).replaceAll('\\', '/'),
      text,
    ]),
  );
  const disk = ts.createCompilerHost(settings);
  const read = (file: string): string | undefined => inMemory.get(file) ?? disk.readFile(file);
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (file) => inMemory.has(file) || disk.fileExists(file),
    readFile: read,
    getSourceFile(file, language) {
      const known = declarations.get(file);
      if (known) return known;
      const text = read(file);
      if (text === undefined) return undefined;
      const tree = ts.createSourceFile(file, text, language, true);
      if (file.includes('/node_modules/')) declarations.set(file, tree);
      return tree;
    },
  };
  const sources = [...inMemory.keys()].filter((file) => !/\.(test|stories)\.ts$/.test(file));
  return ts.createProgram(sources, settings, host);
}
