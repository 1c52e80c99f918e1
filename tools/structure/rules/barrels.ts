import ts from 'typescript';

import type { SourceFile } from '../project.js';
import type { Rule } from '../rule.js';

/** Only a package's entry points re-export; inside, a file is imported from where it lives. */
export const barrels: Rule = {
  name: 'barrels',
  check({ files }) {
    const inner = files.filter(({ path }) => path.split('/').length > 4);
    const problems = inner.filter(isBarrel).map(({ path }) => ({
      file: path,
      text: 'a barrel inside a package: import from the files themselves',
    }));
    return { looked: inner.length, what: 'files', problems };
  },
};

function isBarrel({ path, tree }: SourceFile): boolean {
  if (path.endsWith('/index.ts')) return true;
  return (
    tree.statements.length > 0 &&
    tree.statements.every((each) => ts.isExportDeclaration(each) && each.moduleSpecifier)
  );
}
