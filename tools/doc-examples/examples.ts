import { readFileSync } from 'node:fs';
import path from 'node:path';

import { filesUnder, root } from '../test/test-files.mjs';

/** A fenced block of the documentation. */
export interface Example {
  /** The page it stands on, relative to the repository. */
  readonly file: string;
  readonly line: number;
  readonly language: string;
  /** What follows the language: `check`, `file=name.js`, `from=packages/...`. */
  readonly marks: readonly string[];
  readonly text: string;
}

/** Pages whose examples are servers that run until they are stopped: a test of their own starts them, calls, and stops them. */
const ownTests: Readonly<Record<string, string>> = {
  'packages/switchboard/README.md': 'packages/switchboard/src/readme.test.ts',
  'docs/guide/switchboard.md': 'packages/switchboard/src/readme.test.ts',
};

/** Every page that speaks to those who embed Cadran or work on it. */
export function documentationPages(): string[] {
  const packages = ['core', 'elements', 'switchboard'].map((name) => `packages/${name}/README.md`);
  const generated = 'docs/reference/api/';
  return ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...packages, ...filesUnder('docs')].filter(
    (file) =>
      file.endsWith('.md') &&
      !file.startsWith(generated) &&
      !exists(ownTests[file]) &&
      exists(file),
  );
}

export function readExamples(): Example[] {
  return documentationPages().flatMap((file) =>
    parseExamples(file, readFileSync(path.join(root, file), 'utf8')),
  );
}

/** The fenced blocks of one page; an indented block is one that names no language. */
export function parseExamples(file: string, markdown: string): Example[] {
  const examples: Example[] = [];
  let open: { fence: string; line: number; info: string; lines: string[] } | undefined;
  let inList = false;
  const lines = markdown.split('\n');
  for (const [index, line] of lines.entries()) {
    const [, fence = '', info = ''] = /^\s*(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (open) {
      if (fence.startsWith(open.fence) && info.trim() === '') {
        examples.push(example(file, open.line, open.info, open.lines));
        open = undefined;
      } else {
        open.lines.push(line);
      }
      continue;
    }
    if (fence) open = { fence, line: index + 1, info, lines: [] };
    if (/^\S/.test(line)) inList = /^([-*+]|\d+\.)\s/.test(line);
    const isIndented = /^ {4}\S/.test(line) && !lines[index - 1]?.trim() && !inList;
    if (isIndented) examples.push(example(file, index + 1, '', [line]));
  }
  if (open) examples.push(example(file, open.line, '', open.lines));
  return examples;
}

function example(file: string, line: number, info: string, lines: readonly string[]): Example {
  const [language = '', ...marks] = info.trim().split(/\s+/);
  return { file, line, language, marks, text: lines.join('\n') };
}

function exists(file: string | undefined): boolean {
  if (file === undefined) return false;
  try {
    readFileSync(path.join(root, file));
    return true;
  } catch {
    return false;
  }
}

/** How an example is put to the test. */
export type Treatment =
  'page' | 'run in a page' | 'run in Node' | 'script' | 'types' | 'words' | 'quotation' | 'none';

/** What happens to an example; throws when it says too little about itself. */
export function treatmentOf({ language, marks, text }: Example): Treatment {
  const [mark, ...rest] = marks;
  if (rest.length > 0) throw new Error(`too many marks: ${marks.join(' ')}`);
  if (language === 'js' || language === 'ts') {
    if (mark === 'check') return 'types';
    if (mark?.startsWith('file=')) return 'script';
    if (mark?.startsWith('from=')) return 'quotation';
    if (mark === undefined)
      return /from '(@cadran\/switchboard|node:)/.test(text) ? 'run in Node' : 'run in a page';
  }
  if (mark !== undefined) throw new Error(`unknown mark ${mark} of a ${language} block`);
  if (language === 'html') return 'page';
  if (['css', 'json', 'sh'].includes(language)) return 'words';
  if (language === 'text') return 'none';
  throw new Error(
    language ? `nothing is known to test a ${language} block` : 'a block that names no language',
  );
}
