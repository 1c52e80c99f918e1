import ts from 'typescript';

import { isGenerated, isTest, lineOf, walk } from '../project.js';
import type { Problem, Rule } from '../rule.js';

const stop = 60;

/** A function ends within 60 lines. */
export const functionSize: Rule = {
  name: 'function size',
  check({ files }) {
    let looked = 0;
    const problems: Problem[] = [];
    for (const file of files.filter((each) => !isTest(each) && !isGenerated(each))) {
      walk(file.tree, (node) => {
        if (!ts.isFunctionLike(node) || !('body' in node) || !node.body) return;
        looked += 1;
        const first = lineOf(node);
        const last = file.tree.getLineAndCharacterOfPosition(node.end).line + 1;
        const lines = last - first + 1;
        if (lines <= stop) return;
        problems.push({
          file: file.path,
          line: first,
          text: `${nameOf(node)} has ${lines} lines, at most ${stop}`,
        });
      });
    }
    return { looked, what: 'functions', problems };
  },
};

function nameOf(node: ts.Node): string {
  const named = 'name' in node ? node : node.parent;
  const name = 'name' in named ? (named.name as ts.Node | undefined) : undefined;
  return name && ts.isIdentifier(name) ? name.text : 'a function';
}
