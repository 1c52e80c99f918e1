import ts from 'typescript';

import { isTest, lineOf, type Project } from '../project.js';
import { importsOf } from '../imports.js';
import type { Problem, Rule } from '../rule.js';

const home = 'packages/elements/src/';

export interface ElementClass {
  readonly className: string;
  /** Without the prefix: `call-list`. */
  readonly name: string;
  readonly file: string;
  readonly node: ts.ClassDeclaration;
}

/** The elements of the package: exported classes `CadranNoun`, each alone in `noun/noun.ts`. */
export function elementClasses({ files }: Project): readonly ElementClass[] {
  return files
    .filter(
      (file) => file.path.startsWith(home) && !isTest(file) && !file.path.includes('/internal/'),
    )
    .flatMap((file) =>
      file.tree.statements.filter(ts.isClassDeclaration).flatMap((node) => {
        const className = node.name?.text ?? '';
        const isElement = /^Cadran[A-Z]/.test(className) && extendsAnElement(node);
        return isElement ? [{ className, name: nameOf(className), file: file.path, node }] : [];
      }),
    );
}

/** One define file an element, one element a define file, and `define.ts` names them all. */
export const defineFiles: Rule = {
  name: 'define files',
  check(project) {
    const classes = elementClasses(project);
    const problems: Problem[] = classes.flatMap((each) => classProblems(each, project));
    const known = new Set(classes.map(({ name }) => `${home}define/${name}.ts`));
    for (const file of project.files) {
      if (!file.path.startsWith(`${home}define/`) || isTest(file) || known.has(file.path)) continue;
      problems.push({ file: file.path, text: 'defines no element of the package' });
    }
    return { looked: classes.length, what: 'elements', problems };
  },
};

function classProblems({ className, name, file, node }: ElementClass, project: Project): Problem[] {
  const problems: Problem[] = [];
  const place = `${home}${name}/${name}.ts`;
  if (file !== place)
    problems.push({ file, line: lineOf(node), text: `${className} belongs in ${place}` });
  const define = project.file(`${home}define/${name}.ts`);
  if (!define) return [...problems, { file, text: `${home}define/${name}.ts is missing` }];
  for (const needed of [`cadran-${name}`, className]) {
    if (!define.text.includes(needed))
      problems.push({ file: define.path, text: `does not name ${needed}` });
  }
  const all = project.file(`${home}define.ts`);
  const isNamed = all && importsOf(all).some(({ target }) => target === define.path);
  return isNamed
    ? problems
    : [...problems, { file: `${home}define.ts`, text: `does not import ${define.path}` }];
}

function extendsAnElement(node: ts.ClassDeclaration): boolean {
  const base = node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword);
  return base !== undefined && !/Event$|Error$/.test(base.getText());
}

function nameOf(className: string): string {
  return className
    .replace(/^Cadran/, '')
    .replace(/\B[A-Z]/g, '-$&')
    .toLowerCase();
}
