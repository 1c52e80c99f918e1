import ts from 'typescript';

import { isTest, lineOf, walk } from '../project.js';
import type { Problem, Rule } from '../rule.js';

const stop = 18;

/**
 * A class or a handle has at most 18 public members. What a class overrides belongs to its base, and a
 * record of plain data is no handle.
 */
export const classSize: Rule = {
  name: 'class size',
  check({ files }) {
    let looked = 0;
    const problems: Problem[] = [];
    for (const file of files.filter((each) => !isTest(each))) {
      walk(file.tree, (node) => {
        if (!ts.isClassLike(node) && !isHandle(node)) return;
        looked += 1;
        const members = publicMembers(node.members);
        if (members.size <= stop) return;
        const text = `${node.name?.text ?? 'a class'} has ${members.size} public members, at most ${stop}`;
        problems.push({ file: file.path, line: lineOf(node), text });
      });
    }
    return { looked, what: 'classes and handles', problems };
  },
};

function isHandle(node: ts.Node): node is ts.InterfaceDeclaration {
  return ts.isInterfaceDeclaration(node) && node.members.some(ts.isMethodSignature);
}

function publicMembers(members: readonly (ts.ClassElement | ts.TypeElement)[]): Set<string> {
  const names = members
    .filter((member) => !ts.isConstructorDeclaration(member) && !isHidden(member))
    .flatMap(({ name }) => (name && !ts.isPrivateIdentifier(name) ? [name.getText()] : []));
  return new Set(names.filter((name) => !name.startsWith('_')));
}

function isHidden(member: ts.Node): boolean {
  const modifiers = ts.canHaveModifiers(member) ? (ts.getModifiers(member) ?? []) : [];
  return modifiers.some(({ kind }) =>
    [
      ts.SyntaxKind.PrivateKeyword,
      ts.SyntaxKind.ProtectedKeyword,
      ts.SyntaxKind.OverrideKeyword,
      ts.SyntaxKind.StaticKeyword,
    ].includes(kind),
  );
}
