import ts from 'typescript';

import { lineOf, walk, type SourceFile } from '../project.js';
import type { Problem, Rule } from '../rule.js';

const drawers = /^(types?|utils?|helpers?|constants?|common|shared|misc|lib)$/;

/** Folders and files are nouns of the domain, not drawers for what found no home. */
export const names: Rule = {
  name: 'names',
  check({ files }) {
    let looked = files.length;
    const problems: Problem[] = files.flatMap(pathProblems);
    for (const file of files) {
      walk(file.tree, (node) => {
        const name = declaredName(node);
        if (name === undefined) return;
        looked += 1;
        const text = objection(name, node);
        if (text) problems.push({ file: file.path, line: lineOf(node), text });
      });
    }
    return { looked, what: 'names', problems };
  },
};

function pathProblems({ path }: SourceFile): Problem[] {
  return path
    .split('/')
    .slice(3)
    .map((part) => part.replace(/(\.test|\.styles)?\.ts$/, ''))
    .filter((part) => drawers.test(part) || /-manager$/.test(part))
    .map((part) => ({ file: path, text: `${part} says nothing about what is inside` }));
}

function declaredName(node: ts.Node): string | undefined {
  const declares =
    ts.isClassDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isFunctionDeclaration(node);
  return declares ? node.name?.text : undefined;
}

function objection(name: string, node: ts.Node): string | undefined {
  if (/Manager$/.test(name)) return `${name}: what does it do? Name that`;
  if (/Impl$/.test(name)) return `${name}: name what sets it apart`;
  const isType = ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
  return isType && /^I[A-Z][a-z]/.test(name) ? `${name}: no I prefix` : undefined;
}
