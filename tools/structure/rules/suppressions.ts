import type { Rule } from '../rule.js';

const suppression =
  /(eslint-disable|@ts-expect-error|@ts-ignore|@ts-nocheck|prettier-ignore|c8 ignore|v8 ignore)/;

/** A check that is switched off says why: `eslint-disable-next-line rule -- the reason`. */
export const suppressions: Rule = {
  name: 'suppressions',
  check({ files }) {
    const lines = files.flatMap(({ path, text }) =>
      text.split('\n').map((line, index) => ({ path, line, number: index + 1 })),
    );
    const problems = lines
      .filter(({ line }) => suppression.test(line) && !/ -- \S|: \S{3}/.test(line))
      .map(({ path, number, line }) => ({ file: path, line: number, text: `why? ${line.trim()}` }));
    return { looked: lines.length, what: 'lines', problems };
  },
};
