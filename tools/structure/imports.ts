import path from 'node:path';
import ts from 'typescript';

import { lineOf, walk, type SourceFile } from './project.js';

export interface Import {
  /** As written: `./call-state.js`, `lit`. */
  readonly specifier: string;
  /** The file it names when the specifier is relative, as a `.ts` path of the repository. */
  readonly target: string | undefined;
  readonly line: number;
}

/** Every import of a file: static, re-exported, dynamic, or inside a type. */
export function importsOf({ path: file, tree }: SourceFile): readonly Import[] {
  const found: Import[] = [];
  walk(tree, (node) => {
    const specifier = specifierOf(node);
    if (specifier === undefined) return;
    const target = specifier.startsWith('.')
      ? path.posix.join(path.posix.dirname(file), specifier).replace(/\.js$/, '.ts')
      : undefined;
    found.push({ specifier, target, line: lineOf(node) });
  });
  return found;
}

function specifierOf(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
    return node.moduleSpecifier && textOf(node.moduleSpecifier);
  }
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
    return textOf(node.argument.literal);
  }
  const [argument] = ts.isCallExpression(node) ? node.arguments : [];
  const isDynamic =
    ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
  return isDynamic && argument ? textOf(argument) : undefined;
}

function textOf(node: ts.Node): string | undefined {
  return ts.isStringLiteralLike(node) ? node.text : undefined;
}
