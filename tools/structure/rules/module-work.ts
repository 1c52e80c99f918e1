import ts from 'typescript';

import { isTest, lineOf, walk, type SourceFile } from '../project.js';
import type { Problem, Rule } from '../rule.js';

const register = 'packages/elements/src/define';

/** Calls that only make a value: no page, no clock, no network. */
const makers = new Set([
  'Array.from',
  'Object.entries',
  'Object.freeze',
  'Object.fromEntries',
  'Object.keys',
  'Object.values',
  'Symbol',
  'createContext',
  'css',
  'html',
  'literal',
  'svg',
]);
const chains = /\.(concat|entries|filter|flatMap|join|map|repeat|slice|sort|split|toLowerCase)$/;
const constructed = new Set([
  'Map',
  'RegExp',
  'Set',
  'TextDecoder',
  'TextEncoder',
  'Uint8Array',
  'WeakMap',
  'WeakSet',
]);

/** Importing a file does nothing, in a page, a worker or Node; only define files register. */
export const moduleWork: Rule = {
  name: 'module work',
  check({ files }) {
    const modules = files.filter((file) => !isTest(file) && isLibrary(file));
    const problems = modules.flatMap((file) => [
      ...registrations(file),
      ...(file.path.startsWith(register)
        ? []
        : file.tree.statements.flatMap((each) => workIn(each, file))),
    ]);
    return { looked: modules.length, what: 'modules', problems };
  },
};

function isLibrary({ path }: SourceFile): boolean {
  return path.startsWith('packages/core/') || path.startsWith('packages/elements/');
}

function registrations(file: SourceFile): Problem[] {
  const problems: Problem[] = [];
  walk(file.tree, (node) => {
    const text = ts.isDecorator(node)
      ? node.expression.getText().startsWith('customElement(')
      : ts.isCallExpression(node) && node.expression.getText() === 'customElements.define';
    if (!text || file.path.startsWith(register) || file.path.includes('/internal/')) return;
    problems.push({
      file: file.path,
      line: lineOf(node),
      text: 'only a define file registers an element',
    });
  });
  return problems;
}

function workIn(statement: ts.Statement, { path }: SourceFile): Problem[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations
      .flatMap(({ initializer }) => (initializer ? workOf(initializer) : []))
      .map((node) => ({
        file: path,
        line: lineOf(node),
        text: `work at module level: ${firstLine(node)}`,
      }));
  }
  if (!isWork(statement)) return [];
  return [
    { file: path, line: lineOf(statement), text: `work at module level: ${firstLine(statement)}` },
  ];
}

function isWork(statement: ts.Statement): boolean {
  return (
    ts.isExpressionStatement(statement) ||
    ts.isIfStatement(statement) ||
    ts.isIterationStatement(statement, false) ||
    ts.isTryStatement(statement) ||
    ts.isSwitchStatement(statement) ||
    ts.isBlock(statement)
  );
}

/** The calls that run when a module-level value is made. What stands in a function runs later. */
function workOf(node: ts.Node): ts.Node[] {
  if (ts.isFunctionLike(node)) return [];
  const own = isHarmless(node) ? [] : [node];
  const inner: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    inner.push(...workOf(child));
  });
  return [...own, ...inner];
}

function isHarmless(node: ts.Node): boolean {
  if (ts.isNewExpression(node)) return constructed.has(node.expression.getText());
  if (ts.isAwaitExpression(node)) return false;
  if (!ts.isCallExpression(node)) return true;
  const callee = node.expression.getText();
  return makers.has(callee) || chains.test(callee);
}

function firstLine(node: ts.Node): string {
  return node.getText().split('\n')[0]?.slice(0, 80) ?? '';
}
