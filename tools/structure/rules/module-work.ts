import ts from 'typescript';

import { isTest, lineOf, walk, type SourceFile } from '../project.js';
import type { Problem, Rule } from '../rule.js';

const register = 'packages/elements/src/define';

/** Files that pages load by themselves are there to work: the worker's entry and the script tag's. */
const loaded = new Set(['packages/core/src/worker.ts', 'packages/elements/src/cadran.ts']);

/** Globals that only make a value: no page, no clock, no network. */
const makers = new Set([
  'Array',
  'Map',
  'Object',
  'RegExp',
  'Set',
  'String',
  'Symbol',
  'TextDecoder',
  'TextEncoder',
  'Uint8Array',
  'WeakMap',
  'WeakSet',
]);

/**
 * Importing a file does nothing, in a page, a worker or Node; only define files register. A value may
 * be made by the package's own functions; the packaging step imports every entry point to see that they
 * start nothing.
 */
export const moduleWork: Rule = {
  name: 'module work',
  check({ files }) {
    const modules = files.filter((file) => !isTest(file) && isLibrary(file));
    const problems = modules.flatMap((file) => [
      ...registrations(file),
      ...(file.path.startsWith(register) || loaded.has(file.path)
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
    const own = namesOf(statement.getSourceFile());
    return statement.declarationList.declarations
      .flatMap(({ initializer }) => (initializer ? workOf(initializer, own) : []))
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
function workOf(node: ts.Node, own: ReadonlySet<string>): ts.Node[] {
  if (ts.isFunctionLike(node)) return [];
  const found: ts.Node[] = isHarmless(node, own) ? [] : [node];
  ts.forEachChild(node, (child) => {
    found.push(...workOf(child, own));
  });
  return found;
}

/** What a file declares or imports. */
function namesOf({ statements }: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of statements) {
    if (ts.isVariableStatement(statement)) {
      for (const { name } of statement.declarationList.declarations) names.add(name.getText());
    } else {
      walk(statement, (node) => {
        const declares =
          ts.isImportSpecifier(node) ||
          ts.isFunctionDeclaration(node) ||
          ts.isClassDeclaration(node);
        if (declares && node.name) names.add(node.name.text);
      });
    }
  }
  return names;
}

function isHarmless(node: ts.Node, own: ReadonlySet<string>): boolean {
  if (ts.isAwaitExpression(node)) return false;
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return true;
  const root = rootOf(node.expression);
  if (!ts.isIdentifier(root)) return !ts.isFunctionLike(root);
  return own.has(root.text) || makers.has(root.text);
}

/** The thing a chain of calls and members starts from: `document` of `document.body.append()`. */
function rootOf(node: ts.Expression): ts.Expression {
  if (
    ts.isPropertyAccessExpression(node) ||
    ts.isCallExpression(node) ||
    ts.isNewExpression(node) ||
    ts.isParenthesizedExpression(node)
  ) {
    return rootOf(node.expression);
  }
  return node;
}

function firstLine(node: ts.Node): string {
  return node.getText().split('\n')[0]?.slice(0, 80) ?? '';
}
