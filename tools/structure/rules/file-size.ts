import { isGenerated, isTest, type SourceFile } from '../project.js';
import type { Rule } from '../rule.js';

const stop = 300;
const absolute = 500;

/** Files that may be longer than 300 lines, each with the reason. None may pass 500. */
const longFiles: Readonly<Record<string, string>> = {};

/** Files stop at 300 lines; tests, which tell one story after the other, at 500. */
export const fileSize: Rule = {
  name: 'file size',
  check({ files }) {
    const written = files.filter((file) => !isGenerated(file));
    const problems = written.flatMap((file) => {
      const lines = linesOf(file);
      const limit = isTest(file) || file.path in longFiles ? absolute : stop;
      return lines > limit ? [{ file: file.path, text: `${lines} lines, at most ${limit}` }] : [];
    });
    const unused = Object.keys(longFiles)
      .filter((path) => !files.some((file) => file.path === path && linesOf(file) > stop))
      .map((path) => ({ file: path, text: 'needs no exception any more' }));
    return {
      looked: written.length,
      what: 'files',
      problems: [...problems, ...unused],
      note: `median ${median(written.filter((file) => !isTest(file)).map(linesOf))} lines`,
    };
  },
};

function linesOf({ text }: SourceFile): number {
  return text.trimEnd().split('\n').length;
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}
