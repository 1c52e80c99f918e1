import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { filesUnder, root } from '../test/test-files.mjs';
import type { Example } from './examples.js';

/** What is wrong with a block of data, style or commands; nothing when all it names exists. */
export function wordProblems({ language, text }: Example): string[] {
  switch (language) {
    case 'json':
      return jsonProblems(text);
    case 'css':
      return cssProblems(text);
    case 'sh':
      return text.split('\n').flatMap(commandProblems);
    default:
      throw new Error(`no words are known of ${language}`);
  }
}

/** The lines of a block marked `from=file` that the file does not have, in that order; `// ...` skips some. */
export function quotationProblems({ marks, text }: Example): string[] {
  const [mark = ''] = marks;
  const rest = read(mark.slice('from='.length))
    .split('\n')
    .map((line) => line.trim());
  const quoted = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line && line !== '// ...');
  return quoted.filter((line) => {
    const position = rest.indexOf(line);
    rest.splice(0, position + 1);
    return position < 0;
  });
}

function jsonProblems(text: string): string[] {
  try {
    JSON.parse(text);
    return [];
  } catch (error) {
    return [String(error)];
  }
}

interface Manifest {
  readonly modules: readonly {
    readonly declarations?: readonly {
      readonly tagName?: string;
      readonly cssParts?: readonly { readonly name: string }[];
      readonly cssStates?: readonly { readonly name: string }[];
    }[];
  }[];
}

function cssProblems(text: string): string[] {
  const manifest = JSON.parse(read('packages/elements/custom-elements.json')) as Manifest;
  const elements = manifest.modules.flatMap(({ declarations = [] }) => declarations);
  const sources = filesUnder('packages/elements/src').map(read).join('\n');
  const known = {
    tag: new Set(elements.map(({ tagName }) => tagName)),
    part: new Set(elements.flatMap(({ cssParts = [] }) => cssParts.map(({ name }) => name))),
    state: new Set(elements.flatMap(({ cssStates = [] }) => cssStates.map(({ name }) => name))),
    property: new Set(sources.match(/--cadran-[a-z0-9-]+/g)),
  };
  const used = {
    tag: namesIn(text, /(?<![-\w.])(cadran-[a-z-]+)/g),
    part: namesIn(text, /::part\(([^)]+)\)/g).flatMap((names) => names.split(/\s+/)),
    state: namesIn(text, /:state\(([^)]+)\)/g),
    property: namesIn(text, /(--cadran-[a-z0-9-]+)/g),
  };
  return (['tag', 'part', 'state', 'property'] as const).flatMap((kind) =>
    used[kind]
      .filter((name) => !known[kind].has(name))
      .map((name) => `there is no ${kind} ${name}`),
  );
}

function namesIn(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, name = '']) => name);
}

/** Commands that are the system's, with whatever they are given. */
const ofTheSystem = ['cd', 'git', 'rm', 'mkdir', 'cp'];

function commandProblems(line: string): string[] {
  const command = line.replace(/(^|\s)#.*$/, '').trim();
  return command.split('&&').flatMap((part) => {
    const [program = '', first = '', second = ''] = part
      .trim()
      .split(/\s+/)
      .filter((word) => !/^[A-Z_]+=/.test(word));
    if (program === '' || ofTheSystem.includes(program)) return [];
    return isKnown(program, first, second) ? [] : [`what is "${part.trim()}"?`];
  });
}

function isKnown(program: string, first: string, second: string): boolean {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  if (program === 'npx')
    return first.startsWith('@cadran/')
      ? isOurs(first)
      : existsSync(path.join(root, 'node_modules/.bin', first));
  if (program === 'node') return first.startsWith('-') || existsSync(path.join(root, first));
  if (program !== 'npm') return existsSync(path.join(root, program));
  if (first === 'run') return second in scripts;
  if (first === 'install' || first === 'i') return isOurs(second);
  return first === 'ci' || first in scripts;
}

function isOurs(name: string): boolean {
  return existsSync(path.join(root, name.replace(/^@cadran\//, 'packages/'), 'package.json'));
}

function read(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}
