import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { root } from '../../test/test-files.mjs';
import type { Problem, Rule } from '../rule.js';

/** Written in two halves, so that this file does not contain what it looks for. */
const patterns: readonly (readonly [RegExp, string])[] = [
  [new RegExp('(^|[^\\w.])/' + '(work|farm|home|Users|root)/'), 'a path of one machine'],
  [new RegExp('/tmp/' + '[a-z]'), 'a path of one machine'],
  [new RegExp('"resolved":' + ' "http'), 'a registry host: see .npmrc'],
];

/** Nothing in the repository says where it was made. */
export const forbiddenText: Rule = {
  name: 'forbidden text',
  check() {
    const files = trackedFiles();
    return { looked: files.length, what: 'files', problems: files.flatMap(findIn) };
  },
};

function trackedFiles(): string[] {
  const list = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' });
  return list.split('\0').filter(Boolean);
}

function findIn(file: string): Problem[] {
  let text: string;
  try {
    text = readFileSync(path.join(root, file), 'utf8');
  } catch {
    return []; // removed in the work tree, still in the index
  }
  return text.includes('\0') ? [] : forbiddenIn(file, text);
}

/** The forbidden lines of one text. */
export function forbiddenIn(file: string, text: string): Problem[] {
  return text.split('\n').flatMap((line, index) =>
    patterns
      .filter(([pattern]) => pattern.test(line))
      .map(([, what]) => ({
        file,
        line: index + 1,
        text: `${what}: ${line.trim().slice(0, 80)}`,
      })),
  );
}
