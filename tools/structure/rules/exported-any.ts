import path from 'node:path';
import ts from 'typescript';

import { root } from '../../test/test-files.mjs';
import { isTest, lineOf, type SourceFile } from '../project.js';
import type { Problem, Rule } from '../rule.js';

/** No `any` in what a file exports, written or inferred (from `JSON.parse`, say). */
export const exportedAny: Rule = {
  name: 'exported any',
  check({ files, program }) {
    const types = program().getTypeChecker();
    let looked = 0;
    const problems: Problem[] = [];
    for (const file of files.filter((each) => !isTest(each))) {
      for (const symbol of exportsOf(file, program(), types)) {
        looked += 1;
        for (const [declaration, name] of signaturesOf(symbol, types)) {
          problems.push({ file: file.path, line: lineOf(declaration), text: `${name} is any` });
        }
      }
    }
    return { looked, what: 'exports', problems };
  },
};

function exportsOf(
  { path: file }: SourceFile,
  program: ts.Program,
  types: ts.TypeChecker,
): ts.Symbol[] {
  const tree = program.getSourceFile(path.join(root, file));
  const module = tree && types.getSymbolAtLocation(tree);
  return module ? types.getExportsOfModule(module).filter((each) => isOwn(each, tree)) : [];
}

function isOwn(symbol: ts.Symbol, tree: ts.SourceFile): boolean {
  return symbol.declarations?.[0]?.getSourceFile() === tree;
}

/** The `any`s of one export: the value itself, what a function takes and gives, what a class shows. */
function signaturesOf(symbol: ts.Symbol, types: ts.TypeChecker): [ts.Node, string][] {
  const declaration = symbol.valueDeclaration ?? symbol.declarations?.[0];
  if (!declaration || ts.isExportSpecifier(declaration)) return [];
  const isType = ts.isInterfaceDeclaration(declaration) || ts.isTypeAliasDeclaration(declaration);
  const type =
    isType || ts.isClassDeclaration(declaration)
      ? types.getDeclaredTypeOfSymbol(symbol)
      : types.getTypeOfSymbolAtLocation(symbol, declaration);
  const found = anysOf(type, symbol.name, types).map((name): [ts.Node, string] => [
    declaration,
    name,
  ]);
  const members = type.getProperties().flatMap((member) => {
    const place = member.valueDeclaration;
    if (place?.getSourceFile() !== declaration.getSourceFile() || isPrivate(place)) return [];
    const memberType = types.getTypeOfSymbolAtLocation(member, place);
    return anysOf(memberType, `${symbol.name}.${member.name}`, types).map(
      (name): [ts.Node, string] => [place, name],
    );
  });
  return [...found, ...members];
}

function anysOf(type: ts.Type, name: string, types: ts.TypeChecker): string[] {
  if (isAny(type, types)) return [name];
  return type.getCallSignatures().flatMap((signature) => [
    ...(isAny(signature.getReturnType(), types) ? [`the result of ${name}`] : []),
    ...signature
      .getParameters()
      .filter(
        ({ valueDeclaration: place }) => place && isAny(types.getTypeAtLocation(place), types),
      )
      .map((parameter) => `${parameter.name} of ${name}`),
  ]);
}

/** `any`, `any[]`, `Promise<any>`. */
function isAny(type: ts.Type, types: ts.TypeChecker): boolean {
  if (type.flags & ts.TypeFlags.Any) return true;
  if (!(type.flags & ts.TypeFlags.Object)) return false;
  const reference = type as ts.TypeReference;
  const isContainer = /^(Array|ReadonlyArray|Promise)$/.test(
    (type.symbol as ts.Symbol | undefined)?.name ?? '',
  );
  if (!isContainer) return false;
  return types
    .getTypeArguments(reference)
    .some((argument) => (argument.flags & ts.TypeFlags.Any) !== 0);
}

function isPrivate(node: ts.Declaration): boolean {
  return (
    (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.NonPublicAccessibilityModifier) !== 0
  );
}
